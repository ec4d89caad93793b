from __future__ import annotations

from collections.abc import Callable

import cramjam
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import snappy
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

TEXT = b'{"im": "490154203237518", "ts": 1484487017633}'
RAW = bytes(cramjam.snappy.compress_raw(TEXT))
FRAMED = bytes(cramjam.snappy.compress(TEXT))


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (RAW, [("", TEXT)]),
        (FRAMED, [("", TEXT)]),
        (RAW[:-3], None),
        (b"\x30" + RAW[1:], None),
        (b"\x30\x01" + bytes(30), None),
        (b"\xff" * 30, None),
        (FRAMED[:-3], None),
    ],
)
def test_snappy_is_opened(data: bytes, parts: Parts | None) -> None:
    assert snappy.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (RAW, {}, RAW),
        (FRAMED, {}, FRAMED),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert snappy.closes(data, changes) == new


@pytest.mark.parametrize("data", [RAW, FRAMED])
def test_another_content_is_written_back(data: bytes) -> None:
    assert snappy.opens(snappy.closes(data, {"": TEXT * 2}) or b"-" * 30, ROOM) == [("", TEXT * 2)]


@pytest.mark.parametrize("compress", [cramjam.snappy.compress_raw, cramjam.snappy.compress])
def test_a_bomb_is_refused(compress: Callable[[bytes], cramjam.Buffer]) -> None:
    with pytest.raises(Bounded, match="snappy expands past 999 bytes"):
        snappy.opens(bytes(compress(bytes(100_000))), 999)


@given(st.binary(min_size=9))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"\x20" + data
    try:
        parts = snappy.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or snappy.closes(data, {}) == data
