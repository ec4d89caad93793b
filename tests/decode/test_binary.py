from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import binary
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

PACKED = zlib.compress(b"text of a session")
WRITTEN = PACKED.decode("latin-1").encode()


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (WRITTEN, [("", PACKED)]),
        (PACKED, None),
        ("xü and more text".encode(), None),
        ("x\u0100 and more text".encode(), None),
        (b"x plain ASCII", None),
    ],
)
def test_binary_string_is_opened(data: bytes, parts: Parts | None) -> None:
    assert binary.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (WRITTEN, {"": zlib.compress(b"new")}, zlib.compress(b"new").decode("latin-1").encode()),
        (WRITTEN, {"": b"new"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert binary.closes(data, changes) == new


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"" + data
    try:
        parts = binary.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or binary.closes(data, {}) == data
