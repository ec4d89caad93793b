"""A lock that says whether a recording still has its writer; it ends with the process, however that ends."""

from __future__ import annotations

import sys
from typing import BinaryIO

if sys.platform == "win32":

    def held(file: BinaryIO) -> bool:
        """Whether a writer holds the lock; never on Windows, where a file that is written cannot be opened so."""
        return file.closed

    def take(file: BinaryIO) -> bool:
        """Takes the lock; false where another has it."""
        return not file.closed

else:
    import fcntl

    def held(file: BinaryIO) -> bool:
        """Whether a writer holds the lock."""
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(file, fcntl.LOCK_UN)
        return False

    def take(file: BinaryIO) -> bool:
        """Takes the lock; false where another has it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
