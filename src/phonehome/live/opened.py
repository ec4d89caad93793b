"""A case that grows, or whose writer was killed, opened for a reader as an ordinary one; it is not touched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import msgspec

from phonehome import case as cases
from phonehome.audit import Capture, Sums, audit
from phonehome.knowledge.schema import Knowledge
from phonehome.live.journal import NAME
from phonehome.live.lock import held
from phonehome.read.record import MARKER, Began, Frames
from phonehome.read.recording import GROWS, OPEN_END
from phonehome.report.words import counted

# A recording below this is audited faster by one process than two start.
_WORTH_SPREADING = 8 << 20


def is_open(folder: Path) -> bool:
    """Whether the folder holds a recording that no case was made of yet."""
    return (folder / NAME).is_file() and not (folder / "case.json").exists()


def recording_of(name: str) -> str:
    """The recording of a folder that holds one; any other name as it is."""
    inside = Path(name) / NAME
    return str(inside) if inside.is_file() else name


def grows(file: BinaryIO, name: str) -> bool:
    """Whether this open file is the recording of a folder, and its writer at work."""
    return recording_of(name) != name and held(file)


@contextmanager
def opened(folder: Path, say: Callable[[str], None]) -> Iterator[Path]:
    """The folder itself where it holds a whole case; else a case made of its recording as far as that goes now."""
    if not is_open(folder):
        yield folder
        return
    with TemporaryDirectory(prefix="phonehome-") as made, (folder / NAME).open("rb") as file:
        is_held = held(file)
        began = beginning(folder)
        knowledge = msgspec.msgpack.decode(began.knowledge, type=Knowledge) if began.knowledge else None
        size = os.fstat(file.fileno()).st_size
        with cases.create(Path(made)) as case:
            jobs = 1 if size < _WORTH_SPREADING else os.cpu_count() or 1
            sums = audit(Capture(file, NAME, knowledge=knowledge, grows=is_held), began.owner, case, jobs)
        say(f"{folder}: {_state(sums, is_held=is_held)}")
        yield Path(made)


def beginning(folder: Path) -> Began:
    """What a recording says of itself; ValueError where its beginning cannot be read."""
    frames = Frames()
    with (folder / NAME).open("rb") as file:
        while block := file.read(1 << 20):
            for record in frames.feed(block):
                if isinstance(record, Began):
                    return record
                raise ValueError(f"{folder / NAME} is damaged at its beginning")
    with (folder / NAME).open("rb") as file:
        is_ours = MARKER.startswith(file.read(len(MARKER)))
    if not is_ours:
        raise ValueError(f"{folder / NAME} is no recording of phonehome's, or damaged at its beginning")
    raise ValueError(f"{folder / NAME} holds nothing yet")


def _state(sums: Sums, *, is_held: bool) -> str:
    count = counted(sums.exchanges, "exchange")
    if is_held:
        return f"{GROWS}: {count} so far"
    if not any(one.reason == OPEN_END for one in sums.damage):
        return f"the recording was closed, but no case made of it; {count}"
    torn = sum(one.lost for one in sums.damage)
    lost = f", {torn:,} bytes of a torn record left out" if torn else ""
    return f"recording ended without a close; {count} recovered{lost}"
