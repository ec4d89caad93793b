"""The items of a JSON array (RFC 8259) of any length, one after the other, without holding the array.

A guess finds a border between two items in memory, and one call splits all that stands before it. The guess cannot
lie: text that parses between brackets is those items, whatever led to its end. Where it does not parse, the guess
reaches less far; where no guess is left, brackets and strings are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import Raw, Struct

from phonehome.read.json_scan import CLOSE_ARRAY, CLOSE_OBJECT, COMMA, END, skip
from phonehome.read.window import Window

LARGEST = 128 * 1024 * 1024
_BORDERS = 8
_MENDS = 16
_BORDER = re.compile(rb'\s*,\s*\{\s*"[^"\\]{0,64}"\s*:')
_BETWEEN = re.compile(rb"[\s,]*")
_AS_ARRAY = msgspec.json.Decoder(list[Raw])
_AS_VALUE = msgspec.json.Decoder(Raw)
_AS_OBJECT = msgspec.json.Decoder(dict[str, Raw])


class Item(Struct, frozen=True, gc=False):
    """One item: where it begins in the file, its length and its text, or what is wrong with it."""

    offset: int
    length: int
    text: Raw | bytes = b""
    fault: Literal["", "cut off", "too large"] = ""


def items(window: Window, landmark: str, largest: int = LARGEST) -> Iterator[Item]:
    """The items of the array that was opened just before ``window.pos``; ends at its closing bracket.

    An item in which the file ends is ``cut off`` and the last; one of more than ``largest`` bytes is not held.
    ``landmark`` is a member that items have and their parts have not: it tells them apart in a broken file.
    """
    window.keep = largest
    return iter(_Array(window, landmark))


class _Array:
    """An array being split: the borders between its items, as learned, and how far a guess may reach."""

    def __init__(self, window: Window, landmark: str) -> None:
        self.window = window
        self.landmark = landmark
        self.borders: list[bytes] = []
        self.reach = window.block
        self.mends = _MENDS

    def __iter__(self) -> Iterator[Item]:
        window = self.window
        while _at_item(window):
            if len(window.data) - window.pos < window.block:
                window.more()
            length = self._last_border(window.pos + self.reach) - window.pos
            batch = _split(window, length)
            yield from batch or self._counted(length)
            self.reach = min(2 * self.reach, window.block) if batch or not length else max(1, length // 2)

    def _last_border(self, end: int) -> int:
        """Just behind the last item before ``end`` that is followed by another, as far as the known borders tell."""
        last = self.window.pos - 1
        for border in self.borders:
            last = max(last, self.window.data.rfind(border, last + 1, end))
        return last + 1

    def _counted(self, misled: int) -> Iterator[Item]:
        """The items within reach one by one, or just the first to learn a border from; none after a wrong guess."""
        until = self.window.offset + (self.reach if self.borders else 1)
        while not misled and self.window.offset < until and _at_item(self.window):
            item = self._next()
            self._learn()
            self.window.forget()
            yield item

    def _next(self) -> Item:
        window, offset = self.window, self.window.offset
        whole = skip(window)
        length = window.offset - offset
        if length > window.keep:
            return Item(offset, length, fault="too large" if whole else "cut off")
        text = window.held(length) if whole else b""
        if not _is_whole(text) and (end := self._end_by_border(window.pos - length)):
            length, window.pos = end - window.pos + length, end
            return Item(offset, length, window.held(length))
        return Item(offset, length, text, "" if whole else "cut off")

    def _end_by_border(self, begin: int) -> int:
        """Where a broken item ends if brackets and quotes cannot be trusted, or 0.

        A lost quote turns all that follows inside out, so the item goes to the first border that a whole item
        follows. Each search reads on and may turn back, so there are few.
        """
        data, pos = self.window.data, self.window.pos
        if not self.mends or data.startswith(tuple(self.borders), pos - 1):
            return 0
        self.mends -= 1
        end = self._first_border(begin)
        following = data[data.find(b"{", end) : self._first_border(end)] if end else b""
        return end if _has_member(following, self.landmark) else 0

    def _first_border(self, begin: int) -> int:
        """Just behind the first item that ends after ``begin``, as the known borders tell; 0 if none does."""
        ends = [self.window.data.find(border, begin) for border in self.borders]
        return min((end for end in ends if end >= 0), default=-1) + 1

    def _learn(self) -> None:
        """Remember the border that follows here: an item's closing brace to the name that opens the next."""
        found = _BORDER.match(self.window.data, self.window.pos)
        if found and b"}" + found[0] not in self.borders:
            self.borders.insert(0, b"}" + found[0])
            del self.borders[_BORDERS:]


def _at_item(window: Window) -> bool:
    """Move to the next item; false at the end of the array."""
    while (byte := window.peek()) == COMMA:
        window.pos += 1
    return byte not in {END, CLOSE_ARRAY, CLOSE_OBJECT}


def _split(window: Window, length: int) -> list[Item]:
    """The items in the next ``length`` bytes, if those are whole items, and none otherwise."""
    text = b"[" + window.data[window.pos : window.pos + length] + b"]"
    try:
        raws = _AS_ARRAY.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return []
    batch = list(_placed(raws, text, window.offset - 1))
    window.pos += length
    return batch


def _placed(raws: list[Raw], text: bytes, offset: int) -> Iterator[Item]:
    end = 1
    for raw in raws:
        between = _BETWEEN.match(text, end)
        begin = between.end() if between else end
        end = begin + len(memoryview(raw))
        yield Item(offset + begin, end - begin, raw)


def _is_whole(text: Raw | bytes) -> bool:
    try:
        _AS_VALUE.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _has_member(text: bytes | bytearray, name: str) -> bool:
    try:
        return name in _AS_OBJECT.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
