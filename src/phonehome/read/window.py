"""A bounded view of a file that is read once, from front to back, as UTF-8 (RFC 3629)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

BLOCK = 1024 * 1024
_STEP = 256
_SPACE = b" \t\r\n" + codecs.BOM_UTF8


class Window:
    """The bytes of a file between ``start`` (still needed) and the last block read; ``pos`` is the place of reading.

    At most ``keep`` bytes between the two are held: past that, ``start`` follows. A block has at least 8 bytes.
    UTF-16 with a byte order mark is read as UTF-8, and its offsets count UTF-8 bytes.
    """

    def __init__(self, file: BinaryIO, block: int = BLOCK, keep: int = BLOCK) -> None:
        self.data = bytearray()
        self.start = 0
        self.pos = 0
        self.keep = keep
        self.block = block
        self._dropped = 0
        self._blocks = _utf8(_blocks(file, block))

    @property
    def offset(self) -> int:
        """Where ``pos`` is in the file."""
        return self._dropped + self.pos

    def more(self) -> bool:
        """Read another block; false at the end of the file. Indexes into ``data`` move, offsets do not."""
        block = next(self._blocks, b"")
        if not block:
            return False
        if self.pos - self.start > self.keep:
            self.start = self.pos
        self._drop()
        self.data += block
        return True

    def forget(self) -> None:
        """Let go of what stands before ``pos`` at once, if it is much."""
        if self.pos - self.start > self.block:
            self.start = self.pos
            self._drop()

    def _drop(self) -> None:
        del self.data[: self.start]
        self._dropped += self.start
        self.pos -= self.start
        self.start = 0

    def peek(self) -> int:
        """Move over white space (JSON's, and a byte order mark) to the next byte; -1 at the end of the file.

        What stands before is no longer needed.
        """
        self.start = self.pos
        while self.pos < len(self.data) or self.more():
            step = self.data[self.pos : self.pos + _STEP]
            rest = step.lstrip(_SPACE)
            self.pos += len(step) - len(rest)
            self.start = self.pos
            if rest:
                return rest[0]
        return -1

    def find(self, pattern: re.Pattern[bytes]) -> bool:
        """Move behind the next match, of at most 256 bytes; false, and at the end of the file, where none is."""
        while (found := pattern.search(self.data, self.pos)) is None:
            self.pos = max(self.pos, len(self.data) - _STEP)
            if not self.more():
                self.pos = len(self.data)
                return False
        self.pos = found.end()
        return True

    def has(self, length: int) -> bool:
        """Whether this many bytes follow; they are then in memory."""
        while len(self.data) - self.pos < length:
            if not self.more():
                return False
        return True

    def held(self, length: int) -> bytes:
        """The last ``length`` bytes before ``pos``, as far as they are held."""
        with memoryview(self.data) as view:
            return bytes(view[max(self.start, self.pos - length) : self.pos])


def _blocks(file: BinaryIO, size: int) -> Iterator[bytes]:
    while block := b"".join(_reads(file, size)):
        yield block


def _reads(file: BinaryIO, missing: int) -> Iterator[bytes]:
    while missing > 0 and (part := file.read(missing)):
        missing -= len(part)
        yield part


def _utf8(blocks: Iterator[bytes]) -> Iterator[bytes]:
    first = next(blocks, b"")
    if not first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield first
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    yield decoder.decode(first).encode()
    for block in blocks:
        yield decoder.decode(block).encode()
