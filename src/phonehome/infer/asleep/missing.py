"""Nights without a sleep told: which were not seen and why, and which were seen awake."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec import Struct

from phonehome.infer.asleep.reading import Reading, Sleep
from phonehome.infer.asleep.signs import Span
from phonehome.infer.clock import DAY, HOUR, Clock

EVENING = 18
# Somebody awake all night must have been seen; with so much hidden nobody can tell.
DARK = 4 * HOUR


class Unknown(Struct, frozen=True):
    """A night of which too little was seen, by the date of its evening, and why."""

    evening: date
    reason: str


def missing(clock: Clock, reading: Reading, seen: tuple[int, int]) -> tuple[list[Unknown], list[date]]:
    """Evenings without a sleep told: those not seen, and those nobody slept after. ``seen`` is first to last sign."""
    told = {_evening_of(clock, one) for one in reading.sleeps}
    habitual = {_evening_of(clock, one): one for one in reading.unseen}
    first, last = evening(clock.at(seen[0])), evening(clock.at(seen[1] - DAY // 2))
    evenings = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    dark = {evening(clock.at(time)) for span in reading.hidden for time in range(span.start, span.end - DARK + 1, DARK)}
    unknown = [
        Unknown(day, _reason(clock, reading.hidden, habitual.get(day)))
        for day in evenings
        if day not in told and (day in habitual or day in dark or day == first)
    ]
    unseen = {one.evening for one in unknown}
    return unknown, [day for day in evenings if day not in told and day not in unseen]


def evening(moment: datetime) -> date:
    """The evening that a moment of a night belongs to: the day before up to 18 o'clock."""
    return (moment - timedelta(hours=EVENING)).date()


def _evening_of(clock: Clock, one: Sleep) -> date:
    return evening(clock.at((one.onset + one.wake) // 2))


def _reason(clock: Clock, hidden: Iterable[Span], one: Sleep | None) -> str:
    gaps = [span for span in hidden if one is not None and span.start < one.wake and span.end > one.onset]
    if not gaps:
        return "The capture begins or ends in it."
    gap = max(gaps, key=lambda span: span.end - span.start)
    return f"Nothing arrived of {clock.at(gap.start):%d %b %H:%M} to {clock.at(gap.end):%d %b %H:%M}."
