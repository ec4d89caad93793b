"""zlib (RFC 1950), also cut short or with bytes after it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Medium, Parts
from phonehome.decode.inflate import ZLIB, inflate
from phonehome.model import Value

NAME = "zlib"
STARTS = b"\x08\x18\x28\x38\x48\x58\x68\x78"
LEAST = 8
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

_LEAST_OF_A_CUT_STREAM = 16
_LEVELS = (1, 5, 6, 9)


def opens(data: bytes, room: int) -> Parts | None:
    """One part with the expanded bytes, and the ``rest`` where bytes are left over."""
    if int.from_bytes(data[:2]) % 31 or data[1] & 0x20:
        return None
    stream = inflate(data, 0, ZLIB, room)
    if not stream.whole and (data[0] != 0x78 or len(stream.data) < _LEAST_OF_A_CUT_STREAM):
        return None
    return [("", stream.data), ("rest", data[stream.end :])] if stream.end < len(data) else [("", stream.data)]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Compressed anew at the level that the header names."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    return zlib.compress(bytes_of(parts[""]), _LEVELS[data[1] >> 6]) + bytes_of(parts.get("rest", b""))
