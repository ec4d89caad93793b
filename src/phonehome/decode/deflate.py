"""Raw DEFLATE (RFC 1951). It has no magic number, so only one whole stream that ends in something known counts."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Bounded, Medium, Parts
from phonehome.model import Value

NAME = "deflate"
STARTS = bytes(byte for byte in range(256) if byte >> 1 & 3 != 3)
# Nobody compresses less than this, and most short bytes are digests of up to 20.
LEAST = 21
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 1

_RAW = -15
# Random bits now and then make a few letters and an end of stream, never a sentence.
_LEAST_OF_OUTPUT = 12


def opens(data: bytes, room: int) -> Parts | None:
    """One part with the expanded bytes; neighbours end too early, too late or in a broken code."""
    stream = zlib.decompressobj(_RAW)
    try:
        expanded = stream.decompress(data, room + 1)
    except zlib.error:
        return None
    if len(expanded) > room:
        raise Bounded(f"deflate expands past {room} bytes")
    return [("", expanded)] if stream.eof and not stream.unused_data and len(expanded) >= _LEAST_OF_OUTPUT else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Compressed anew."""
    return close(opens, data, changes, _write)


def _write(_data: bytes, parts: dict[str, Value]) -> bytes:
    stream = zlib.compressobj(wbits=_RAW)
    return stream.compress(bytes_of(parts[""])) + stream.flush()
