"""What a log of who was online tells of each person in it: habits, and sleep from being offline alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from phonehome.infer.asleep.habits import Habit, habit, is_free
from phonehome.infer.asleep.reading import sleep_of
from phonehome.infer.clock import MINUTE, Clock
from phonehome.infer.online import Session

MOST_NIGHTS = 60


class Asleep(Struct, frozen=True):
    """A night's sleep."""

    onset: datetime
    wake: datetime


class Person(Struct, frozen=True):
    """Somebody of a log: how often and how long a day online, from when to when, and sessions by local hour.

    ``asleep`` are the latest 60 nights that the log alone tells, ``working_days`` and ``free_days`` the habits of all.
    """

    person: str
    sessions: int
    minutes_a_day: float
    first: datetime
    last: datetime
    hours: tuple[int, ...]
    asleep: tuple[Asleep, ...] = ()
    working_days: Habit | None = None
    free_days: Habit | None = None


def person(name: str, some: Sequence[Session], days: int, clock: Clock) -> Person:
    """What the sessions of one person tell in a log of so many days."""
    sleeps = [
        (clock.at(one.onset), clock.at(one.wake))
        for one in sleep_of([(each.start, each.end) for each in some], clock.local).sleeps
    ]
    return Person(
        person=name,
        sessions=len(some),
        minutes_a_day=round(sum(one.end - one.start for one in some) / MINUTE / max(1, days), 1),
        first=clock.at(some[0].start),
        last=clock.at(some[-1].end),
        hours=by_hour((one.start for one in some), clock),
        asleep=tuple(Asleep(*one) for one in sleeps[-MOST_NIGHTS:]),
        working_days=habit([one for one in sleeps if not is_free(one[1])]),
        free_days=habit([one for one in sleeps if is_free(one[1])]),
    )


def by_hour(times: Iterable[int], clock: Clock) -> tuple[int, ...]:
    """How many of these moments (Unix ms) lie in each local hour."""
    hours = [0] * 24
    for time in times:
        hours[clock.at(time).hour] += 1
    return tuple(hours)
