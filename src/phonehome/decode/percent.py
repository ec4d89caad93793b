"""Percent-encoding (RFC 3986, section 2.1); encoded twice, it is opened twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote_to_bytes

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Medium, Parts, is_text
from phonehome.model import Value

NAME = "percent"
STARTS = bytes(range(0x21, 0x7F))
LEAST = 3
READS: Medium = "text"
SIGNS = b"%"
KEEPS = 0

_STRAY = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """One part with the decoded bytes; a stray percent sign, as in "50 % off", makes it a plain text."""
    if b"%" not in data or not data.isascii() or _STRAY.search(data):
        return None
    decoded = unquote_to_bytes(data)
    return [("", decoded)] if is_text(decoded) or data.count(b"%") >= 4 else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Encoded anew; where nothing needs it, every byte, so that it is opened again."""
    return close(opens, data, changes, _write)


def _write(_data: bytes, parts: dict[str, Value]) -> bytes:
    plain = bytes_of(parts[""])
    encoded = quote(plain, safe="").encode()
    return encoded if b"%" in encoded else b"".join(b"%%%02X" % byte for byte in plain)
