from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import records
from phonehome.decode.closing import ROOM
from phonehome.decode.codec import Bounded, Parts
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        ("a=1ü\x0eb=2, more".encode(), [("[0]", "a=1ü".encode()), ("[1]", b"b=2, more")]),
        (b"a\x03b\x0ec and more", [("[0]", b"a\x03b"), ("[1]", b"c and more")]),
        (b"text without any", None),
        (b"text\x0ewith a\x00zero", None),
        (b"text\x0ewith a\xff", None),
    ],
)
def test_records_is_opened(data: bytes, parts: Parts | None) -> None:
    assert records.opens(data, ROOM) == parts


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"a=1\x0eb=2, more", {"[0]": "new"}, b"new\x0eb=2, more"),
        (b"a=1\x0eb=2, more", {"[0]": "n\x0ew"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert records.closes(data, changes) == new


def test_too_many_records_are_refused() -> None:
    with pytest.raises(Bounded, match="records"):
        records.opens(b"a\x1f" * 100_000, ROOM)


@given(st.binary(min_size=1))
def test_any_bytes_are_survived(data: bytes) -> None:
    data = b"" + data
    try:
        parts = records.opens(data, ROOM)
    except Bounded:
        parts = None
    assert parts is None or records.closes(data, {}) == data
