"""LZ4 (github.com/lz4/lz4, lz4_Frame_format.md and lz4_Block_format.md), frames and blocks after their size.

Blocks have no magic number: one counts only where its stated size comes out and is text or opens further.
"""

from __future__ import annotations

from collections.abc import Mapping

import cramjam

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Bounded, Medium, Parts
from phonehome.model import Value

NAME = "lz4"
STARTS = bytes(range(256))
# Nobody compresses less than this, and most short bytes are digests of up to 20.
LEAST = 21
READS: Medium = "bytes"
SIGNS = b""
KEEPS = 1

_MAGIC = b"\x04\x22\x4d\x18"
# A byte of length repeats at most 255.
_MOST_RATIO = 255
_LEAST_OF_OUTPUT = 12


def opens(data: bytes, room: int) -> Parts | None:
    """One part with the expanded bytes."""
    expanded = _frame(data, room) if data.startswith(_MAGIC) else _block(data, room)
    return None if expanded is None else [("", expanded)]


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """Compressed anew, as a frame or a block as before."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    compress = cramjam.lz4.compress if data.startswith(_MAGIC) else cramjam.lz4.compress_block
    return bytes(compress(bytes_of(parts[""])))


def _frame(data: bytes, room: int) -> bytes | None:
    out = bytearray(min(room, _MOST_RATIO * len(data)))
    try:
        return bytes(out[: cramjam.lz4.decompress_into(data, out)])
    except cramjam.DecompressionError as error:
        if "write whole" in str(error):
            raise Bounded(f"lz4 expands past {room} bytes") from None
        return None


def _block(data: bytes, room: int) -> bytes | None:
    """The stated size, then literals, as nothing stands before them that could be copied."""
    size = int.from_bytes(data[:4], "little")
    if not _LEAST_OF_OUTPUT <= size <= _MOST_RATIO * len(data) or not data[4] >> 4:
        return None
    if size > room:
        raise Bounded(f"lz4 expands past {room} bytes")
    try:
        expanded = bytes(cramjam.lz4.decompress_block(data))
    except cramjam.DecompressionError:
        return None
    return expanded if len(expanded) == size else None
