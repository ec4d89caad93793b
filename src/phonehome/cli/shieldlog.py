"""The shield's log: a line for each change, appended to a file that its user alone can read."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from phonehome.live.ledger import lines
from phonehome.live.spoken import Judged


class Log:
    """An open log; nothing of it waits to be written."""

    def __init__(self, file: Path, *, dry_run: bool = False) -> None:
        self._file, self._dry_run = file, dry_run
        self._out = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()

    def write(self, judged: Judged) -> None:
        """Adds the lines of one request; OSError names the file."""
        left = "".join(f"{line}\n" for line in lines(judged, dry_run=self._dry_run)).encode("utf-8", "replace")
        try:
            while left:
                left = left[self._out.write(left) :]
        except OSError as error:
            error.filename = str(self._file)
            raise
