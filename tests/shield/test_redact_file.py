from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from phonehome.model import Damage, Exchange, Response
from phonehome.phones import har as har_file
from phonehome.read import flows, har, reader_of, recording
from phonehome.read.record import Answered, Asked, Began, More, Packer, Record
from phonehome.shield.redact_file import Form, form, redacted
from phonehome.shield.redactor import Redactor
from read.tnet import dumps
from shield.redacting import EMAIL, IMEI, left, raw, redactor

HAR = b"".join(har_file.write([Exchange(0, "GET", f"https://a.example/?m={EMAIL}", 1000)]))
FLOW = dumps({"version": 21, "type": "http", "request": {"method": b"GET", "host": "a.example", "path": b"/"}})
RECORDS: tuple[Record, ...] = (
    Began(0),
    Asked(Exchange(0, "POST", f"https://a.example/{IMEI}", 5, (("Cookie", "sid=abcdef"),))),
    More(0, f'{{"mail": "{EMAIL}"}}'.encode()),
    Answered(0, Response(200, (("Set-Cookie", "sid=abcdef"),), 7), address="198.51.100.7", unkept=9),
)
RECORDING = b"".join(map(Packer().frame, RECORDS))


def run(capture: bytes, out: str, one: Redactor | None = None) -> tuple[Form, bytes]:
    found = form(reader_of(capture), capture, out)
    return found, b"".join(redacted(io.BytesIO(capture), found, one or redactor()))


@pytest.mark.parametrize(
    ("capture", "out", "expected"),
    [
        (HAR, "x", Form(har)),
        (HAR, "x.har", Form(har)),
        (gzip.compress(HAR), "x.har", Form(har, packed=True)),
        (FLOW, "x.mitm", Form(flows)),
        (gzip.compress(FLOW), "x", Form(flows, packed=True)),
        (FLOW, "x.HAR", Form(flows, converted="mitmproxy flows")),
        (RECORDING, "x.har", Form(recording, converted="phonehome recording")),
        (gzip.compress(RECORDING), "x.har", Form(recording, packed=True, converted="phonehome recording")),
    ],
)
def test_a_format_stays_what_it_is_or_becomes_a_har(capture: bytes, out: str, expected: Form) -> None:
    found, written = run(capture, out)
    assert found == expected
    assert reader_of(written) is (har if out.lower().endswith(".har") or expected.reader is har else flows)
    assert (raw(written), left(found.shown(io.BytesIO(written)))) == ([], {})


def test_another_format_wants_a_name_that_says_what_it_becomes() -> None:
    with pytest.raises(ValueError, match=r"this is phonehome recording, which can be redacted into a HAR only"):
        form(reader_of(RECORDING), RECORDING, "safe.bin")


def test_a_converted_exchange_keeps_what_it_was() -> None:
    _, written = run(RECORDING, "safe.har")
    (one,) = har.read(io.BytesIO(written))
    assert isinstance(one, Exchange)
    assert (one.method, one.time, one.address, one.unkept, one.sent) == ("POST", 5, "198.51.100.7", 9, True)
    assert one.url.startswith("https://a.example/0010170")
    assert (one.headers[0][0], b"example.org" in one.body) == ("Cookie", True)
    assert one.response == Response(200, (("Set-Cookie", one.response.headers[0][1] if one.response else ""),), 7)
    assert b"abcdef" not in written


def test_what_could_not_be_read_is_told() -> None:
    one = redactor()
    run(RECORDING[:-3], "safe.har", one)
    assert one.done.exchanges == 1
    assert [damage.reason for damage in one.done.damage] == [
        "the recording ends inside a record",
        recording.OPEN_END,
    ]


def test_a_damaged_compression_is_told() -> None:
    one = redactor()
    run(gzip.compress(HAR)[:-9], "safe.har", one)
    assert [damage.reason for damage in one.done.damage] == ["the compressed data ends too early"]


@given(
    st.builds(
        Exchange,
        st.just(0),
        st.sampled_from(("GET", "POST", "CONNECT", "TCP", "TLS", "DNS")),
        st.sampled_from(
            ("https://a.example/p", "tcp://a.example:5", "wss://a.example/?a=b&b", "dns://9.9.9.9/a?type=A")
        ),
        st.none() | st.integers(1, 1 << 41),
        st.lists(
            st.tuples(st.sampled_from(("X", "y")), st.text(st.characters(codec="utf-8"), max_size=9)), max_size=3
        ).map(tuple),
        st.binary(max_size=30) | st.text(max_size=9).map(lambda text: text.encode("utf-8", "replace")),
        st.sampled_from(("", "192.0.2.7", "2001:db8::1")),
        mangled=st.booleans(),
        response=st.none() | st.builds(Response, st.integers(100, 599), st.just((("a", "b"),)), st.integers(0, 99)),
        messages=st.lists(st.binary(max_size=9), max_size=3).map(tuple),
        unkept=st.integers(0, 9),
    )
)
def test_an_exchange_written_as_a_har_is_read_as_the_same(exchange: Exchange) -> None:
    wanted = replace(exchange, sent=exchange.method != "CONNECT")
    assert list(har.read(io.BytesIO(b"".join(har_file.write([wanted]))))) == [wanted]


def test_what_cannot_be_written_is_left_out() -> None:
    one, reader = (
        redactor(),
        Given([Exchange(0, "GET", "https://a.example/\ud800"), Exchange(1, "GET", "https://a.example/")]),
    )
    written = b"".join(redacted(io.BytesIO(b"x"), Form(reader, converted="x"), one))
    assert (len(json.loads(written)["log"]["entries"]), one.done.left_out) == (1, {"it holds text that is none": 1})


class Given:
    """A reader of exchanges that are given."""

    NAME = "given"

    def __init__(self, exchanges: list[Exchange | Damage]) -> None:
        self.exchanges = exchanges

    def recognises(self, head: bytes) -> bool:
        """Anything is."""
        return bool(head)

    def read(self, file: BinaryIO) -> Iterator[Exchange | Damage]:
        """Those that were given."""
        assert file.readable()
        yield from self.exchanges
