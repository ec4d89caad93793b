"""Brotli (RFC 7932). It has no magic number, so only a whole stream that ends in something known counts."""

from __future__ import annotations

from collections.abc import Mapping

import brotlicffi

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Bounded, Medium, Parts
from phonehome.model import Value

NAME = "brotli"
STARTS = bytes(range(256))
LEAST = 4
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 1

_STEP = 1 << 16
# A buffer of the whole step costs more than to refuse what is no stream.
_FIRST_STEP = 1 << 10


def opens(data: bytes, room: int) -> Parts | None:
    """One part with the expanded bytes."""
    stream = brotlicffi.Decompressor()
    chunks: list[bytes] = []
    size, given, step = 0, data, _FIRST_STEP
    while not stream.is_finished():
        try:
            chunk = stream.process(given, output_buffer_limit=step)
        except brotlicffi.error:
            return None
        given, size, step = b"", size + len(chunk), _STEP
        if not chunk:
            break
        if size > room:
            raise Bounded(f"brotli expands past {room} bytes")
        chunks.append(chunk)
    return [("", b"".join(chunks))] if stream.is_finished() and size else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Compressed anew."""
    return close(opens, data, changes, _write)


def _write(_data: bytes, parts: dict[str, Value]) -> bytes:
    return bytes(brotlicffi.compress(bytes_of(parts[""])))
