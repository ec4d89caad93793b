from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decode.leaving import MAPS, is_the_rest, leaves_out_elements
from phonehome.decode import cbor
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"\xa2\x62id\x63abc\x61n\x05", [("$.id", "abc"), ("$.n", 5)]),
        (b"\xbf\x63Fun\xf5\x63Amt\x21\xff", [("$.Fun", "true"), ("$.Amt", -2)]),
        (b"\xd9\xd9\xf7\x82\x64text\xf6", [("$[0]", "text")]),
        (b"\x9f\x7f\x63tex\x61t\xff\xf4\xff", [("$[0]", "text"), ("$[1]", "false")]),
        (
            b"\xa3\x62ab\xf9\x3c\x00\x61b\xfb\x3f\xf8" + bytes(6) + b"\x61c\x42\xff\xfe",
            [("$.ab", 1.0), ("$.b", 1.5), ("$.c", b"\xff\xfe")],
        ),
        (b"\xa1\x62id\x19\x01\x00", [("$.id", 256)]),
        (b"\xa1\x62id\x19\x01", None),
        (b"\xa1\x62id\x1c\x01", None),
        (b"\xa1\x62id\xf8\x01", None),
        (b"\xa1\x62id\xfb\x01", None),
        (b"\xa1\x62id\x63ab", None),
        (b"\xa1\x62id\x62\xff\xff", None),
        (b"\xa1\x62id\x1f\xff", None),
        (b"\xa1\x62id\x7f\x41a\xff", None),
        (b"\xa1\x62id\xff\xff", None),
        (b"\x9f\x64text", None),
        (b"\xa1\xf6\x64text", None),
    ],
)
def test_cbor_is_opened(data: bytes, parts: Parts | None) -> None:
    assert cbor.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"\xa2\x62id\x63abc\x61n\x05", {"$.id": "x"}, b"\xa2\x62id\x61x\x61n\x05"),
        (b"\xa2\x62id\x63abc\x61n\x05", {"$.n": 300}, b"\xa2\x62id\x63abc\x61n\x19\x01\x2c"),
        (b"\xa2\x62id\x63abc\x61n\x05", {"$.n": -2}, b"\xa2\x62id\x63abc\x61n\x21"),
        (b"\xa2\x62id\x63abc\x61n\x05", {"$.n": b"\xff"}, b"\xa2\x62id\x63abc\x61n\x41\xff"),
        (b"\xa2\x62id\x63abc\x61n\x05", {"$.n": 1.5}, b"\xa2\x62id\x63abc\x61n\xfb\x3f\xf8" + bytes(6)),
        (b"\xa2\x62id\x63abc\x61n\x05", {"$.n": 1 << 70}, None),
        (b"\xa1\x62id\xf5", {"$.id": "false"}, b"\xa1\x62id\xf4"),
        (b"\xa1\x62id\xf4", {"$.id": "true"}, b"\xa1\x62id\xf5"),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert cbor.closes(data, changes) == new


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"\xa2\x62id\x05" + data
    try:
        parts = cbor.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or cbor.closes(data, {}) == data


def encoded(tree: object) -> bytes:
    """CBOR with shortest heads."""
    match tree:
        case dict():
            return head(5, len(tree)) + b"".join(encoded(key) + encoded(value) for key, value in tree.items())
        case list():
            return head(4, len(tree)) + b"".join(map(encoded, tree))
        case str():
            return head(3, len(tree.encode())) + tree.encode()
        case int():
            return head(0, tree) if tree >= 0 else head(1, -1 - tree)
        case _:
            raise TypeError


def head(major: int, argument: int) -> bytes:
    widths = [(24, 1 << 8, 1), (25, 1 << 16, 2), (26, 1 << 32, 4), (27, 1 << 64, 8)]
    if argument < 24:
        return bytes([major << 5 | argument])
    low, _, width = next(row for row in widths if argument < row[1])
    return bytes([major << 5 | low]) + argument.to_bytes(width)


@given(MAPS, st.data())
def test_what_is_left_out_is_gone_and_the_rest_is_the_same(tree: dict[str, object], data: st.DataObject) -> None:
    assert is_the_rest(cbor.leaves_out, encoded, tree, data.draw(st.sampled_from(sorted(tree))))


def test_an_element_is_left_out_and_what_is_not_there_is_refused() -> None:
    assert leaves_out_elements(cbor.leaves_out, encoded)


def test_a_wide_head_stays_wide_and_an_endless_one_ends() -> None:
    assert cbor.leaves_out(b"\xb8\x02\x61a\x01\x61b\x02", {"$.a"}) == b"\xb8\x01\x61b\x02"
    assert cbor.leaves_out(b"\xbf\x61a\x01\x61b\x02\xff", {"$.a"}) == b"\xbf\x61b\x02\xff"
    assert cbor.leaves_out(b"\xc1\x82\x01\x64text", {"$[0]"}) == b"\xc1\x81\x64text"
