"""Base32 (RFC 4648, section 6) as whole values, with or without padding, of one case."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import COMPRESSED, Medium, Parts, is_printable
from phonehome.model import Value

NAME = "base32"
STARTS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567"
LEAST = 16
READS: Medium = "text"
SIGNS = b""
BESIDE = b"="
KEEPS = 256

_WHOLE = re.compile(rb"((?:[A-Z2-7]{16,}+|[a-z2-7]{16,}+))(={0,6})")
# How many characters encode how many bytes beyond the last full eight, and the bits that they leave at zero.
_LEFT = {0: 0, 2: 2, 4: 4, 5: 1, 7: 3}
_LONG = 20
_LEAST_OF_BYTES = 32
_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """One part: printable text, a short one in ASCII, or bytes that may be a container."""
    match = _WHOLE.fullmatch(data)
    if match is None:
        return None
    letters = match[1].upper()
    over = len(letters) % 8
    if over not in _LEFT or match[2] not in (b"", b"=" * (-over % 8)):
        return None
    if _DIGITS.index(letters[-1]) & ((1 << _LEFT[over]) - 1):
        return None
    decoded = base64.b32decode(letters + b"=" * (-over % 8))
    if len(letters) >= _LEAST_OF_BYTES:
        return [("", decoded)]
    is_told = COMPRESSED.match(decoded) or ((decoded.isascii() or len(decoded) >= _LONG) and is_printable(decoded))
    return [("", decoded)] if is_told else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same case, padded where it was."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    encoded = base64.b32encode(bytes_of(parts[""]))
    cased = encoded.lower() if data[:16].islower() else encoded
    return cased if len(data) % 8 == 0 else cased.rstrip(b"=")
