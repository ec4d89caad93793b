from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import entities
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"Tom &amp; J&#252;rg &#x2F;", [("", "Tom & Jürg /".encode())]),
        ("ü &lt;".encode(), [("", "ü <".encode())]),
        (b"a=1&b=2;c", None),
        (b"M&Ms and more", None),
        (b"no reference", None),
        (b"\xdd &amp;", None),
    ],
)
def test_entities_is_opened(data: bytes, parts: Parts | None) -> None:
    assert entities.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"Tom &amp; Jerry", {"": 'a <b> & "c"'}, b"a &lt;b&gt; &amp; &quot;c&quot;"),
        (b"Tom &amp; Jerry", {"": "plain"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert entities.closes(data, changes) == new


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"" + data
    try:
        parts = entities.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or entities.closes(data, {}) == data
