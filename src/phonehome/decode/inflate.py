"""DEFLATE streams (RFC 1951) in their wrappings, bounded so that a bomb cannot fill the machine."""

from __future__ import annotations

import zlib

from msgspec import Struct

from phonehome.decode.codec import Bounded

GZIP, ZLIB, RAW = 31, 15, -15

_NAMES = {GZIP: "gzip", ZLIB: "zlib", RAW: "deflate"}
_FIRST_STEP, _LAST_STEP, _SALVAGE_STEP = 1 << 12, 1 << 20, 1 << 6


class Inflated(Struct, frozen=True):
    """What could be expanded, where the stream ended in the data, and whether that was its proper end."""

    data: bytes
    end: int
    whole: bool


def inflate(data: bytes, start: int, wbits: int, room: int) -> Inflated:
    """Expand the stream at ``start``; a damaged one up to the damage."""
    done = _expand(data, start, wbits, (room, _FIRST_STEP, _LAST_STEP))
    if done is None:
        done = _expand(data, start, wbits, (room, _SALVAGE_STEP, _SALVAGE_STEP))
    return done or Inflated(b"", start, whole=False)


def _expand(data: bytes, start: int, wbits: int, limits: tuple[int, int, int]) -> Inflated | None:
    """Feed growing steps, so that a stream's end costs no copy of all that stands after it."""
    room, step, last = limits
    stream, out = zlib.decompressobj(wbits), bytearray()
    while start < len(data) and not stream.eof:
        given = data[start : start + step]
        try:
            out += stream.decompress(given, room + 1 - len(out))
        except zlib.error:
            return Inflated(bytes(out), start, whole=False) if step == _SALVAGE_STEP else None
        if len(out) > room:
            raise Bounded(f"{_NAMES[wbits]} expands past {room} bytes")
        start += len(given) - len(stream.unused_data)
        step = min(2 * step, last)
    return Inflated(bytes(out), start, stream.eof)
