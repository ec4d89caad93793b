"""Reads a recording while it grows, examines what is new in it, and makes the case of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from phonehome.audit import Sums, count, note, owner_fingerprint, versions
from phonehome.case import CaseWriter
from phonehome.engine import Examined, examiner
from phonehome.knowledge.schema import Knowledge
from phonehome.live.journal import NAME
from phonehome.model import CaseInfo, Damage, Exchange, Input, Owner
from phonehome.read import recording
from phonehome.read.record import Frames
from phonehome.tables import batch

_BLOCK = 1 << 18


class Follower:
    """Behind the writer of a recording: on disk is what waits, so memory is not."""

    def __init__(self, folder: Path, owner: Owner, knowledge: Knowledge) -> None:
        self.sums = Sums()
        self._file = (folder / NAME).open("rb")
        self._owner = owner
        self._examine = examiner(owner, knowledge)
        self._frames, self._assembly = Frames(), recording.Assembly()
        self._sha256, self._size = hashlib.sha256(), 0

    def more(self, case: CaseWriter) -> list[Examined] | None:
        """What is new, of one block of the recording, and written to the case; None where there is no more by now."""
        block = self._file.read(_BLOCK)
        if not block:
            return None
        self._sha256.update(block)
        self._size += len(block)
        return self._write(recording.assembled(self._frames.feed(block), self._assembly), case)

    def finish(self, case: CaseWriter) -> list[Examined]:
        """What is left when the writer has ended; the case is whole then."""
        left = self._write(self._rest(), case)
        self._file.close()
        sha256, sums = self._sha256.hexdigest(), self.sums
        read = Input(NAME, sha256, self._size, recording.NAME, sums.exchanges, tuple(sums.damage))
        owner = self._owner
        salted = owner_fingerprint(owner, sha256)
        case.finish(CaseInfo((read,), versions(), salted, owner.region, owner.timezone))
        return left

    def _rest(self) -> Iterator[Exchange | Damage]:
        yield from recording.assembled(self._frames.end(), self._assembly)
        yield from self._assembly.rest()
        if not self._assembly.closed:
            yield Damage(self._frames.offset, 0, recording.OPEN_END)

    def _write(self, found: Iterator[Exchange | Damage], case: CaseWriter) -> list[Examined]:
        examined = []
        for item in found:
            if isinstance(item, Damage):
                note(self.sums.damage, item)
            else:
                examined.append(self._examine(item))
        if examined:
            rows = batch(examined)
            case.write(rows)
            count(rows, self.sums)
        return examined
