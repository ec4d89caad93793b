from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import percent
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        (b"17%3A34", b"17:34"),
        (b"%2541", b"%41"),
        (b"S%C3%BCd", "Süd".encode()),
        (b"%1F%8B%08%00", b"\x1f\x8b\x08\x00"),
        (b"a%FF", None),
        (b"50 % off", None),
        (b"100%", None),
        (b"plain", None),
        (b"\xff%41", None),
    ],
)
def test_percent_encoding_is_opened(data: bytes, decoded: bytes | None) -> None:
    assert percent.opens(data, 100) == (None if decoded is None else [("", decoded)])


@given(st.binary())
def test_any_bytes_are_survived(data: bytes) -> None:
    parts = percent.opens(b"%41" + data, 100)
    assert parts is None or parts[0][0] == ""


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"a%20b", {"": "x y"}, b"x%20y"),
        (b"a%20b", {"": "xy"}, b"%78%79"),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert percent.closes(data, changes) == new
