from __future__ import annotations

import brotlicffi as reference
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import brotli
from phonehome.decode.codec import Bounded
from phonehome.model import Value

TEXT = b'{"im": "490154203237518", "ts": 1484487017633}'
PACKED: bytes = reference.compress(TEXT)


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (PACKED, [("", TEXT)]),
        (PACKED[:-1], None),
        (PACKED + b"tail", None),
        (reference.compress(b""), None),
        (b"\xff\xff\xff\xff", None),
    ],
)
def test_only_a_whole_stream_is_opened(data: bytes, parts: list[tuple[str, bytes]] | None) -> None:
    assert brotli.opens(data, 1 << 20) == parts


def test_a_long_stream_is_opened_in_steps() -> None:
    assert brotli.opens(reference.compress(TEXT * 5000), 1 << 20) == [("", TEXT * 5000)]


def test_a_bomb_is_refused_at_its_bound() -> None:
    with pytest.raises(Bounded, match="brotli expands past 1000 bytes"):
        brotli.opens(reference.compress(bytes(10**6)), 1000)


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    parts = brotli.opens(data, 1 << 20)
    assert parts is None or [path for path, _ in parts] == [""]


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (reference.compress(b"old"), {"": b"new"}, reference.compress(b"new")),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert brotli.closes(data, changes) == new
