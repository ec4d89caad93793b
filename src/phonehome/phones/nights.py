"""When a person sleeps: bed and wake of every night, drawn to the quartiles and the correlation of measured nights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import sqrt
from random import Random

from msgspec import Struct

from phonehome.phones.chance import between, lognormal, stream
from phonehome.phones.clock import HOUR, MINUTE, utc
from phonehome.phones.person import Person
from phonehome.phones.plan import Day
from phonehome.phones.spans import Span

BED_SPREAD = 0.94  # hours, of one person
WAKE_SPREAD = 1.25
BED_WAKE = 0.38  # correlation
SHORTEST, LONGEST = 2.5, 12.0
EARLIEST_BED, LATEST_BED = 20.5, 29.0
EARLY_BED, EARLY_WAKE = 21.8, 28.9  # before an early shift, in hours after the evening's midnight
LATE_BED = 23.9  # not before this after a late shift
DAY_BED, LATEST_DAY_BED = 31.4, 34.0  # after a night shift
LESS_BY_DAY = 0.9  # hours that a sleep by day is shorter
SNOOZE = 9 * MINUTE
FALLING_ASLEEP, LONGEST_LATENCY = 9.0, 45.0  # minutes


class Night(Struct, frozen=True):
    """One main sleep, by day after a night shift: in bed from ``bed`` to ``wake`` (Unix ms), as a tracker tells it.

    ``alarms`` rang before the wake; the last one is the wake itself. Asleep from ``latency`` ms after bed to the wake;
    the person may take the phone in hand in between. ``evening`` is the number of the day that the night follows.
    """

    bed: int
    wake: int
    alarms: tuple[int, ...] = ()
    latency: int = 0
    evening: int = 0

    @property
    def onset(self) -> int:
        """When the person falls asleep."""
        return self.bed + self.latency


def nights(person: Person, days: Sequence[Day], seed: int, sleepless: float = 0) -> tuple[Night, ...]:
    """The night before the first day, and the one after every day, without those in which nobody slept."""
    rng, awake = stream(seed, "nights"), stream(seed, "sleepless")
    drawn = [_night(person, pair, evening, rng) for evening, pair in enumerate(pairwise(days), -1)]
    ends = {-1, len(drawn) - 2}
    slept = [night for night in drawn if awake.random() >= sleepless or night.evening in ends]
    return tuple(_apart(slept))


def _night(person: Person, days: tuple[Day, Day], evening: int, rng: Random) -> Night:
    """The night between two days."""
    day, following = days
    bed_off, wake_off = _offsets(rng)
    hours = _hours(person, days, (bed_off + day.lag, wake_off + day.lag))
    bed, wake = (utc(day.zone, day.midnight + round(value * HOUR)) for value in hours)
    alarms = _alarms(wake, rng) if following.shift != "free" else ()
    latency = round(min(lognormal(rng, FALLING_ASLEEP, 0.7), LONGEST_LATENCY) * MINUTE)
    if day.flight and day.flight.end + HOUR > bed:
        return _aboard(day.flight, evening, rng)
    return Night(bed, wake, alarms, latency, evening)


def _hours(person: Person, days: tuple[Day, Day], late: tuple[float, float]) -> tuple[float, float]:
    """Bed and wake in hours after the evening's midnight; ``late`` is how much later than usual they are."""
    day, following = days
    bed_off, wake_off = late
    free = following.shift in {"free", "late", "night"}
    bed = person.bed + (person.late if free else 0) + bed_off
    wake = person.bed + person.sleep + (person.lie_in if free else 0) + wake_off
    if day.shift == "night":
        bed = DAY_BED + abs(bed_off) / 2
        wake = bed + person.sleep - LESS_BY_DAY + wake_off / 2
    elif following.shift == "early":
        bed, wake = EARLY_BED + bed_off * 0.7, EARLY_WAKE + wake_off * 0.2
    elif day.shift == "late":
        bed = max(bed, LATE_BED)
    bed = _within(bed, EARLIEST_BED, LATEST_DAY_BED if day.shift == "night" else LATEST_BED)
    return bed, _within(wake, bed + SHORTEST, bed + LONGEST)


def _aboard(flight: Span, evening: int, rng: Random) -> Night:
    """The night on a plane: a few hours of it."""
    bed = flight.start + round((flight.end - flight.start) * between(rng, 0.3, 0.5))
    wake = min(bed + round(between(rng, 3, 5.5) * HOUR), flight.end - HOUR)
    return Night(bed, wake, (), round(between(rng, 5, 30) * MINUTE), evening)


def _apart(slept: Sequence[Night]) -> Iterator[Night]:
    """Nights with at least two hours between them; one that cannot be is left out."""
    last = slept[0].bed - 2 * HOUR
    for night in slept:
        if night.bed >= last + 2 * HOUR:
            yield night
            last = night.wake


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


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
