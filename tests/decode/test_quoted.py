from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import quoted
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"J=C3=BCrgen says =3D", [("", "Jürgen says =".encode())]),
        (b"a long line=\r\n goes on", [("", b"a long line goes on")]),
        (b"x=10 y=20 z=3D", None),
        (b"a=41 b=3D", None),
        (b"a=1&b=3D", None),
        (b"=C3=BC=FF=FE", None),
        (b"no escape", None),
    ],
)
def test_quoted_printable_is_opened(data: bytes, parts: Parts | None) -> None:
    assert quoted.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"J=C3=BCrgen", {"": "Jörg"}, b"J=C3=B6rg"),
        (b"J=C3=BCrgen=\r\n x", {"": "Jörg"}, b"J=C3=B6rg"),
        (b"J=C3=BCrgen", {"": "plain"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert quoted.closes(data, changes) == new


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"" + data
    try:
        parts = quoted.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or quoted.closes(data, {}) == data
