"""Batches: the reports of one metric about one day. When one is open, counted and forgotten, without a clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from phonehome.telemetry.wire import WINDOW

# A phone may be offline for as long as the window is; its midnight may come a day before ours.
OLDEST, NEWEST = timedelta(days=WINDOW), timedelta(days=1)
OPEN_DAYS = WINDOW + 2


class Question(Struct, frozen=True):
    """What the collector knows of a metric. ``form``: the wire's definition: reports of two cannot be summed."""

    name: str
    outputs: int
    form: str
    expires: date
    retention_days: int


Questions = dict[str, Question]


class Batch(Struct, frozen=True):
    """The reports of one metric about one day, or what was counted of them."""

    metric: str
    day: date
    form: str
    closes: date
    drops: date
    closed: bool = False


class Chores(Struct, frozen=True):
    """What a day brings: batches to be counted, and counts whose retention has ended."""

    close: tuple[Batch, ...]
    drop: tuple[Batch, ...]


def batch_of(question: Question, day: date) -> Batch:
    """The open batch of a day, with the dates on which it will be counted and forgotten."""
    closes, drops = timedelta(days=OPEN_DAYS), timedelta(days=question.retention_days)
    return Batch(question.name, day, question.form, day + closes, day + drops)


def is_told_now(day: date, today: date) -> bool:
    """Whether a phone may still, or already, tell of a day."""
    return today - OLDEST <= day <= today + NEWEST


def chores(batches: Iterable[Batch], today: date) -> Chores:
    """Which batches are to be counted today, and which to be forgotten; one that is due for both is only forgotten."""
    known = tuple(batches)
    drop = tuple(batch for batch in known if batch.drops <= today)
    return Chores(tuple(one for one in known if not one.closed and one.closes <= today < one.drops), drop)


def checked(questions: Questions) -> Questions:
    """The questions. Raises ValueError where a retention ends before the batch is even counted."""
    for question in questions.values():
        if question.retention_days <= OPEN_DAYS:
            raise ValueError(
                f"metric {question.name}: retention_days is {question.retention_days}, but a day is counted only after "
                f"{OPEN_DAYS} days; say more than {OPEN_DAYS}"
            )
    return questions
