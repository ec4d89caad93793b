"""What the maker of 2017 reads off its table: means of the fleet, from what each phone told of its events."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from phonehome import case as cases
from phonehome.infer.evidence import evidence
from phonehome.knowledge.schema import Knowledge
from phonehome.telemetry.fleet.days import Day

_HOUR = 3_600_000
_MEANS = f"""
WITH screen AS (
    SELECT name, start, lead(name) OVER whole AS next, lead(start) OVER whole AS until
    FROM events WHERE name IN ('screen_on', 'screen_off') WINDOW whole AS (ORDER BY start, name DESC)
)
SELECT (SELECT coalesce(sum(until - start), 0) / {_HOUR} FROM screen WHERE name = 'screen_on' AND next = 'screen_off'),
       (SELECT count(*) FROM events WHERE name = 'unlock'), (SELECT count(*) FROM events WHERE kind = 'boot_event')
"""  # noqa: S608 - all of it is our own text


class Means(Struct, frozen=True, array_like=True):
    """A day's means: hours with the screen on, unlocks, restarts."""

    screen_hours: float
    unlocks: float
    reboots: float


def told(case: Path, days: int, knowledge: Knowledge) -> Means:
    """What one phone's records say of so many days."""
    with cases.connect_all([case]) as tables:
        evidence(tables, (), knowledge, str)  # makes the view of events
        row = msgspec.convert(tables.execute(_MEANS).fetchall()[0], Means)
    return Means(*(number / days for number in msgspec.structs.astuple(row)))


def true(days: Sequence[Day]) -> Means:
    """What was true of these days."""
    count = len(days)
    return Means(
        sum(day.screen_hours for day in days) / count,
        sum(day.unlocks for day in days) / count,
        sum(len(day.causes) for day in days) / count,
    )


def mean(of: Sequence[Means]) -> Means:
    """Over phones."""
    return Means(*(sum(column) / len(of) for column in zip(*map(msgspec.structs.astuple, of), strict=True)))
