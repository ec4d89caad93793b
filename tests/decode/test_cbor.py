from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
