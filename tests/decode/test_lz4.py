from __future__ import annotations

from collections.abc import Callable

import cramjam
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import lz4
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

TEXT = b'{"im": "490154203237518", "ts": 1484487017633}'
BLOCK = bytes(cramjam.lz4.compress_block(TEXT))
FRAMED = bytes(cramjam.lz4.compress(TEXT))


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (BLOCK, [("", TEXT)]),
        (FRAMED, [("", TEXT)]),
        (BLOCK[:-3], None),
        (b"\x31" + BLOCK[1:], None),
        (b"\x30\x00\x00\x00" + bytes(30), None),
        (b"\xff" * 30, None),
        (FRAMED[:-9], None),
    ],
)
def test_lz4_is_opened(data: bytes, parts: Parts | None) -> None:
    assert lz4.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (BLOCK, {}, BLOCK),
        (FRAMED, {}, FRAMED),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert lz4.closes(data, changes) == new


@pytest.mark.parametrize("data", [BLOCK, FRAMED])
def test_another_content_is_written_back(data: bytes) -> None:
    assert lz4.opens(lz4.closes(data, {"": TEXT * 2}) or b"-" * 30, ROOM) == [("", TEXT * 2)]


@pytest.mark.parametrize("compress", [cramjam.lz4.compress_block, cramjam.lz4.compress])
def test_a_bomb_is_refused(compress: Callable[[bytes], cramjam.Buffer]) -> None:
    with pytest.raises(Bounded, match="lz4 expands past 999 bytes"):
        lz4.opens(bytes(compress(bytes(100_000))), 999)


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"\x30\x00\x00\x00" + data
    try:
        parts = lz4.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or lz4.closes(data, {}) == data
