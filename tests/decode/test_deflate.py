from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import deflate
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

TEXT = b'{"im": "490154203237518", "ts": 1484487017633}'


def packed(data: bytes) -> bytes:
    return zlib.compress(data, wbits=-15)


PACKED = packed(TEXT)


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (PACKED, [("", TEXT)]),
        (PACKED + b"x", None),
        (PACKED[:-4], None),
        (packed(b"short"), None),
        (b"\x07" * 30, None),
    ],
)
def test_deflate_is_opened(data: bytes, parts: Parts | None) -> None:
    assert deflate.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (PACKED, {}, PACKED),
        (PACKED, {"": b"short"}, None),
        (PACKED, {"other": b"short"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert deflate.closes(data, changes) == new


@pytest.mark.parametrize("data", [PACKED])
def test_another_content_is_written_back(data: bytes) -> None:
    assert deflate.opens(deflate.closes(data, {"": TEXT * 2}) or b"-" * 30, ROOM) == [("", TEXT * 2)]


def test_a_bomb_is_refused() -> None:
    with pytest.raises(Bounded, match="deflate expands past 99 bytes"):
        deflate.opens(packed(bytes(1000)), 99)


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"" + data
    try:
        parts = deflate.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or deflate.closes(data, {}) == data
