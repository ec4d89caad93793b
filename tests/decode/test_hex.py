from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import hex as base16
from phonehome.model import Value


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        (b"imei: 4901".hex().encode(), b"imei: 4901"),
        (b"imei: 4901".hex().upper().encode(), b"imei: 4901"),
        (b"0x" + b"jkl~".hex().encode(), b"jkl~"),
        (b"490154203237518".hex().encode(), b"490154203237518"),
        (b"1f8b08000000000000ff", bytes.fromhex("1f8b08000000000000ff")),
        (b"258cfeb1", None),
        (b"4831323334353637", None),
        (b"1f8b0800", None),
        ("\ue000\ue000".encode().hex().encode(), None),
        (b"6D6e6f70", None),
        (b"6d6e6f7", None),
        (b"no hex digits", None),
    ],
)
def test_hex_that_says_something_is_opened(data: bytes, decoded: bytes | None) -> None:
    assert base16.opens(data, 100) == (None if decoded is None else [("", decoded)])


@given(st.binary())
def test_any_bytes_are_survived(data: bytes) -> None:
    assert base16.opens(data.hex().encode(), 100) in (None, [("", data)])


@pytest.mark.parametrize(
    ("data", "changes", "new"),
    [
        (b"0x" + b"a long".hex().upper().encode(), {"": b"other"}, b"0x" + b"other".hex().upper().encode()),
        (b"a text".hex().encode(), {"": b"no"}, None),
    ],
)
def test_changed_parts_are_written_back(data: bytes, changes: dict[str, Value], new: bytes | None) -> None:
    assert base16.closes(data, changes) == new
