"""Appends a recording so that nothing of it is lost again: whole records, on disk within the interval of ``sync``."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from threading import Lock

from phonehome.live.lock import take
from phonehome.read.record import Packer, Record

NAME = "recording"


class Journal:
    """The open recording of a case. ``written`` counts exchanges that were appended, ``recorded`` those on disk.

    After an OSError (the disk is full) all records before stand whole, and nothing more is written.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        self._file = os.fdopen(file, "r+b", buffering=0)
        take(self._file)
        self._packer = Packer()
        self._turn = Lock()
        self._end = self._synced = 0
        self._is_broken = False
        self.written = self.recorded = 0
        _sync_folder(folder)

    def append(self, record: Record) -> None:
        """Adds a record, whole or not at all; OSError where there is no room for it."""
        frame = self._packer.frame(record)
        if self._is_broken:
            return
        try:
            left = frame
            while left:  # a disk that fills says so by a short write, and by an error at the next
                left = left[os.write(self._file.fileno(), left) :]
        except OSError:
            self._is_broken = True
            with suppress(OSError):
                os.ftruncate(self._file.fileno(), self._end)
            raise
        self._end += len(frame)

    def count(self, record: Record) -> None:
        """Adds a record that is an exchange."""
        self.append(record)
        self.written += not self._is_broken

    def sync(self) -> int:
        """Waits until all that was appended is on disk; the number of exchanges that are."""
        with self._turn:
            written, end = self.written, self._end
            if end != self._synced:
                os.fdatasync(self._file.fileno())
                self._synced = end
            self.recorded = written
            return written

    def close(self) -> None:
        """Ends the recording."""
        self.sync()
        self._file.close()


def _sync_folder(folder: Path) -> None:
    """The name of a new file must outlive a power cut, too."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
