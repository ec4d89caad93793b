from __future__ import annotations

import zlib
from base64 import a85encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import ascii85
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value

TEXT = b'{"im": "490154203237518", "ts": 1484487017633}'


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (a85encode(TEXT, adobe=True), [("", TEXT)]),
        (a85encode(TEXT), [("", TEXT)]),
        (a85encode(zlib.compress(TEXT)), [("", zlib.compress(TEXT))]),
        (b"<~not!~uvw~>", None),
        (b"aWordOfLettersAndDigits1234", None),
        (b"!" * 30, None),
        (b"u" * 6 + b"!" * 20, None),
        (b"a sentence with spaces, and marks!", None),
    ],
)
def test_ascii85_is_opened(data: bytes, parts: Parts | None) -> None:
    assert ascii85.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (a85encode(TEXT, adobe=True), {"": b"new"}, a85encode(b"new", adobe=True)),
        (a85encode(TEXT), {"": TEXT * 2}, a85encode(TEXT * 2)),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert ascii85.closes(data, changes) == new


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"" + data
    try:
        parts = ascii85.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or ascii85.closes(data, {}) == data
