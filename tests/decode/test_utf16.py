from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import utf16
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        ("aü€".encode("utf-16"), [("", "aü€".encode())]),
        ("text ü".encode("utf-16-le"), [("", "text ü".encode())]),
        ("text ü".encode("utf-16-be"), [("", "text ü".encode())]),
        ("\ufefftext".encode("utf-16-be"), [("", b"text")]),
        ("текст и всё".encode("utf-16"), None),
        (b"t\x00e\x00x\x00t", None),
        (b"t\x00e\x00\x00\xd8t\x00", None),
        (b"t\x00\x01\x00e\x00x\x00", None),
        (b"t\x00e\x01x\x00t\x00", None),
        (b"t\x00e\x00", None),
    ],
)
def test_utf16_is_opened(data: bytes, parts: Parts | None) -> None:
    assert utf16.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        ("text".encode("utf-16"), {"": "neü!"}, "neü!".encode("utf-16")),
        ("text".encode("utf-16-be"), {"": "neü!"}, "neü!".encode("utf-16-be")),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert utf16.closes(data, changes) == new


@given(st.binary(min_size=4))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"" + data
    try:
        parts = utf16.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or utf16.closes(data, {}) == data
