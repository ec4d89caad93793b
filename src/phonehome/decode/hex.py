"""Base16 (RFC 4648, section 8): whole values of one case, with or without ``0x``."""

from __future__ import annotations

import re

from phonehome.decode.codec import Medium, Parts, is_printable, is_text

NAME = "hex"
STARTS = b"0123456789abcdefABCDEF"
LEAST = 8
READS: Medium = "text"
SIGNS = b""
KEEPS = 256

_HEX = re.compile(rb"(?:0[xX])?((?:[0-9a-f]{2}){4,}+|(?:[0-9A-F]{2}){4,}+)")
_DIGITS = re.compile(rb"[0-9a-f]+|[0-9A-F]+")
_LEAST_BYTES, _LONG = 10, 16


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """One part: text without control characters, or bytes that may be a container."""
    match = _HEX.fullmatch(data)
    if match is None:
        return None
    decoded = bytes.fromhex(match[1].decode())
    if match[1].isdigit() and len(decoded) < _LONG and not _DIGITS.fullmatch(decoded):
        return None
    if is_text(decoded):
        return [("", decoded)] if is_printable(decoded) else None
    return [("", decoded)] if len(decoded) >= _LEAST_BYTES else None
