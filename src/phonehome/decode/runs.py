"""Base64 (RFC 4648) inside a text: tokens in headers and messages, JWTs, data URLs. The text itself is always kept."""

from __future__ import annotations

import re

from phonehome.decode.base64 import decode
from phonehome.decode.codec import COMPRESSED, MOST_PARTS, Bounded, Medium, Parts, is_printable

NAME = "base64"
STARTS = bytes(range(0x20, 0x7F)) + bytes(range(0xC2, 0xF5)) + b"\t\n\r"
LEAST = 17
READS: Medium = "text"
SIGNS = b""
KEEPS = 1 << 62

_RUN = re.compile(rb"(?<=Basic )[A-Za-z0-9+/]{6,}+|(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}+")
_NO_RUN = re.compile(rb"[A-Za-z0-9+/_-]++=*|(?:[A-Za-z0-9+/_-]{0,15}+[^A-Za-z0-9+/_-])*+[A-Za-z0-9+/_-]{0,15}+")
_PLAIN_ID = re.compile(rb"[0-9A-Fa-f-]+|[a-z_/-]+|[0-9A-Z_-]+|[0-9a-z_-]+")


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """A part for each run that decodes to printable text or a compressed container, at its character offset."""
    if _NO_RUN.fullmatch(data) and b"Basic " not in data:
        return None
    found: list[tuple[int, bytes]] = []
    for i, run in enumerate(_RUN.finditer(data)):
        if i >= MOST_PARTS:
            raise Bounded(f"more than {MOST_PARTS} runs like base64")
        decoded = _decoded(run[0])
        if decoded is not None:
            found.append((run.start(), decoded))
    return [(f"@{_characters(data, start)}", decoded) for start, decoded in found] or None


def _decoded(run: bytes) -> bytes | None:
    decoded = None if _PLAIN_ID.fullmatch(run) else decode(run)
    if decoded is None or not (COMPRESSED.match(decoded) or is_printable(decoded)):
        return None
    return decoded


def _characters(data: bytes, offset: int) -> int:
    return offset if data.isascii() else len(data[:offset].decode("utf-8", "replace"))
