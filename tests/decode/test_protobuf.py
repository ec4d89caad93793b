from __future__ import annotations

import gzip
import struct
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import protobuf
from phonehome.decode.codec import MOST_PARTS, Bounded
from phonehome.model import Value
from phonehome.phones import Options, simulate


def varint(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def field(number: int, value: float | bytes) -> bytes:
    if isinstance(value, bytes):
        return varint(number << 3 | 2) + varint(len(value)) + value
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    return varint(number << 3) + varint(int(value))


DEVICE = field(1, 4931584233478212101) + field(4, b"ONE A2003") + field(4, b"") + field(9, b"\xff\xfe\x00")


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (DEVICE, [("1", 4931584233478212101), ("4", "ONE A2003"), ("4[1]", ""), ("9", b"\xff\xfe\x00")]),
        (
            field(1, field(2, field(1, b"a") + field(5, 7)) + field(2, field(5, 8))),
            [("1.2.1", "a"), ("1.2.5", 7), ("1.2[1].5", 8)],
        ),
        (field(1, b"a text of forty characters, like a query"), [("1", "a text of forty characters, like a query")]),
        (field(2, b"\nkey: a value that is text\n"), [("2", "\nkey: a value that is text\n")]),
        (field(1, 52.2352), [("1", int.from_bytes(struct.pack("<d", 52.2352), "little")), ("1:double", 52.2352)]),
        (b"\x0d" + struct.pack("<f", 13.5), [("1", 1096286208), ("1:float", 13.5)]),
        (b"\x0d\x05\x00\x00\x00", [("1", 5)]),
        (field(1, -1 & 0xFFFF_FFFF_FFFF_FFFF), [("1", 0xFFFF_FFFF_FFFF_FFFF)]),
        (b"\x09" + bytes.fromhex("b6f4c0a2d19e8cd7"), None),
        (b"\x2d" + bytes.fromhex("bad09cf5") + b"\x35" + bytes.fromhex("8d24ee1d"), None),
        (field(12, 1 << 60), None),
        (field(12, b"\x0a\x03abc"), [("12.1", "abc")]),
        (field(3, b"\x01\x02\xff\x01"), None),
        (field(1, b"\x01\x02\xff\x01"), [("1", b"\x01\x02\xff\x01")]),
        (field(1, 1624217504328) + field(2, 5), [("1", 1624217504328), ("2", 5)]),
        (
            field(2, field(1, b"id") + field(7, b"\x96\x01\x80\x80\x01")),
            [("2.1", "id"), ("2.7", b"\x96\x01\x80\x80\x01")],
        ),
        (b"\x0a\x7fcut", None),
        (b"\x12\x04cut", None),
        (b"\x09\x01\x02", None),
        (b"\x08" + b"\xff" * 12, None),
        (b"\x08\x01\x0b", None),
        (b"\x08\x01\x02\x00", None),
        (b"\x2a\x04\xff\xfe\xfd\xfc", None),
        (b"\x80\x80\x80\x80\x01\x01", None),
        (field(9, 1) + field(2, 1), None),
    ],
)
def test_messages_are_flattened(data: bytes, parts: list[tuple[str, int | float | str | bytes]] | None) -> None:
    assert protobuf.opens(data, 100) == parts


def test_bytes_that_parse_by_accident_stay_bytes() -> None:
    assert protobuf.opens(field(1, b"text") + field(2, b"\x48\x01\x10\x05"), 100) == [
        ("1", "text"),
        ("2", b"\x48\x01\x10\x05"),
    ]


def test_too_many_values_and_layers_are_refused() -> None:
    deep = b"\x08\x01"
    for _ in range(40):
        deep = field(1, deep)
    for data in (b"\x08\x01" * (MOST_PARTS + 2), deep):
        with pytest.raises(Bounded, match="protobuf holds more"):
            protobuf.opens(data, 100)


@given(st.binary(min_size=2))
def test_any_bytes_are_survived_with_unique_paths(data: bytes) -> None:
    paths = [path for path, _ in protobuf.opens(data, 100) or []]
    assert len(paths) == len(set(paths))


@given(st.integers(0, len(DEVICE) - 1))
def test_every_cut_is_survived(cut: int) -> None:
    parts = protobuf.opens(DEVICE[:cut] + b" ", 100) if cut else None
    assert parts is None or parts[0][0] == "1"


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (field(1, field(2, b"text")), {"1.2": "longer text"}, field(1, field(2, b"longer text"))),
        (field(1, 5) + field(2, b"text"), {"1": 300}, field(1, 300) + field(2, b"text")),
        (field(1, 5) + field(2, b"text"), {"1": "no number"}, None),
        (field(1, 52.25), {"1:double": 1.25}, field(1, 1.25)),
        (field(1, 52.25), {"1": int.from_bytes(struct.pack("<d", 1.25), "little")}, field(1, 1.25)),
        (b"\x0d" + struct.pack("<f", 13.5), {"1:float": 1.5}, b"\x0d" + struct.pack("<f", 1.5)),
        (b"\x0d" + struct.pack("<f", 13.5), {"1:float": 1e20}, None),
        (b"\x0d\x05\x00\x00\x00", {"1": 6}, b"\x0d\x06\x00\x00\x00"),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert protobuf.closes(data, changes) == new


def test_random_bytes_are_hardly_ever_taken_for_a_message() -> None:
    rng = Random(5)
    strings = (rng.randbytes(rng.randint(8, 200)) for _ in range(20_000))
    assert sum(protobuf.opens(data, 100) is not None for data in strings if data[0] in protobuf.STARTS) <= 2


def test_messages_of_google_phones_are_opened() -> None:
    simulation = simulate("google-clearcut", Options(1, 7))
    bodies = [gzip.decompress(one.body) for one in simulation.exchanges if one.body[:2] == b"\x1f\x8b"]
    bodies = [body for body in bodies if body[:1] not in b"{["]
    assert len(bodies) > 50
    assert [body.hex() for body in bodies if protobuf.opens(body, 1 << 20) is None] == []
