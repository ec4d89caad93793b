"""What phonehome capture appends while it runs (record.py), to exchanges: each as soon as it is answered.

A recording that still grows, or whose writer was killed, is read as far as it goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from phonehome.model import Damage, Exchange
from phonehome.read.record import MARKER, Answered, Asked, Closed, Frames, More, Record

NAME = "phonehome recording"
OPEN_END = "the recording ends without a close: its writer was killed, or the power went"
GROWS = "still being recorded"
# What may wait for an answer: beyond it the oldest is told without one.
MOST_WAITING, MOST_HELD = 4096, 256 * 1024 * 1024
_BLOCK = 1 << 20


class _Waiting(Struct):
    """An exchange without its end, and what came of its body since."""

    exchange: Exchange
    body: list[bytes]
    size: int


class Assembly:
    """Records, as they come, to exchanges; ``closed`` is what the last record says."""

    def __init__(self) -> None:
        self.closed = False
        self._waiting: dict[int, _Waiting] = {}
        self._held = 0

    def add(self, record: Record) -> Iterator[Exchange]:
        """The exchanges that end with this record."""
        self.closed = isinstance(record, Closed)
        match record:
            case Asked(exchange):
                self._hold(_Waiting(exchange, [], len(exchange.body)))
            case More(index, data) if index in self._waiting:
                waiting = self._waiting[index]
                waiting.body.append(data)
                waiting.size += len(data)
                self._held += len(data)
            case Answered(index) if index in self._waiting:
                yield _ended(self._take(index), record)
            case Closed():
                yield from self.rest()
        while len(self._waiting) > MOST_WAITING or self._held > MOST_HELD:
            yield _whole(self._take(next(iter(self._waiting))))

    def rest(self) -> Iterator[Exchange]:
        """The exchanges whose end is not known, in the order of their beginnings."""
        while self._waiting:
            yield _whole(self._take(next(iter(self._waiting))))

    def _hold(self, waiting: _Waiting) -> None:
        self._waiting[waiting.exchange.index] = waiting
        self._held += waiting.size

    def _take(self, index: int) -> _Waiting:
        waiting = self._waiting.pop(index)
        self._held -= waiting.size
        return waiting


def recognises(head: bytes) -> bool:
    """Whether this begins with a record."""
    return head.startswith(MARKER)


def read(file: BinaryIO) -> Iterator[Exchange | Damage]:
    """The recording's exchanges in the order in which they ended, and each stretch that could not be read.

    Raises ValueError where the file is empty.
    """
    frames, assembly = Frames(), Assembly()
    yield from _whole_records(file, frames, assembly)
    yield from assembled(frames.end(), assembly)
    yield from assembly.rest()
    if not assembly.closed:
        yield Damage(frames.offset, 0, OPEN_END)


class Growing(Struct, frozen=True):
    """The reader of a recording whose writer is at work: what it has not finished is no damage."""

    NAME: str = NAME

    def recognises(self, head: bytes) -> bool:
        """Whether this begins with a record."""
        return recognises(head)

    def read(self, file: BinaryIO) -> Iterator[Exchange | Damage]:
        """The exchanges so far, and that it grows. Raises ValueError where the file is empty."""
        frames, assembly = Frames(), Assembly()
        yield from _whole_records(file, frames, assembly)
        yield from assembly.rest()
        yield Damage(frames.offset, 0, GROWS)


def _whole_records(file: BinaryIO, frames: Frames, assembly: Assembly) -> Iterator[Exchange | Damage]:
    if not (block := file.read(_BLOCK)):
        raise ValueError("the file is empty")
    while block:
        yield from assembled(frames.feed(block), assembly)
        block = file.read(_BLOCK)


def assembled(records: Iterator[Record | Damage], assembly: Assembly) -> Iterator[Exchange | Damage]:
    """Records as exchanges; damage stays where it is."""
    for record in records:
        if isinstance(record, Damage):
            yield record
        else:
            yield from assembly.add(record)


def _whole(waiting: _Waiting) -> Exchange:
    exchange = waiting.exchange
    return replace(exchange, body=exchange.body + b"".join(waiting.body)) if waiting.body else exchange


def _ended(waiting: _Waiting, end: Answered) -> Exchange:
    exchange = _whole(waiting)
    return replace(
        exchange,
        response=end.response,
        sent=end.sent,
        address=end.address or exchange.address,
        unkept=end.unkept,
    )
