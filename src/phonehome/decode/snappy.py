"""Snappy (github.com/google/snappy, format_description.txt and framing_format.txt).

Raw blocks have no magic number: one counts only where its stated length comes out and is text or opens further.
"""

from __future__ import annotations

from collections.abc import Mapping

import cramjam

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Bounded, Medium, Parts
from phonehome.model import Value

NAME = "snappy"
STARTS = bytes(range(1, 256))
# Nobody compresses less than this, and most short bytes are digests of up to 20.
LEAST = 21
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 1

_MAGIC = b"\xff\x06\x00\x00sNaPpY"
# A copy of two or three bytes repeats at most 64.
_MOST_RATIO = 32
_LEAST_OF_OUTPUT = 12
_LONGEST_VARINT = 5


def opens(data: bytes, room: int) -> Parts | None:
    """One part with the expanded bytes."""
    expanded = _frames(data, room) if data.startswith(_MAGIC) else _block(data, room)
    return None if expanded is None else [("", expanded)]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Compressed anew, raw or in frames as before."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    compress = cramjam.snappy.compress if data.startswith(_MAGIC) else cramjam.snappy.compress_raw
    return bytes(compress(bytes_of(parts[""])))


def _frames(data: bytes, room: int) -> bytes | None:
    out = bytearray(min(room, _MOST_RATIO * len(data)))
    try:
        return bytes(out[: cramjam.snappy.decompress_into(data, out)])
    except cramjam.DecompressionError as error:
        if "write whole" in str(error):
            raise Bounded(f"snappy expands past {room} bytes") from None
        return None


def _block(data: bytes, room: int) -> bytes | None:
    """The stated length, then a literal, as nothing stands before it that could be copied."""
    size, at = 0, 0
    for at, byte in enumerate(data[:_LONGEST_VARINT]):
        size |= (byte & 0x7F) << 7 * at
        if byte < 0x80:
            break
    if not _LEAST_OF_OUTPUT <= size <= _MOST_RATIO * len(data) or data[at + 1] & 3:
        return None
    if size > room:
        raise Bounded(f"snappy expands past {room} bytes")
    try:
        return bytes(cramjam.snappy.decompress_raw(data))
    except cramjam.DecompressionError:
        return None
