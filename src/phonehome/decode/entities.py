"""HTML and XML character references (WHATWG HTML, section 13.5) in a text."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Medium, Parts
from phonehome.model import Value

NAME = "entities"
STARTS = bytes(range(0x20, 0x7F)) + bytes(range(0xC2, 0xF5)) + b"\t\n\r"
LEAST = 4
READS: Medium = "text"
SIGNS = b"&"
KEEPS = 0

_REFERENCE = re.compile(
    rb"&(?:#(?:\d{1,7}|[xX][0-9A-Fa-f]{1,6})|amp|lt|gt|quot|apos|nbsp|[A-Za-z]{1,7}(?:uml|acute|grave));"
)


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """One part with the text meant; a bare ampersand, as in a query, is no reference."""
    if b"&" not in data or b";" not in data or not _REFERENCE.search(data):
        return None
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    told = html.unescape(text).encode("utf-8", "surrogatepass")
    return [("", told)] if told != data else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The five characters that must be escaped are."""
    return close(opens, data, changes, _write)


def _write(_data: bytes, parts: dict[str, Value]) -> bytes:
    text = bytes_of(parts[""]).decode("utf-8", "surrogateescape")
    return html.escape(text).encode("utf-8", "surrogateescape")
