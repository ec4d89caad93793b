"""The board of a running capture, shared between the one that examines and those that show it."""

from __future__ import annotations

from threading import Lock

from phonehome.engine import Examined
from phonehome.knowledge.schema import Knowledge
from phonehome.live.board import Board, Bounds
from phonehome.live.shown import shown, shown_news
from phonehome.live.snapshot import News, Snapshot


class Feed:
    """A board behind a lock. ``changed`` grows with each exchange; ``shows_values`` leaves what is shown unmasked."""

    def __init__(self, knowledge: Knowledge, bounds: Bounds | None = None, *, shows_values: bool = False) -> None:
        self.knowledge = knowledge
        self.shows_values = shows_values
        self.changed = 0
        self._board = Board(knowledge, bounds)
        self._lock = Lock()
        self._latest = Snapshot()

    def add(self, one: Examined) -> News:
        """Counts an exchange in, and says what is new in it."""
        with self._lock:
            news = self._board.add(one)
            self.changed += 1
        return news if self.shows_values or not news else shown_news(news, one)

    def snapshot(self) -> Snapshot:
        """What is shown now. Two who ask while nothing changes get the same."""
        with self._lock:
            if self._latest.changed != self.changed:
                latest = self._board.snapshot()
                self._latest = latest if self.shows_values else shown(latest)
            return self._latest
