from __future__ import annotations

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import zstd
from phonehome.decode.codec import Bounded
from phonehome.model import Value

TEXT = b'{"im": "490154203237518", "ts": 1484487017633}'
PACKED = zstandard.compress(TEXT)


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (PACKED, [("", TEXT)]),
        (PACKED + PACKED, [("", TEXT + TEXT)]),
        (zstandard.compress(b""), [("", b"")]),
        (b"(a sentence in brackets)", None),
        (b"\x28\xb5\x2f\xfd\x00\xff\xff\xff\xff\xff", None),
    ],
)
def test_zstd_is_opened(data: bytes, parts: list[tuple[str, bytes]] | None) -> None:
    assert zstd.opens(data, 1 << 20) == parts


def test_a_bomb_is_refused_at_its_bound() -> None:
    with pytest.raises(Bounded, match="zstd expands past 1000 bytes"):
        zstd.opens(zstandard.compress(bytes(10**7)), 1000)


@given(st.binary())
def test_any_bytes_after_the_magic_are_survived(data: bytes) -> None:
    parts = zstd.opens(b"\x28\xb5\x2f\xfd\x00" + data, 1 << 20)
    assert parts is None or [path for path, _ in parts] == [""]


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (zstandard.compress(b"old"), {"": b"new"}, zstandard.compress(b"new")),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert zstd.closes(data, changes) == new
