"""Processes as /proc shows them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def children(number: int | None = None) -> list[int]:
    """The numbers of the processes that a process has started, in whichever thread; its own if none is given."""
    found: list[int] = []
    for task in Path(f"/proc/{number or os.getpid()}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended since
            found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found
