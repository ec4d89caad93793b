"""What was agreed to, as one small file a purpose beside the store, without which no choice in the store holds.

Taking a file away needs no room on a full disk. Each names the store's file (its inode), so that a copy of the store,
on another phone or restored from a backup, holds no consent until the person is asked there.
"""

from __future__ import annotations

import os
from pathlib import Path


class Agreements:
    """The agreements that belong to one store's file; a name of a purpose is a word (``wire.Name``)."""

    def __init__(self, store: Path) -> None:
        self._store = store

    def note(self, purpose: str) -> None:
        """Holds from here on, also after a power cut."""
        file = self._file(purpose)
        new = file.with_suffix(".new")
        with new.open("w", encoding="ascii") as written:
            written.write(self._place())
            written.flush()
            os.fsync(written.fileno())
        new.replace(file)
        self._settle()

    def remove(self, purpose: str) -> None:
        """Holds no more, also after a power cut."""
        self._file(purpose).unlink(missing_ok=True)
        self._settle()

    def holds(self, purpose: str) -> bool:
        """Whether it was noted, for this very file."""
        try:
            return self._file(purpose).read_text(encoding="ascii") == self._place()
        except (OSError, UnicodeDecodeError):
            return False

    def _file(self, purpose: str) -> Path:
        return self._store.with_name(f"{purpose}.agreed")

    def _place(self) -> str:
        return f"{self._store.stat().st_ino}\n"

    def _settle(self) -> None:
        if os.name != "posix":  # elsewhere a folder cannot be opened
            return
        folder = os.open(self._store.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
