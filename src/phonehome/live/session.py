"""One capture: the proxy records, this process follows and makes the case."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from phonehome.audit import Sums
from phonehome.case import CaseWriter
from phonehome.engine import Examined
from phonehome.knowledge.schema import Knowledge
from phonehome.live.child import Child
from phonehome.live.follow import Follower
from phonehome.live.journal import NAME
from phonehome.live.spoken import Failed, Listening, Recorded, Settings, Spoken

PAUSE = 0.2
# The phone waits for the proxy, nobody for the audit: it takes what the proxy leaves.
BEHIND = 10


class Watcher(Protocol):
    """Who is told what happens; it must not take long."""

    def add(self, examined: Examined) -> None:
        """An exchange was examined."""
        ...

    def hear(self, spoken: Spoken) -> None:
        """The proxy says something."""
        ...


class Session:
    """A capture from its first connection to its case; ``recorded`` exchanges are on disk, ``failure`` ended it."""

    def __init__(self, child: Child, watcher: Watcher, case: CaseWriter) -> None:
        self._child = child
        self._watcher = watcher
        self._case = case
        self._is_up = self._is_stopped = False
        self.recorded = 0
        self.failure = ""

    def run(self, settings: Settings, knowledge: Knowledge, tell: Callable[[int], None]) -> Sums:
        """Until the proxy ends; a KeyboardInterrupt out of ``tell`` asks it to. ValueError where it never began.

        KeyboardInterrupt where it was asked to end before that.
        """
        if sys.platform != "win32":
            os.nice(BEHIND)
        while self._child.runs and not self._is_up:
            self._turn(tell)
        if not self._is_up:
            self._drain()
            # Nothing was recorded, so the folder can be used again.
            (Path(settings.folder) / NAME).unlink(missing_ok=True)
            if self._is_stopped and not self.failure:
                raise KeyboardInterrupt
            raise ValueError(self.failure or "the proxy ended before it took a connection")
        follower = Follower(Path(settings.folder), settings.began.owner, knowledge)
        while self._child.runs:
            self._turn(tell)
            self._show(follower.more(self._case))
        self._drain()
        while (examined := follower.more(self._case)) is not None:
            self._show(examined)
        self._show(follower.finish(self._case))
        return follower.sums

    def _turn(self, tell: Callable[[int], None]) -> None:
        try:
            tell(self.recorded)
        except KeyboardInterrupt:
            self._is_stopped = True
            self._child.stop()
        self._hear(self._child.heard(PAUSE))
        self._drain()

    def _drain(self) -> None:
        while spoken := self._child.heard(0):
            self._hear(spoken)

    def _hear(self, spoken: Spoken | None) -> None:
        match spoken:
            case None:
                return
            case Listening():
                self._is_up = True
            case Recorded(exchanges):
                self.recorded = exchanges
            case Failed(text):
                self.failure = text
        self._watcher.hear(spoken)

    def _show(self, examined: Sequence[Examined] | None) -> None:
        for one in examined or ():
            self._watcher.add(one)
