"""When a person sleeps: bed and wake of every night, drawn to the quartiles and the correlation of measured nights."""

from __future__ import annotations

from math import sqrt
from random import Random

from msgspec import Struct

from phonehome.phones.clock import DAY, HOUR, MINUTE, Calendar, local, utc, weekday
from phonehome.phones.person import Person

BED_SPREAD = 1.0  # hours, of one person
WAKE_SPREAD = 1.3
BED_WAKE = 0.44  # correlation
SHORTEST, LONGEST = 2.5, 12.0
EARLIEST_BED, LATEST_BED = 20.5, 29.0
SNOOZE = 9 * MINUTE


class Night(Struct, frozen=True):
    """One night in bed (Unix ms) and the alarms that rang before its wake; the last one is the wake itself."""

    bed: int
    wake: int
    alarms: tuple[int, ...] = ()


def nights(person: Person, calendar: Calendar, rng: Random) -> tuple[Night, ...]:
    """The night before the first day, and the one after every day."""
    return tuple(_night(person, calendar, evening, rng) for evening in range(-1, calendar.days))


def _night(person: Person, calendar: Calendar, evening: int, rng: Random) -> Night:
    """The night that begins in the evening of that day (0 is the first)."""
    midnight = _midnight(calendar, evening)
    bed_off, wake_off = _offsets(rng)
    works = weekday(midnight + DAY) in person.works
    bed = _within(person.bed + (0 if works else person.late) + bed_off, EARLIEST_BED, LATEST_BED)
    wake = person.bed + person.sleep + (0 if works else person.lie_in) + wake_off
    wake = _within(wake, bed + SHORTEST, bed + LONGEST)
    woken = utc(calendar.zone, midnight + round(wake * HOUR))
    return Night(
        utc(calendar.zone, midnight + round(bed * HOUR)),
        woken,
        _alarms(woken, rng) if works else (),
    )


def _offsets(rng: Random) -> tuple[float, float]:
    """How much later than usual bed and wake are, in hours: two normal draws that correlate."""
    first, second = rng.gauss(0, 1), rng.gauss(0, 1)
    return BED_SPREAD * first, WAKE_SPREAD * (BED_WAKE * first + sqrt(1 - BED_WAKE**2) * second)


def _alarms(wake: int, rng: Random) -> tuple[int, ...]:
    """Four in five use an alarm; four in ten of those snooze it, once to thrice."""
    if rng.random() >= 0.8:
        return ()
    snoozed = rng.randrange(1, 4) if rng.random() < 0.4 else 0
    return tuple(wake - SNOOZE * left for left in range(snoozed, -1, -1))


def _midnight(calendar: Calendar, day: int) -> int:
    """The wall time at which that day begins."""
    return local(calendar.zone, calendar.start) // DAY * DAY + day * DAY


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
