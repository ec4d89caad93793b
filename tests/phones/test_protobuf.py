from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.phones.protobuf import array, block, delimited, fixed64, integer, varint
from phones import scenes


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, b"\x00"), (127, b"\x7f"), (128, b"\x80\x01"), (150, b"\x96\x01"), (-1, b"\xff" * 9 + b"\x01")],
)
def test_varints_are_as_the_standard_shows_them(value: int, written: bytes) -> None:
    assert varint(value) == written


@given(st.integers(-(1 << 63), (1 << 64) - 1))
def test_any_64_bit_number_is_read_back(value: int) -> None:
    assert scenes.varint(varint(value), 0) == (value % (1 << 64), len(varint(value)))


def test_fields_have_their_number_and_wire_type() -> None:
    assert integer(1, 150) == b"\x08\x96\x01"
    assert block(2, "testing") == b"\x12\x07testing"
    assert block(2, b"\x00") == b"\x12\x01\x00"
    assert fixed64(3, -2) == b"\x19\xfe" + b"\xff" * 7
    assert delimited(b"ab") == b"\x02ab"


@given(st.lists(st.binary(max_size=300)))
def test_an_array_of_messages_is_taken_apart_again(messages: list[bytes]) -> None:
    assert list(scenes.delimited(array(messages))) == messages
