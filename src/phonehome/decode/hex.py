"""Base16 (RFC 4648, section 8): whole values of one case, with or without ``0x``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Medium, Parts, is_printable, is_text
from phonehome.model import Value

NAME = "hex"
STARTS = b"0123456789abcdefABCDEF"
LEAST = 8
READS: Medium = "text"
SIGNS = b""
BESIDE = b""
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


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same case and prefix."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    prefix = data[:2] if data[1:2] in b"xX" else b""
    digits = bytes_of(parts[""]).hex().encode()
    return prefix + (digits.upper() if data[len(prefix) :].isupper() else digits)
