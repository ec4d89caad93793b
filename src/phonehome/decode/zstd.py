"""Zstandard (RFC 8878), bounded in output and window."""

from __future__ import annotations

import zstandard

from phonehome.decode.codec import Bounded, Medium, Parts

NAME = "zstd"
STARTS = b"\x28"
LEAST = 9
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 0

_MAGIC = b"\x28\xb5\x2f\xfd"
_WINDOW = 32 << 20


def opens(data: bytes, room: int) -> Parts | None:
    """One part with what all frames expand to."""
    if not data.startswith(_MAGIC):
        return None
    expanded = _expand(data, room)
    if len(expanded) > room:
        raise Bounded(f"zstd expands past {room} bytes")
    return [("", expanded)] if expanded or data[4] & 0x20 else None


def _expand(data: bytes, room: int) -> bytes:
    decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    out = bytearray()
    reader = decompressor.stream_reader(data, read_across_frames=True)
    try:
        while len(out) <= room and (chunk := reader.read(min(1 << 16, room + 1))):
            out += chunk
    except zstandard.ZstdError:
        return bytes(out)
    return bytes(out)
