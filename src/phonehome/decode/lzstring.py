"""LZ-String (pieroxy.net/blog/pages/lz-string): its Base64, URI component and UTF-16 texts.

A stream is taken only when it ends in its end mark at the very end of the data and all that comes out is printable:
text of another kind fails at one of its first codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Bounded, Medium, Parts
from phonehome.model import Value

NAME = "lz-string"
STARTS = b"ABCDEFGHIJKLMNOP" + bytes(range(0x60, 0x80)) + bytes(range(0xC2, 0xF5))
LEAST = 12
READS: Medium = "text"
SIGNS = b""
BESIDE = bytes(range(0x20, 0x100))
KEEPS = 256

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_URI = _BASE64[:-1] + b"-"
_NUMBERS = bytes.maketrans(_BASE64 + b"-", bytes([*range(64), 63]))
# A stream begins with a new character: bits 00 and eight of a narrow one, here ASCII, or bits 10 and sixteen.
_FIRST = rb"(?:[A-P][%s]|[g-v][A-Za-z0-9+/-])" % b"".join(
    _BASE64[i : i + 1] for i in range(64) if not i & 0b000100 and i & 0b011000
)
_LETTERS = re.compile(_FIRST + rb"(?:[A-Za-z0-9+/]{6,}+={0,3}|[A-Za-z0-9+-]{6,}+)")
_UTF16 = re.compile("[\x20-\u801f]*+")
_PLAIN_ID = re.compile(rb"[A-Z0-9]+|[a-z-]+|[0-9a-f]+")
_LEAST_OF_OUTPUT = 4
_MOST_OUTPUT = 2 << 20
_NARROW, _WIDE, _END = range(3)
# Most texts of another kind are refused within a few characters.
_AT_FIRST, _AT_ONCE = 8, 64
_SIX_BITS = tuple(f"{number:06b}" for number in range(64))


def opens(data: bytes, room: int) -> Parts | None:
    """One part with the text."""
    coded = _coded(data)
    if coded is None:
        return None
    text = _expand(_Bits(*coded), min(room, _MOST_OUTPUT))
    return None if text is None or len(text) < _LEAST_OF_OUTPUT else [("", text.encode("utf-8", "surrogatepass"))]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Compressed anew in the same alphabet."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    text = bytes_of(parts[""]).decode("utf-8", "replace")
    if not data.isascii():
        return "".join(chr(number + 32) for number in [*_compressed(text, 15), 0]).encode()
    alphabet = _URI if b"-" in data or len(data) % 4 else _BASE64
    letters = bytes(alphabet[number] for number in _compressed(text, 6))
    return letters if alphabet is _URI else letters + b"=" * (-len(letters) % 4)


def _coded(data: bytes) -> tuple[Sequence[int], int] | None:
    """The numbers that the characters stand for, and how many bits each has."""
    if _LETTERS.fullmatch(data) and not _PLAIN_ID.fullmatch(data):
        return data.rstrip(b"=").translate(_NUMBERS), 6
    if data.isascii():
        return None
    text = data.decode("utf-8", "replace")
    return ([ord(letter) - 32 for letter in text.removesuffix(" ")], 15) if _UTF16.fullmatch(text) else None


class _Bits:
    """The bits of numbers, the highest of each first."""

    def __init__(self, numbers: Sequence[int], width: int) -> None:
        self.numbers, self.width = numbers, width
        self.written = _SIX_BITS.__getitem__ if width == 6 else f"{{:0{width}b}}".format
        self.bits, self.at, self.read = "", 0, 0

    def take(self, count: int) -> int:
        """The next bits as a number, its lowest bit first; ``IndexError`` where there are none."""
        while self.at + count > len(self.bits):
            given = self.numbers[self.read : self.read + (_AT_ONCE if self.read else _AT_FIRST)]
            if not given:
                raise IndexError
            self.bits = self.bits[self.at :] + "".join([self.written(number) for number in given])
            self.at, self.read = 0, self.read + len(given)
        self.at += count
        return int(self.bits[self.at - count : self.at][::-1], 2)

    def is_spent(self) -> bool:
        """Only the zeros that fill the last character are left."""
        left = self.bits[self.at :]
        return self.read >= len(self.numbers) and 0 < len(left) <= self.width and "1" not in left


def _expand(bits: _Bits, room: int) -> str | None:
    """The text of a whole stream; ``None`` at the first code that no compressor writes."""
    words, out, size = ["", "", ""], list[str](), 0
    width, until, last = 2, 1, ""
    try:
        while (code := bits.take(width)) != _END:
            if code < _END:
                words.append(_character(bits.take(16 if code == _WIDE else 8)))
                code, until = len(words) - 1, until - 1
                width, until = (width + 1, 1 << width) if until == 0 else (width, until)
            if code > len(words) or (code == len(words) and not last):
                return None
            word = words[code] if code < len(words) else last + last[0]
            out.append(word)
            size += len(word)
            if size > room:
                raise Bounded(f"lz-string expands past {room} characters")
            if last:
                words.append(last + word[0])
                until -= 1
                width, until = (width + 1, 1 << width) if until == 0 else (width, until)
            last = word
    except (IndexError, ValueError):
        return None
    return _joined(out) if bits.is_spent() else None


def _character(unit: int) -> str:
    character = chr(unit)
    if not (character.isprintable() or character in "\t\n\r" or 0xD800 <= unit < 0xE000):
        raise ValueError
    return character


def _joined(units: list[str]) -> str:
    """UTF-16 code units as characters."""
    return "".join(units).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _compressed(text: str, width: int) -> list[int]:
    """The stream of a text as numbers of ``width`` bits, with at least one bit of filling."""
    bits = "".join(_stream(_units(text))) + "0"
    bits += "0" * (-len(bits) % width)
    return [int(bits[at : at + width], 2) for at in range(0, len(bits), width)]


def _units(text: str) -> list[str]:
    data = text.encode("utf-16-le", "surrogatepass")
    return [chr(int.from_bytes(data[at : at + 2], "little")) for at in range(0, len(data), 2)]


def _stream(units: list[str]) -> Iterator[str]:
    """Every code of a text and the end mark; a character is written out where it occurs for the first time."""
    words: dict[str, int] = {}
    fresh, count, last = set[str](), 3, ""
    clock = _Clock()
    for unit in [*units, ""]:
        if unit and unit not in words:
            words[unit], count = count, count + 1
            fresh.add(unit)
        if unit and last + unit in words:
            last += unit
            continue
        if last in fresh:
            fresh.remove(last)
            yield from _literal(last, clock)
        elif last:
            yield _bits(words[last], clock.width)
        if last:
            clock.tick()
            words[last + unit], count = count, count + 1
        last = unit
    yield _bits(_END, clock.width)


class _Clock:
    """How wide a code is: one bit wider whenever the dictionary outgrows it."""

    def __init__(self) -> None:
        self.width, self.until = 2, 2

    def tick(self) -> None:
        """One more entry in the dictionary."""
        self.until -= 1
        if self.until == 0:
            self.until = 1 << self.width
            self.width += 1


def _literal(unit: str, clock: _Clock) -> Iterator[str]:
    is_wide = ord(unit) > 0xFF
    yield _bits(_WIDE if is_wide else _NARROW, clock.width)
    yield _bits(ord(unit), 16 if is_wide else 8)
    clock.tick()


def _bits(number: int, width: int) -> str:
    return format(number, f"0{width}b")[::-1]
