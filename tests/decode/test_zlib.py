from __future__ import annotations

import zlib as stdlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import zlib
from phonehome.model import Value

TEXT = b'{"im": "490154203237518", "ts": 1484487017633}'
PACKED = stdlib.compress(TEXT)


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (PACKED, [("", TEXT)]),
        (stdlib.compress(TEXT, wbits=9), [("", TEXT)]),
        (PACKED + b"more", [("", TEXT), ("rest", b"more")]),
        (PACKED[:-4], [("", TEXT)]),
        (PACKED[:6], None),
        (b"x marks the spot", None),
        (b"\x78\xbbdictionary", None),
        (b"\x1f\x8b\x08\x00", None),
    ],
)
def test_zlib_is_opened(data: bytes, parts: list[tuple[str, bytes]] | None) -> None:
    opened = zlib.opens(data, 1 << 20)
    assert opened == parts


@given(st.binary())
def test_any_bytes_after_a_header_are_survived(data: bytes) -> None:
    parts = zlib.opens(b"\x78\x9c" + data, 1 << 20)
    assert parts is None or parts[0][0] == ""


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (stdlib.compress(b"old text, " * 3, 9), {"": b"new text, " * 3}, stdlib.compress(b"new text, " * 3, 9)),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert zlib.closes(data, changes) == new
