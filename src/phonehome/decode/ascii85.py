"""Ascii85 (PostScript Language Reference, section 3.13.3): framed by ``<~`` and ``~>``, or bare without doubt."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import COMPRESSED, Medium, Parts, is_printable
from phonehome.model import Value

NAME = "ascii85"
STARTS = bytes(range(0x21, 0x76)) + b"z"
LEAST = 24
READS: Medium = "text"
# A bare one holds one of these, or it is left alone.
SIGNS = b'<"%&:=?['
KEEPS = 256

_FRAMED = re.compile(rb"<~[!-uz\s]*+~>\s*")
_BARE = re.compile(rb"[!-uz]++")
_LEAST_MARKS = 4


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """One part. A bare text must be full of marks, and decode to text or a compressed container."""
    is_framed = data[:2] == b"<~"
    if not (_FRAMED if is_framed else _BARE).fullmatch(data):
        return None
    try:
        decoded = base64.a85decode(data.rstrip(), adobe=is_framed)
    except ValueError:
        return None
    return [("", decoded)] if is_framed or _is_told(data, decoded) else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """In the same frame."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    return base64.a85encode(bytes_of(parts[""]), adobe=data[:2] == b"<~")


def _is_told(data: bytes, decoded: bytes) -> bool:
    marks = sum(not chr(byte).isalnum() for byte in data)
    if _LEAST_MARKS * marks < len(data) or base64.a85encode(decoded) != data:
        return False
    return COMPRESSED.match(decoded) is not None or is_printable(decoded)
