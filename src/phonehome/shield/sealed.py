"""Words that nobody reads without a key: bytes, or their base64 (RFC 4648), where a text is expected."""

from __future__ import annotations

import base64
import binascii

from phonehome.model import Value

# What these kinds name is read by people or dialled; identifiers may look like anything.
_READ = frozenset(
    {"message", "clipboard", "call_log", "contact", "phone_number", "name", "email", "address", "browsing", "search"}
)
_BLOCK = 8


def is_sealed(kind: str, value: Value) -> bool:
    """Whether a value of a kind is encrypted: whole blocks of bytes that are no text."""
    if kind not in _READ or isinstance(value, (int, float)):
        return False
    data = value if isinstance(value, bytes) else _bytes(value)
    return len(data) >= _BLOCK and len(data) % _BLOCK == 0 and not _is_text(data)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.replace("\r", "").replace("\n", ""), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_text(data: bytes) -> bool:
    try:
        return data.decode().isprintable()
    except UnicodeDecodeError:
        return False
