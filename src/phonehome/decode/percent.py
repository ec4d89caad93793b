"""Percent-encoding (RFC 3986, section 2.1); encoded twice, it is opened twice."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from phonehome.decode.codec import Medium, Parts, is_text

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
