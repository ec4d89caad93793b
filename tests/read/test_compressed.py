from __future__ import annotations

import gzip
import io
import json
import random
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.model import Damage, Exchange
from phonehome.read import READERS, har, jsonl, reader_of
from phonehome.read.compressed import Compressed, Inflated
from phonehome.read.reader import HEAD

CAPTURE = Path(__file__).parents[3] / "shared" / "captures" / "mitmproxy" / "flows" / "compressed.zhar"
COMPRESSED = READERS[-1]
NOISE = random.Random(1).randbytes(300_000).hex()
LINES = [
    json.dumps({"url": f"https://a.example/{number}", "body": NOISE[number * 100 :][:3000]}) for number in range(400)
]
TEXT = "\n".join(LINES).encode()
COUNT = len(LINES)
PACKED = gzip.compress(TEXT, mtime=0)


def read(data: bytes) -> list[Exchange | Damage]:
    return list(COMPRESSED.read(io.BytesIO(data)))


def indexes(found: list[Exchange | Damage]) -> list[int]:
    return [x.index for x in found if isinstance(x, Exchange)]


@pytest.mark.parametrize(
    "data",
    [
        PACKED,
        zlib.compress(TEXT),
        zlib.compress(TEXT, 1),
        PACKED + b"\0" * 700_000,
        gzip.compress(TEXT[:900_000]) + gzip.compress(TEXT[900_000:]),
        gzip.compress(TEXT) + gzip.compress(b""),
    ],
    ids=["gzip", "zlib", "zlib 1", "padded", "two members", "empty member"],
)
def test_a_compressed_capture_is_read_as_what_is_inside(data: bytes) -> None:
    found = read(data)
    assert reader_of(data[:HEAD]) is COMPRESSED
    assert found == list(jsonl.read(io.BytesIO(TEXT)))


def test_a_small_har_may_be_inside() -> None:
    data = zlib.compress(b'{"log":{"entries":[{"request":{"url":"https://a.example/"}}]}}')
    assert reader_of(data).recognises(data)
    assert indexes(read(data)) == [0]


@pytest.mark.parametrize(
    "head", [b"", b"x", b"x\x9c", b"\x1f\x8b\x08", gzip.compress(b"nothing"), b"\x1f\x8b", PACKED[2:]]
)
def test_what_holds_no_capture_is_not_recognised(head: bytes) -> None:
    assert not COMPRESSED.recognises(head)


def test_what_holds_no_capture_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a compressed file with no capture in it that phonehome can read$"):
        read(gzip.compress(b"nothing"))


@pytest.mark.parametrize("cut", [len(PACKED) // 3, len(PACKED) - 9])
def test_a_cut_leaves_what_stands_before_it(cut: int) -> None:
    found = read(PACKED[:cut])
    inside = len(zlib.decompressobj(31).decompress(PACKED[:cut]))
    whole = TEXT[:inside].count(b"\n")
    assert indexes(found)[:whole] == list(range(whole))
    assert found[-1] == Damage(cut, 0, "the compressed data ends too early")


def test_broken_data_leaves_what_stands_before_it() -> None:
    at = len(PACKED) // 2
    found = read(PACKED[:at] + b"\xff" * 9 + PACKED[at + 9 :])
    inside = len(zlib.decompressobj(31).decompress(PACKED[:at]))
    whole = TEXT[:inside].count(b"\n")
    assert indexes(found)[:whole] == list(range(whole))
    last = found[-1]
    assert isinstance(last, Damage)
    assert (last.reason, at <= last.offset, last.offset + last.lost) == (
        "the compressed data is broken",
        True,
        len(PACKED),
    )


def test_a_wrong_checksum_costs_nothing_and_is_told() -> None:
    found = read(PACKED[:-8] + bytes(8))
    assert indexes(found) == list(range(COUNT))
    assert found[-1] == Damage(len(PACKED) - 5, 5, "the compressed data is broken")


def test_bytes_behind_the_end_are_told() -> None:
    assert read(PACKED + b"x" * 300_000)[COUNT:] == [
        Damage(len(PACKED), 300_000, "bytes behind the end of the compressed data belong to nothing")
    ]


def test_a_bomb_is_opened_piece_by_piece() -> None:
    inflated = Inflated(io.BytesIO(zlib.compress(b"[" * 50_000_000)))
    assert inflated.readable()
    assert (len(inflated.read(1000)), len(inflated.read(1000)), inflated.taken < 60_000) == (1000, 1000, True)


def test_what_zlib_still_holds_at_the_end_of_the_file_is_read() -> None:
    packed = zlib.compress(b"a" * 100_000)
    inflated = Inflated(io.BytesIO(packed))
    assert sum(len(inflated.read(7)) for _ in range(20_000)) == 100_000
    assert inflated.fault == ""


@given(st.integers(0, 400), st.binary(max_size=4))
def test_a_change_anywhere_raises_nothing_but_a_sentence(at: int, new: bytes) -> None:
    data = zlib.compress(TEXT[:3000])
    try:
        found = read(data[:at] + new + data[at + len(new) :])
    except ValueError as error:
        assert "no capture in it" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert indexes(found) == sorted(indexes(found))


@given(st.binary(max_size=100))
def test_any_bytes_are_recognised_or_not(data: bytes) -> None:
    only_har = Compressed((har,))
    assert not only_har.recognises(b"\x1f\x8b\x08" + data)
    assert not only_har.recognises(b"\x78\x9c" + data)


@pytest.mark.skipif(not CAPTURE.is_file(), reason="the real captures are not beside the repository")
def test_the_har_that_mitmproxy_compresses_is_read() -> None:
    data = CAPTURE.read_bytes()
    found = read(data)
    assert reader_of(data) is COMPRESSED
    assert found == list(har.read(io.BytesIO(zlib.decompress(data))))
