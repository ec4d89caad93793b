"""Zstandard (RFC 8878), bounded in output and window."""

from __future__ import annotations

from collections.abc import Mapping

import zstandard

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Bounded, Medium, Parts
from phonehome.model import Value

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


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Compressed anew as one frame."""
    return close(opens, data, changes, _write)


def _write(_data: bytes, parts: dict[str, Value]) -> bytes:
    return zstandard.compress(bytes_of(parts[""]))


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
