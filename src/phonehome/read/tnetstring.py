"""tnetstrings (https://tnetstrings.info), as mitmproxy writes them: length, colon, data, and a byte that says its type.

Only what is asked for is looked at. What does not fit is as good as absent: a dictionary without members, no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from math import isfinite

from msgspec import Struct

BYTES, TEXT, INTEGER, REAL, BOOLEAN, NOTHING, DICTIONARY, LIST = b",;#^!~}]"
PREFIX = re.compile(rb"(\d{1,12}):")
# A plain name and the length of the value behind it: nearly all members, at a third of the cost.
_MEMBER = re.compile(rb"\d{1,2}:([a-z_0-9]{1,40})[,;](\d{1,12}):")


class Element(Struct, frozen=True, gc=False):
    """A value: where in ``data`` it stands and of which type it is."""

    data: bytes
    begin: int
    end: int
    tag: int

    def __bool__(self) -> bool:
        """Whether it is anything at all."""
        return self.tag != NOTHING

    def items(self) -> list[Element]:
        """The values of a list.

        Raises ValueError where lengths and brackets do not agree.
        """
        if self.tag != LIST:
            return []
        data = self.data
        return [Element(data, begin, end, data[end]) for begin, end in _spans(data, self.begin, self.end)]

    def members(self) -> dict[bytes, Element]:
        """The values of a dictionary by name.

        Raises ValueError where lengths and brackets do not agree.
        """
        found: dict[bytes, Element] = {}
        data, last = self.data, self.end
        at = self.begin if self.tag == DICTIONARY else last
        while at < last:
            plain = _MEMBER.match(data, at)
            name, at, end = _place(plain) if plain else _odd_place(data, at, last)
            if end >= last:
                raise ValueError("a tnetstring is longer than what holds it")
            found[name] = Element(data, at, end, data[end])
            at = end + 1
        return found

    def pairs(self) -> list[tuple[str, str]]:
        """The texts of a list of lists of two.

        Raises ValueError where lengths and brackets do not agree.
        """
        data = self.data
        spans = _spans(data, self.begin, self.end) if self.tag == LIST else ()
        pairs = [list(_spans(data, begin, end)) for begin, end in spans if data[end] == LIST]
        return [(_text(data[slice(*pair[0])]), _text(data[slice(*pair[1])])) for pair in pairs if len(pair) == 2]

    def raw(self) -> bytes:
        """The bytes of bytes or text."""
        return self.data[self.begin : self.end] if self.tag in {BYTES, TEXT} else b""

    def text(self) -> str:
        """The text of bytes or text; what is no UTF-8 is taken for Latin-1."""
        return _text(self.raw())

    def number(self) -> float | None:
        """The number of an integer or a real."""
        if self.tag not in {INTEGER, REAL} or self.end - self.begin > 64:
            return None
        with suppress(ValueError):
            number = float(self.data[self.begin : self.end])
            return number if isfinite(number) else None
        return None

    def is_true(self) -> bool:
        """Whether it is the boolean true."""
        return self.tag == BOOLEAN and self.data[self.begin : self.end] == b"true"


def _place(member: re.Match[bytes]) -> tuple[bytes, int, int]:
    """The name of a member, and where its value begins and ends."""
    name, length = member.groups()
    begin = member.end()
    return name, begin, begin + int(length)


def _odd_place(data: bytes, at: int, last: int) -> tuple[bytes, int, int]:
    """The same for a member with any name."""
    spans = _spans(data, at, last)
    name = next(spans)
    value = next(spans, None)
    if value is None:
        raise ValueError("a tnetstring dictionary has a name without a value")
    return data[slice(*name)], *value


def _spans(data: bytes, at: int, last: int) -> Iterator[tuple[int, int]]:
    """Where each of the values that stand here begins and ends."""
    while at < last:
        colon = data.find(b":", at, at + 13)
        if colon < 0 or not (size := data[at:colon]).isdigit():
            raise ValueError("a tnetstring has no length")
        begin = colon + 1
        at = begin + int(size)
        if at >= last:
            raise ValueError("a tnetstring is longer than what holds it")
        yield begin, at
        at += 1


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


ABSENT = Element(b"", 0, 0, NOTHING)
