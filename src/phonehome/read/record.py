"""A recording's records and their frames: marker, kind, length, CRC-32, then MessagePack, large ones in zstd.

Everything is appended and nothing is changed, so that whatever ends the writer, all whole records stay readable.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import Struct as Layout

import msgspec
import zstandard
from msgspec import Struct

from phonehome.model import Damage, Exchange, Owner, Response

MARKER = b"\x9epHr"
LARGEST = 64 * 1024 * 1024
_HEAD = Layout("<4sBII")
_PLAIN, _PACKED = 0, 1
_WORTH_PACKING = 512
_LEVEL = 1


class Began(Struct, frozen=True, tag="began"):
    """A writer began: when (Unix ms), what its audit looks for, and the tables where they are not the bundled ones."""

    time: int
    owner: Owner = Owner()
    knowledge: bytes = b""


class Asked(Struct, frozen=True, tag="asked"):
    """What the phone sent, written before it was handed on; ``More`` of its body may follow."""

    exchange: Exchange


class More(Struct, frozen=True, tag="more"):
    """The next bytes of a body."""

    index: int
    data: bytes


class Answered(Struct, frozen=True, tag="answered"):
    """How it ended, or that its answer is not waited for; ``unkept`` bytes of its body were handed on and not kept."""

    index: int
    response: Response | None = None
    sent: bool = True
    address: str = ""
    unkept: int = 0


class Closed(Struct, frozen=True, tag="closed"):
    """The writer ended as it should; so many exchanges it had recorded."""

    exchanges: int


Record = Began | Asked | More | Answered | Closed


class Packer:
    """Records to frames."""

    def __init__(self) -> None:
        self._encode = msgspec.msgpack.Encoder().encode
        self._compress = zstandard.ZstdCompressor(level=_LEVEL).compress

    def frame(self, record: Record) -> bytes:
        """The record as it is appended. Raises UnicodeEncodeError for text that is none."""
        data, kind = self._encode(record), _PLAIN
        if len(data) >= _WORTH_PACKING and len(packed := self._compress(data)) < len(data):
            data, kind = packed, _PACKED
        return _HEAD.pack(MARKER, kind, len(data), _sum(kind, data)) + data


class Frames:
    """Bytes of a recording, as they come, to its records; ``offset`` is behind the last one that was told."""

    def __init__(self) -> None:
        self.offset = 0
        self._held = bytearray()
        self._bad = 0
        self._decoder: msgspec.msgpack.Decoder[Record] = msgspec.msgpack.Decoder(Record)
        self._expander = zstandard.ZstdDecompressor()

    def feed(self, data: bytes) -> Iterator[Record | Damage]:
        """The records that are whole by now, and each stretch between them that is none."""
        self._held += data
        yield from self._read(last=False)

    def end(self) -> Iterator[Record | Damage]:
        """What can still be read when no more bytes come, and the torn record that is left."""
        yield from self._read(last=True)
        if self._bad:
            yield self._damage("the recording ends inside a record")

    def _read(self, *, last: bool) -> Iterator[Record | Damage]:
        while self._held:
            size = self._size()
            if size > len(self._held) and not last:
                return
            record = self._record(size) if 0 < size <= len(self._held) else None
            if record is None:
                self._pass(last=last)
                continue
            if self._bad:
                yield self._damage("a record is damaged")
            del self._held[:size]
            self.offset += size
            yield record

    def _size(self) -> int:
        """How long the frame is that begins here, as far as can be told; 0 for none."""
        if len(self._held) < _HEAD.size:
            return _HEAD.size if MARKER.startswith(self._held[: len(MARKER)]) else 0
        marker, _, length, _ = _HEAD.unpack_from(self._held)
        return _HEAD.size + length if marker == MARKER and length <= LARGEST else 0

    def _record(self, size: int) -> Record | None:
        _, kind, _, crc = _HEAD.unpack_from(self._held)
        data = bytes(memoryview(self._held)[_HEAD.size : size])
        if crc != _sum(kind, data):
            return None
        try:
            plain = self._expander.decompress(data, max_output_size=LARGEST) if kind == _PACKED else data
            return self._decoder.decode(plain)
        except (zstandard.ZstdError, msgspec.DecodeError, msgspec.ValidationError):
            return None

    def _pass(self, *, last: bool) -> None:
        """Moves to where the next frame may begin."""
        at = self._held.find(MARKER, 1)
        if at < 0:
            at = len(self._held) if last else max(1, len(self._held) - len(MARKER) + 1)
        del self._held[:at]
        self._bad += at

    def _damage(self, reason: str) -> Damage:
        found = Damage(self.offset, self._bad, reason)
        self.offset += self._bad
        self._bad = 0
        return found


def _sum(kind: int, data: bytes) -> int:
    return zlib.crc32(data, kind)
