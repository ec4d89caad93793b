"""Habits of sleep on working and free days, and the chronotype: MSFsc (Roenneberg et al., Curr Biol 2004 and 2012)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from statistics import median

from msgspec import Struct

FEWEST = 3
DAY = 24 * 60
EARLY, LATE = 3 * 60, 5 * 60


class Habit(Struct, frozen=True):
    """Medians over so many nights, on the clock on the wall; ``middle`` is mid-sleep."""

    nights: int
    onset: time
    middle: time
    wake: time
    duration_minutes: int


class Chronotype(Struct, frozen=True):
    """``msf_sc`` is mid-sleep on free days, corrected for sleep that is made up for on them.

    ``social_jetlag_minutes`` is how much later mid-sleep is on free days than on working days. ``kind`` is early
    (before 3:00), late (from 5:00) or between.
    """

    msf_sc: time
    kind: str
    social_jetlag_minutes: int


def is_free(wake: datetime) -> bool:
    """Whether a sleep ends on a Saturday or a Sunday."""
    return wake.weekday() >= 5


def habit(sleeps: Sequence[tuple[datetime, datetime]]) -> Habit | None:
    """What is usual; None of fewer than three nights."""
    if len(sleeps) < FEWEST:
        return None
    onset = _usual([_minute(one) for one, _ in sleeps])
    middle = _usual([_minute(one[0]) + _lasts(one) / 2 for one in sleeps])
    wake = _usual([_minute(one) for _, one in sleeps])
    lasts = median(_lasts(one) for one in sleeps)
    return Habit(len(sleeps), _clock(onset), _clock(middle), _clock(wake), round(lasts))


def chronotype(working: Habit | None, free: Habit | None) -> Chronotype | None:
    """From habits on both kinds of days; None where one is missing."""
    if working is None or free is None:
        return None
    week = (5 * working.duration_minutes + 2 * free.duration_minutes) / 7
    middle = _of(free.middle)
    corrected = middle - max(free.duration_minutes - week, 0) / 2
    shown = (corrected + DAY / 2) % DAY - DAY / 2
    kind = "early" if shown < EARLY else "late" if shown >= LATE else "between"
    later = (middle - _of(working.middle) + DAY / 2) % DAY - DAY / 2
    return Chronotype(_clock(corrected), kind, round(later))


def _usual(minutes: Sequence[float]) -> float:
    """The median on the circle of a day: cut opposite to the minute that all are nearest to."""
    centre = min(minutes, key=lambda one: sum(abs(_apart(other, one)) for other in minutes))
    return centre + median(_apart(other, centre) for other in minutes)


def _apart(minute: float, centre: float) -> float:
    return (minute - centre + DAY / 2) % DAY - DAY / 2


def _minute(moment: datetime) -> float:
    return moment.hour * 60 + moment.minute + moment.second / 60


def _lasts(sleep: tuple[datetime, datetime]) -> float:
    return (sleep[1] - sleep[0]).total_seconds() / 60


def _of(clock: time) -> float:
    return clock.hour * 60 + clock.minute


def _clock(minutes: float) -> time:
    rounded = round(minutes) % DAY
    return time(rounded // 60, rounded % 60)
