from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.model import Damage, Exchange
from phonehome.read import flows, har, reader_of
from phonehome.read.reader import HEAD, Reader
from read.long import Long
from read.tnet import Tnet, dumps

CAPTURES = Path(__file__).parents[3] / "shared" / "captures" / "mitmproxy"
COUNTS = {
    "dumpfile-010.mitm": 1,
    "dumpfile-011.mitm": 1,
    "dumpfile-018.mitm": 1,
    "dumpfile-019.mitm": 1,
    "dumpfile-10.mitm": 1,
    "dumpfile-19.mitm": 1,
    "dumpfile-7-websocket.mitm": 6,
    "dumpfile-7.mitm": 2,
    "flows/corrupted_gzip_body.mitm": 1,
    "flows/diff_data.mitm": 7,
    "flows/error_log.mitm": 2,
    "flows/event_stream.mitm": 2,
    "flows/incomplete_log.mitm": 4,
    "flows/successful_log.mitm": 2,
    "flows/websocket.mitm": 3,
}
PAIRS = sorted(name for name in COUNTS if name.startswith("flows/"))
needs_captures = pytest.mark.skipif(not CAPTURES.is_dir(), reason="the real captures are not beside the repository")


def flow(number: int) -> bytes:
    request: dict[str, Tnet] = {
        "method": b"POST",
        "scheme": b"https",
        "authority": b"a.example",
        "path": b"/%d" % number,
    }
    content: dict[str, Tnet] = {"path": b"/%d" % number, "content": b"7:a,}]" * number}
    members: dict[str, Tnet] = {"version": 21, "type": "http", "request": request | content}
    return dumps(members)


def exchange(number: int) -> Exchange:
    return Exchange(number, "POST", f"https://a.example/{number}", body=b"7:a,}]" * number)


FLOWS = [flow(number) for number in range(5)]
EXCHANGES = [exchange(number) for number in range(5)]
DUMP = b"".join(FLOWS)
ENDS = [len(b"".join(FLOWS[: number + 1])) for number in range(5)]


def read(text: bytes) -> list[Exchange | Damage]:
    return list(flows.read(io.BytesIO(text)))


def test_a_dump_is_read_flow_by_flow() -> None:
    assert (flows.recognises(DUMP), read(DUMP)) == (True, EXCHANGES)


@pytest.mark.parametrize("head", [b"", b"12:", b"12:3:ab,1:1#}", b"12:3:aB1,", b"1,2:3", b'{"a":1}', b"0:}"])
def test_what_does_not_begin_with_a_named_member_is_none(head: bytes) -> None:
    assert not flows.recognises(head)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the file is empty$"):
        read(b"")


def test_every_cut_leaves_the_flows_before_it() -> None:
    for cut in range(1, len(DUMP)):
        found = read(DUMP[:cut])
        whole = sum(end <= cut for end in ENDS)
        lost = cut - ([0, *ENDS][whole])
        assert found[:whole] == EXCHANGES[:whole]
        assert sum(x.lost for x in found[whole:] if isinstance(x, Damage)) == lost


def test_a_cut_inside_a_flow_says_where_and_how_much() -> None:
    assert read(DUMP[: ENDS[2] + 9]) == [*EXCHANGES[:3], Damage(ENDS[2], 9, "the file ends inside flow 3")]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (dumps({"version": 21, "type": "http"}), "flow 1 has no request"),
        (dumps({"type": "x", "request": None}), "flow 1 has no request"),
        (b"9:4:type,}}x}", "flow 1 does not end where its length says"),
        (b"8:4:type,}}", "flow 1 is broken inside: a tnetstring has no length"),
        (b"7:4:type,}", "flow 1 is broken inside: a tnetstring dictionary has a name without a value"),
        (b"99999:" + FLOWS[1][4:], "the file ends inside flow 1"),
        (b"garbage}", "flow 1 does not begin with its length"),
    ],
)
def test_a_broken_flow_is_told_and_the_next_is_read(broken: bytes, reason: str) -> None:
    begin = ENDS[0]
    found = read(FLOWS[0] + broken + FLOWS[2] + FLOWS[3])
    again = [x for x in found if isinstance(x, Exchange)]
    first = next(x for x in found if isinstance(x, Damage))
    assert [x.url for x in again] == [x.url for x in (EXCHANGES[0], *EXCHANGES[2:4])]
    assert (first.offset, first.reason) == (begin, reason)
    assert sum(x.lost for x in found if isinstance(x, Damage)) == len(broken)


@pytest.mark.parametrize(
    ("before", "after", "lost", "reason"),
    [
        (b"200000000:", b"}", 200_000_011, "flow 0 is too large to read"),
        (b"200000000:", b"", 200_000_010, "the file ends inside flow 0, which is too large to read"),
        (b"999999999:", b"", 200_000_010, "the file ends inside flow 0, which is too large to read"),
        (b"199999999:", b"}", 200_000_011, "flow 0 does not end where its length says"),
    ],
)
def test_a_flow_that_is_too_large_is_passed_over(before: bytes, after: bytes, lost: int, reason: str) -> None:
    found = list(flows.read(Long(before, 200, after + FLOWS[1] if after else b"")))
    assert found == [Damage(0, lost, reason), *EXCHANGES[1 : 2 if after else 1]]


@given(st.integers(0, len(DUMP) - 1), st.binary(max_size=4), st.integers(0, 4))
def test_a_change_anywhere_spares_the_flows_before_it(at: int, new: bytes, old: int) -> None:
    found = read(DUMP[:at] + new + DUMP[at + old :])
    whole = sum(end <= at for end in ENDS)
    assert found[:whole] == EXCHANGES[:whole]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_to_their_end(data: bytes) -> None:
    found = read(b"5:" + data)
    assert [x.index for x in found if isinstance(x, Exchange)] == []


@needs_captures
@pytest.mark.parametrize(("name", "count"), COUNTS.items(), ids=COUNTS)
def test_a_real_dump_is_read_whole(name: str, count: int) -> None:
    found = open_capture(name)
    assert [x.index if isinstance(x, Exchange) else x for x in found] == list(range(count))


@needs_captures
def test_every_real_dump_has_its_count() -> None:
    assert {path.relative_to(CAPTURES).as_posix() for path in CAPTURES.rglob("*.mitm")} == COUNTS.keys()


@needs_captures
@pytest.mark.parametrize("name", PAIRS)
def test_a_dump_and_a_har_of_the_same_traffic_say_the_same(name: str) -> None:
    # mitmproxy leaves TCP flows out of its HARs.
    dump = [x for x in open_capture(name) if isinstance(x, Exchange) and x.method != "TCP"]
    with (CAPTURES / name).with_suffix(".har").open("rb") as file:
        other = [x for x in har.read(file) if isinstance(x, Exchange)]
    assert list(map(outline, dump)) == list(map(outline, other))


@needs_captures
def test_an_old_websocket_is_read_with_what_the_phone_said() -> None:
    found = [x for x in open_capture("dumpfile-7-websocket.mitm") if isinstance(x, Exchange)]
    assert [x.messages for x in found if x.messages] == [(b"Rock it with HTML5 WebSocket",)] * 3


def open_capture(name: str) -> list[Exchange | Damage]:
    with (CAPTURES / name).open("rb") as file:
        reader: Reader = reader_of(file.read(HEAD))
        file.seek(0)
        return list(reader.read(file))


def outline(exchange: Exchange) -> tuple[str, str, bytes, tuple[bytes, ...]]:
    # A dump has bodies as they were sent, mitmproxy's HAR has them without their content coding.
    body = gzip.decompress(exchange.body) if exchange.body.startswith(b"\x1f\x8b") else exchange.body
    return exchange.method, exchange.url, body, exchange.messages
