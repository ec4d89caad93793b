"""A "binary string": compressed bytes whose every byte was written as one character and then in UTF-8 (pako's text)."""

from __future__ import annotations

from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import COMPRESSED, Medium, Parts
from phonehome.model import Value

NAME = "binary string"
STARTS = b"\x1f\x28x"
LEAST = 12
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """One part with the compressed bytes; those themselves are no UTF-8."""
    try:
        packed = data.decode().encode("latin-1")
    except UnicodeError:
        return None
    return [("", packed)] if packed != data and COMPRESSED.match(packed) else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Every byte as a character again."""
    return close(opens, data, changes, _write)


def _write(_data: bytes, parts: dict[str, Value]) -> bytes:
    return bytes_of(parts[""]).decode("latin-1").encode()
