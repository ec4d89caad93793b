"""Base64 and base64url (RFC 4648, sections 4 and 5) as whole values, with or without padding and line feeds."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pybase64

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Medium, Parts, is_printable
from phonehome.model import Value

NAME = "base64"
STARTS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
LEAST = 8
READS: Medium = "text"
SIGNS = b""
BESIDE = b"=\r\n"
KEEPS = 256

_LINES = b"\r\n"
_WHOLE = re.compile(rb"(?:[A-Za-z0-9+/]++|[A-Za-z0-9_-]++)(={0,2})")
_PLAIN_ID = re.compile(rb"[0-9A-Fa-f-]+|[a-z/_-]+|[0-9A-Z]+")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
# The last character carries bits that every encoder leaves at zero.
_LAST = {0: b"", 2: b"AQgw", 3: b"AEIMQUYcgkosw048"}
_LEAST_LETTERS = 6
_SHORT = 12
_LEAST_OF_BYTES = 14
_LINE = 76  # RFC 2045, and Android's Base64.DEFAULT


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """One part: printable text, or bytes that may be a container."""
    packed = data.translate(None, _LINES) if b"\n" in data else data
    match = _WHOLE.fullmatch(packed)
    if match is None or _PLAIN_ID.fullmatch(packed):
        return None
    letters = packed[: match.start(1)]
    decoded = decode(letters)
    return [("", decoded)] if decoded is not None and (_is_likely_text(decoded) or _may_be_bytes(letters)) else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same alphabet, padding and line feeds."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    return rewritten(data, parts[""])


def rewritten(data: bytes, value: Value) -> bytes:
    """Another value in the manner of ``data``."""
    is_url_safe = b"-" in data or b"_" in data
    is_padded = b"=" in data or (not is_url_safe and len(data.translate(None, _LINES)) % 4 == 0)
    encode = pybase64.urlsafe_b64encode if is_url_safe or not is_padded else pybase64.b64encode
    letters = encode(bytes_of(value))
    return _broken_as(data, letters if is_padded else letters.rstrip(b"="))


def _broken_as(data: bytes, letters: bytes) -> bytes:
    """Line feeds where the data has them."""
    end = b"\r\n" if b"\r\n" in data else b"\n"
    width = data.find(end)
    if width <= 0:
        return letters
    if width + len(end) == len(data):
        width = max(width, _LINE)  # one line, which says nothing about longer ones
    lines = end.join(letters[at : at + width] for at in range(0, len(letters), width))
    return lines + (end if data.endswith(end) else b"")


def decode(letters: bytes) -> bytes | None:
    """Decode letters without padding; ``None`` for what no encoder writes, and for less than four bytes."""
    over = len(letters) % 4
    if len(letters) < _LEAST_LETTERS or over == 1 or (over and letters[-1] not in _LAST[over]):
        return None
    return pybase64.b64decode(letters.translate(_URL_SAFE) + b"=" * (-len(letters) % 4))


def _is_likely_text(decoded: bytes) -> bool:
    """Short texts must be ASCII: too many random tokens are valid base64."""
    return (len(decoded) >= _SHORT or decoded.isascii()) and is_printable(decoded)


def _may_be_bytes(letters: bytes) -> bool:
    """Encoded bytes use the whole alphabet; paths and joined names have many separators."""
    separators = len(letters) - len(letters.translate(None, b"-_/"))
    return len(letters) >= _LEAST_OF_BYTES and 8 * separators <= len(letters)
