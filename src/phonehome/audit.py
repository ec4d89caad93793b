"""One capture through the map half into a case: the door that reads the file, spreads the work and keeps order."""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from importlib.metadata import distributions
from itertools import islice
from typing import BinaryIO, TypeVar

import msgspec
from msgspec import Struct

from phonehome.case import CaseWriter
from phonehome.engine import examiner
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Knowledge
from phonehome.model import CaseInfo, Damage, Exchange, Input, Owner
from phonehome.read import reader_of, recording
from phonehome.read.compressed import Compressed
from phonehome.read.reader import HEAD, Reader
from phonehome.read.stretch import joined
from phonehome.seldom import collect_seldom
from phonehome.tables import Batch, batch
from phonehome.tshark import Packets

# Small enough that two workers share a short capture, large enough that handing it over costs nothing.
CHUNK = 256
# A hostile file can be damaged at every byte; the list of its damages must not fill the memory.
MOST_DAMAGE = 1000
# The packages whose version can change what is found.
PARTS = ("phonehome", "ahocorasick-rs", "hyperscan", "orjson", "phonenumbers", "python-stdnum", "zstandard")
Progress = Callable[[int], None]
Item = TypeVar("Item")
Sought = tuple[Owner, Knowledge | None]


class Tap(io.RawIOBase):
    """A file that hashes and counts what is read of it; after an interrupt it is ``stopped`` and at its end."""

    def __init__(self, file: BinaryIO, progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self._ahead = b""
        self.sha256 = hashlib.sha256()
        self.size = 0
        self.stopped = False

    def head(self) -> bytes:
        """The first bytes, which stay to be read."""
        while len(self._ahead) < HEAD and (more := self._file.read(HEAD - len(self._ahead))):
            self._ahead += more
        return self._ahead

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]
        """Fills the buffer from the file and says how many bytes that were."""
        data = self._next(len(buffer))
        self._ahead = self._ahead[len(data) :]
        buffer[: len(data)] = data
        self.sha256.update(data)
        self.size += len(data)
        return len(data)

    def drain(self) -> None:
        """Reads what a reader left unread, so that the hash is that of the whole file."""
        while self.read(1 << 20):
            pass

    def _next(self, most: int) -> bytes:
        if self.stopped:
            return b""
        try:
            self._progress(self.size)
            return self._ahead[:most] or self._file.read(most)
        except KeyboardInterrupt:
            if not self.size:
                raise
            self.stopped = True
            return b""


class Capture(Struct, frozen=True):
    """A capture to audit: an open file, the name that the report gives it, where progress is told, and the tables.

    ``knowledge`` holds the tables that it is audited with; None stands for the bundled ones. ``keys`` is the name of a
    key log that opens a packet capture's TLS. ``grows`` says that a recording's writer is at work.
    """

    file: BinaryIO
    name: str
    progress: Progress = lambda _: None
    knowledge: Knowledge | None = None
    keys: str = ""
    grows: bool = False


class Sums(Struct):
    """What is counted on the way: exchanges, stretches lost, and findings at likely or above by kind."""

    exchanges: int = 0
    damage: list[Damage] = msgspec.field(default_factory=list)
    kinds: Counter[str] = msgspec.field(default_factory=Counter)


def audit(capture: Capture, owner: Owner, case: CaseWriter, jobs: int = 1) -> Sums:
    """Reads the capture, examines its exchanges with ``jobs`` processes and writes the case; the same bytes for any.

    A KeyboardInterrupt from the file or from ``progress`` ends the reading, not the case: what was read stands in it.
    Raises ValueError for an empty file, for one of no known format, and for keys to a capture that is no packets.
    """
    tap = Tap(capture.file, capture.progress)
    reader = _reader(tap.head(), capture)
    sums = Sums()
    for rows in _spread(_chunks(_exchanges(reader, tap, sums)), (owner, capture.knowledge), jobs):
        case.write(rows)
        count(rows, sums)
    sha256 = tap.sha256.hexdigest()
    read = Input(capture.name, sha256, tap.size, reader.NAME, sums.exchanges, tuple(sums.damage))
    case.finish(CaseInfo((read,), versions(), owner_fingerprint(owner, sha256), owner.region, owner.timezone))
    return sums


def _reader(head: bytes, capture: Capture) -> Reader:
    if not head:
        raise ValueError("the capture is empty")
    if capture.grows and recording.recognises(head):
        return recording.Growing()
    packets = Packets(capture.keys)
    reader = reader_of(head, packets)
    if capture.keys and not any(one.recognises(head) for one in (packets, Compressed((packets,)))):
        raise ValueError(f"{capture.name} is no packet capture, and only such are opened with keys ({reader.NAME})")
    return reader


def _exchanges(reader: Reader, tap: Tap, sums: Sums) -> Iterator[Exchange]:
    for item in joined(reader.read(io.BufferedReader(tap, 1 << 20))):
        if isinstance(item, Damage):
            note(sums.damage, item)
        else:
            yield item
    tap.drain()
    if tap.stopped:
        sums.damage.append(Damage(tap.size, 0, "stopped by the user; what comes after this byte was not read"))


def note(damage: list[Damage], new: Damage) -> None:
    """Adds a damage; beyond ``MOST_DAMAGE`` the last one stands for all further ones."""
    if len(damage) < MOST_DAMAGE:
        damage.append(new)
    else:
        first = damage[-1]
        damage[-1] = Damage(first.offset, first.lost + new.lost, "this stretch and further ones of its kind")


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


class Worker:
    """Examines chunks for one owner; a process of the pool makes its own, once."""

    here: Worker

    def __init__(self, owner: Owner, knowledge: Knowledge | None = None) -> None:
        self._examine = examiner(owner, knowledge or load())

    def rows(self, chunk: list[Exchange]) -> Batch:
        """One chunk as rows."""
        return batch([self._examine(exchange) for exchange in chunk])

    @classmethod
    def start(cls, owner: Owner, knowledge: Knowledge | None = None) -> None:
        """Begins a process of the pool. A Ctrl-C goes to it too, but only the process that reads decides what ends."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        collect_seldom()
        cls.here = cls(owner, knowledge)

    @classmethod
    def work(cls, chunk: list[Exchange]) -> Batch:
        """One chunk as rows, by the worker of this process."""
        return cls.here.rows(chunk)


def _spread(chunks: Iterator[list[Exchange]], sought: Sought, jobs: int) -> Iterator[Batch]:
    if jobs <= 1:
        yield from map(Worker(*sought).rows, chunks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, Worker.start, sought) as pool:
        waiting: deque[Future[Batch]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(Worker.work, chunk))
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def count(rows: Batch, sums: Sums) -> None:
    """Adds what these rows hold to the sums."""
    sums.exchanges += rows.exchanges.num_rows
    kinds, certainties = rows.findings.column("kind"), rows.findings.column("certainty")
    pairs = zip(kinds.to_pylist(), certainties.to_pylist(), strict=True)
    sums.kinds.update(str(kind) for kind, certainty in pairs if certainty in {"confirmed", "likely"})


def versions() -> dict[str, str]:
    """The packages whose version can change what is found, with their versions."""
    return {name: one.version for name in PARTS for one in islice(distributions(name=name), 1)}


def owner_fingerprint(owner: Owner, salt: str) -> str:
    """Says whether two audits of one capture looked for the same values, without giving these away.

    scrypt (RFC 7914) makes guessing slow; the capture's hash is the salt, so that the same input gives the same case.
    """
    if not owner.values:
        return ""
    text = msgspec.json.encode(owner.values, order="deterministic")
    return hashlib.scrypt(text, salt=salt.encode(), n=1 << 14, r=8, p=1, dklen=16).hex()
