from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.read.window import Window


class Dripping(io.BytesIO):
    """A file that gives one byte at a time, as a pipe may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(1, -1 if size is None else size))


def text_of(window: Window) -> bytes:
    """All that is left of a window, byte by byte."""
    found = b""
    while window.pos < len(window.data) or window.more():
        found += window.data[window.pos : window.pos + 1]
        window.pos += 1
    return found


def test_white_space_and_a_byte_order_mark_are_passed_over() -> None:
    window = Window(io.BytesIO(b"\xef\xbb\xbf \t\r\n{"))
    assert (window.peek(), window.offset) == (ord("{"), 7)


def test_the_end_of_the_file_is_minus_one_and_stays_so() -> None:
    window = Window(io.BytesIO(b"   "))
    assert (window.peek(), window.peek(), window.offset) == (-1, -1, 3)


def test_an_empty_file_has_no_bytes() -> None:
    assert Window(io.BytesIO(b"")).peek() == -1


def test_long_white_space_is_not_held() -> None:
    window = Window(io.BytesIO(b" " * 5000 + b"x"), block=16)
    assert (window.peek(), window.offset, len(window.data) <= 32) == (ord("x"), 5000, True)


def test_a_file_that_drips_is_read_whole() -> None:
    assert text_of(Window(Dripping(b"abcdef"), block=4)) == b"abcdef"


def test_held_bytes_end_where_the_reading_is() -> None:
    window = Window(io.BytesIO(b"abcdef"))
    window.more()
    window.pos = 4
    assert window.held(3) == b"bcd"


def test_more_than_keep_is_let_go() -> None:
    window = Window(io.BytesIO(b"abcdefghijklmnop"), block=4, keep=6)
    while window.more():
        window.pos = len(window.data)
    assert (window.offset, window.held(100)) == (16, b"ijklmnop")


@pytest.mark.parametrize(("read", "held"), [(16, b"abcdefgh"), (24, b"")])
def test_much_is_let_go_at_once_and_little_stays(read: int, held: bytes) -> None:
    window = Window(io.BytesIO(b"abcdefgh" * 3), block=16)
    while window.more():
        window.pos = read
    window.forget()
    assert (window.offset, window.held(100)[:8]) == (read, held)


@given(st.text(), st.sampled_from(["utf-16-le", "utf-16-be"]), st.integers(8, 15))
def test_utf_16_with_a_mark_reads_as_utf_8(text: str, coding: str, block: int) -> None:
    file = io.BytesIO(("\ufeff" + text).encode(coding))
    assert text_of(Window(file, block)) == text.encode()


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be"])
def test_half_a_utf_16_character_at_the_end_is_left_out(coding: str) -> None:
    assert text_of(Window(io.BytesIO("\ufeffab".encode(coding)[:-1]))) == b"a"


@given(st.binary(max_size=80), st.integers(8, 20))
def test_any_bytes_are_read_to_their_end(data: bytes, block: int) -> None:
    window = Window(io.BytesIO(b"x" + data), block)
    assert text_of(window) == b"x" + data


@given(st.integers(0, 600), st.integers(8, 300))
def test_what_is_looked_for_is_found_over_block_borders(before: int, block: int) -> None:
    window = Window(io.BytesIO(b"x" * before + b"needle" + b"y"), block, keep=0)
    assert (window.find(re.compile(b"needle")), window.offset) == (True, before + 6)


def test_what_is_not_there_is_looked_for_to_the_end_without_holding_it() -> None:
    window = Window(io.BytesIO(b"x" * 5000), block=16, keep=0)
    assert (window.find(re.compile(b"y")), window.offset, len(window.data) < 600) == (False, 5000, True)


@pytest.mark.parametrize(("length", "whole"), [(0, True), (20, True), (21, False)])
def test_bytes_that_follow_are_read_ahead(length: int, whole: bool) -> None:  # noqa: FBT001 - a case's outcome
    window = Window(io.BytesIO(b"x" * 20), block=8)
    assert (window.has(length), window.offset) == (whole, 0)
