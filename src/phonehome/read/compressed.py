"""A capture of any format in gzip (RFC 1952) or zlib (RFC 1950), opened as a stream and handed on."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from msgspec import Struct

from phonehome.model import Damage, Exchange
from phonehome.read.reader import HEAD, Reader

_BLOCK = 256 * 1024
_EITHER = 32 + zlib.MAX_WBITS  # zlib tells gzip and zlib apart by their headers
_GZIP = b"\x1f\x8b\x08"


class Compressed(Struct, frozen=True):
    """The reader of captures that are compressed as a whole and then of one of these formats."""

    readers: tuple[Reader, ...]
    NAME: str = "any of these in gzip or zlib"

    def recognises(self, head: bytes) -> bool:
        """Whether a capture of a known format is inside."""
        if not head.startswith(_GZIP) and not _is_zlib(head):
            return False
        return self.inside(head) is not None

    def inside(self, head: bytes) -> Reader | None:
        """The reader of the capture inside, of which ``head`` is the compressed beginning."""
        return self._reader(Inflated(io.BytesIO(head)).read(HEAD))

    def read(self, file: BinaryIO) -> Iterator[Exchange | Damage]:
        """The exchanges inside; their damages count bytes as they are inside, and damage to the outside comes last.

        Raises ValueError where nothing is inside that can be read.
        """
        inflated = Inflated(file)
        content = io.BufferedReader(inflated, HEAD)
        reader = self._reader(content.peek(HEAD))
        if reader is None:
            raise ValueError("a compressed file with no capture in it that phonehome can read")
        yield from reader.read(content)
        if inflated.fault:
            lost = _rest(file) + inflated.unread
            yield Damage(inflated.taken - inflated.unread, lost, inflated.fault)

    def _reader(self, head: bytes) -> Reader | None:
        return next((reader for reader in self.readers if reader.recognises(head)), None)


class Inflated(io.RawIOBase):
    """The inside of a compressed file: ``taken`` bytes of it were read, the last ``unread`` not used for ``fault``."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._stream = zlib.decompressobj(_EITHER)
        self._ahead = b""
        self.taken = 0
        self.fault = ""

    @property
    def unread(self) -> int:
        """Bytes that were read from the file and not opened."""
        return len(self._ahead)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]
        """Fills the buffer as far as the content goes and says how far that is."""
        filled = 0
        while filled < len(buffer) and not self.fault and (data := self._next(len(buffer) - filled)) is not None:
            buffer[filled : filled + len(data)] = data
            filled += len(data)
        return filled

    def _next(self, most: int) -> bytes | None:
        """The next bytes, perhaps none; ``None`` at the end."""
        if not self._ahead and not self._refill():
            return self._last(most)
        if self._stream.eof and not self._restart():
            return None
        before = self._stream.copy()
        try:
            data = self._stream.decompress(self._ahead, most)
        except zlib.error:
            self.fault = "the compressed data is broken"
            return self._saved(before)[:most]
        self._ahead = self._stream.unconsumed_tail or self._stream.unused_data
        return data

    def _last(self, most: int) -> bytes | None:
        """What zlib still holds when the file has ended."""
        data = b"" if self._stream.eof else self._stream.decompress(b"", most)
        if not data and not self._stream.eof:
            self.fault = "the compressed data ends too early"
        return data or None

    def _saved(self, stream: zlib._Decompress) -> bytes:
        """What can be opened before the byte at which the data breaks."""
        saved = list(_until_error(stream, self._ahead))
        self._ahead = self._ahead[len(saved) :]
        return b"".join(saved)

    def _refill(self) -> bool:
        self._ahead = self._file.read(_BLOCK) or b""
        self.taken += len(self._ahead)
        return bool(self._ahead)

    def _restart(self) -> bool:
        """Go on with the next gzip member; zeros that pad a file are not told."""
        if self._ahead.startswith(_GZIP[:1]):
            self._stream = zlib.decompressobj(_EITHER)
            return True
        if self._ahead.strip(b"\x00"):
            self.fault = "bytes behind the end of the compressed data belong to nothing"
            return False
        self._ahead = b""
        return self._refill() and self._restart()


def _until_error(stream: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    with suppress(zlib.error):
        yield from (stream.decompress(data[i : i + 1]) for i in range(len(data)))


def _is_zlib(head: bytes) -> bool:
    """Whether the first two bytes are a header of deflate with a window (RFC 1950, 2.2)."""
    return len(head) > 1 and head[0] & 15 == 8 and head[0] >> 4 < 8 and int.from_bytes(head[:2]) % 31 == 0


def _rest(file: BinaryIO) -> int:
    size = 0
    while block := file.read(_BLOCK):
        size += len(block)
    return size
