"""What a codec is, and the few words all codecs share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal, Protocol, runtime_checkable

from msgspec import Struct

from phonehome.model import Field, Value

Parts = list[tuple[str, Value]]
Medium = Literal["text", "bytes", "any"]

MOST_PARTS = 100_000
# The first bytes of gzip, zlib and Zstandard.
COMPRESSED = re.compile(rb"\x1f\x8b\x08|x[\x01\x5e\x9c\xda]|\x28\xb5\x2f\xfd")

_CONTROLS = bytes(byte for byte in (*range(0x20), 0x7F) if byte not in b"\t\n\r")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]")
_LOST = re.compile(_CONTROL.pattern + b"|\xef\xbf\xbd")
_HIGH = bytes(range(0x80, 0x100))


class Codec(Protocol):
    """One way of wrapping data. A module in this folder is a codec.

    ``STARTS`` holds the possible first bytes and ``LEAST`` the smallest length; a value outside them is never handed to
    ``opens``. ``READS`` says whether the wrapping itself is text, bytes, or either. ``SIGNS`` are characters of which a
    wrapping text holds one; empty when it holds a run of letters as base64 does: the whole text, or 16 characters.
    ``KEEPS`` is 0 for a codec that is sure. Otherwise what it opens counts only where it is text or opens further, and
    a text of up to ``KEEPS`` characters stays a field of its own beside what was opened from it.
    """

    @property
    def NAME(self) -> str: ...  # noqa: D102, N802
    @property
    def STARTS(self) -> bytes: ...  # noqa: D102, N802
    @property
    def LEAST(self) -> int: ...  # noqa: D102, N802
    @property
    def READS(self) -> Medium: ...  # noqa: D102, N802
    @property
    def SIGNS(self) -> bytes: ...  # noqa: D102, N802
    @property
    def KEEPS(self) -> int: ...  # noqa: D102, N802

    def opens(self, data: bytes, room: int) -> Parts | None:
        """Parts by unique path, or ``None`` for "not mine"; raises ``Bounded`` for "mine, but past ``room`` bytes"."""

    def closes(self, data: bytes, changes: Mapping[str, Value]) -> bytes | None:
        """``data`` with new values at some of its paths; ``None`` where that cannot be.

        What comes back opens to the changed parts and otherwise to the same ones; where the wrapping is text, it is the
        same to the byte outside of them. Without changes it is ``data``.
        """


@runtime_checkable
class Whole(Codec, Protocol):
    """A codec without ``SIGNS`` whose text is all letters of a run, but for what may stand ``BESIDE`` them."""

    @property
    def BESIDE(self) -> bytes: ...  # noqa: D102, N802


class Sealed(str):
    """A text that its codec vouches for, such as a signature: nothing is sought within."""

    __slots__ = ()


class Bounded(Exception):  # noqa: N818
    """The codec knows the data as its own but a bound forbids opening it; the message becomes the reason."""


class Bounds(Struct, frozen=True):
    """What one exchange may cost: layers, bytes expanded beyond four times its size, and fields."""

    depth: int = 16
    room: int = 16 << 20
    fields: int = 100_000


class Decoded(Struct, frozen=True):
    """All leaves of a request in document order, its ``sent`` bytes, and how many of them were ``understood``."""

    fields: list[Field]
    sent: int
    understood: int


def is_text(data: bytes) -> bool:
    """UTF-8 without control characters other than tab and line ends."""
    if data.isascii():  # to delete and compare takes a tenth of the time of a search
        return len(data.translate(None, _CONTROLS)) == len(data)
    return _CONTROL.search(data) is None and _as_utf8(data) is not None


def is_printable(data: bytes) -> bool:
    """UTF-8 of characters that Unicode lets one print, in lines."""
    text = _as_utf8(data)
    return text is not None and (text.isprintable() or "".join(text.split()).replace(" ", "").isprintable())


def text_of(data: bytes) -> str | None:
    """Text with a byte order mark, few control or lost characters, in UTF-16 with its mark, or mostly-ASCII Latin-1."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _as_utf16(data)
    if 16 * len(_LOST.findall(data)) > len(data):
        return None
    text = _as_utf8(data)
    if text is not None:
        return text.removeprefix("\ufeff")
    high = len(data) - len(data.translate(None, _HIGH))
    return data.decode("latin-1") if 8 * high <= len(data) else None


def numbered(parts: Iterable[tuple[str, Value]]) -> Parts:
    """Make each path unique: the second ``a`` becomes ``a[1]``."""
    seen: dict[str, int] = {}
    unique: Parts = []
    for name, value in parts:
        path = name
        while path in seen:
            seen[name] += 1
            path = f"{name}[{seen[name]}]"
        seen[path] = 0
        unique.append((path, value))
    return unique


def _as_utf8(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _as_utf16(data: bytes) -> str | None:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        return None
    return text if 4 * sum(map(str.isascii, text)) > len(text) else None
