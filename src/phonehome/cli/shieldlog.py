"""The shield's log: a line for each change, appended to a file that its user alone can read."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from phonehome.live.ledger import lines
from phonehome.live.spoken import Judged


class Log:
    """An open log."""

    def __init__(self, file: Path) -> None:
        self._out = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()

    def write(self, judged: Judged) -> None:
        """Adds the lines of one request."""
        for line in lines(judged):
            self._out.write(line + "\n")
        self._out.flush()
