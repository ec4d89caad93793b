"""What the collector asks of a database. A call that returns is durable; one that raises has changed nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, Protocol

from msgspec import Struct

from phonehome.telemetry.server.batch import Batch

# Stored: also for a report that is there already. Counted: its batch is closed, or asks in another form.
Fate = Literal["stored", "counted", "deleted", "absent"]


class Entry(Struct, frozen=True):
    """A report that goes into its batch, unless it is there."""

    batch: Batch
    nonce: bytes
    output: int


class Removal(Struct, frozen=True):
    """A report that its phone takes back."""

    metric: str
    day: date
    nonce: bytes


class Period(Struct, frozen=True):
    """One metric from a day to another, both included."""

    metric: str
    since: date
    until: date


class Counted(Struct, frozen=True):
    """How often each output was reported, of a batch that may still be open."""

    batch: Batch
    counts: dict[int, int]


class FullError(ValueError):
    """The disk has no room: nothing was stored, and the phone is to keep its report."""


class AwayError(ValueError):
    """The database cannot be reached, is locked or damaged; nothing was stored."""


class Store(Protocol):
    """Reports, counts and nothing else. ``write``, ``close``, ``drop`` and ``end`` are called by one thread at a time.

    The readers are called by any. All raise FullError or AwayError.
    """

    def write(self, entries: Sequence[Entry], removals: Sequence[Removal], /) -> tuple[list[Fate], list[Fate]]:
        """Stores and deletes in one transaction; each one's fate."""
        ...

    def close(self, batch: Batch, /) -> None:
        """Turns the reports of a batch into counts, in one transaction, and deletes them."""
        ...

    def drop(self, batch: Batch, /) -> None:
        """Forgets a batch with all it has."""
        ...

    def end(self) -> None:
        """Lets go of the database."""
        ...

    def check(self) -> None:
        """Raises AwayError where what is stored cannot be read any more."""
        ...

    def batches(self) -> list[Batch]:
        """All batches, by day and metric."""
        ...

    def counted(self, period: Period, /) -> list[Counted]:
        """What was reported in a period, by day."""
        ...
