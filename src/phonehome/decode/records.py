"""Texts joined by control characters: U+000E (Samsung's batches), U+001E (RFC 7464's), U+0003, U+001F."""

from __future__ import annotations

import re
from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import MOST_PARTS, Bounded, Medium, Parts, is_text
from phonehome.model import Value

NAME = "records"
STARTS = bytes(range(0x20, 0x7F)) + bytes(range(0xC2, 0xF5)) + b"\x1e"
LEAST = 12
READS: Medium = "any"
SIGNS = b"\x0e\x1e\x03\x1f"
KEEPS = 0

_SEPARATORS = (b"\x0e", b"\x1e", b"\x03", b"\x1f")
_ALL = b"".join(_SEPARATORS)
_ANY = re.compile(b"[%s]" % _ALL)


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each text between the outermost separators; between them all is printable, unlike in a message."""
    if not _ANY.search(data):
        return None
    separator = _separator(data)
    if data.count(separator) >= MOST_PARTS:
        raise Bounded(f"more than {MOST_PARTS} records")
    if not is_text(data.translate(None, _ALL)):
        return None
    return [(f"[{i}]", record) for i, record in enumerate(data.split(separator))]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same records joined by the same character."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    return _separator(data).join(map(bytes_of, parts.values()))


def _separator(data: bytes) -> bytes:
    return next((separator for separator in _SEPARATORS if separator in data), b"")
