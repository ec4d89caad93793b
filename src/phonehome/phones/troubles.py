"""What befalls a phone and the capture of it: switched off, offline, stretches lost, a reset to its first state."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from msgspec import Struct

from phonehome.phones.chance import between, lognormal, stream
from phonehome.phones.clock import DAY, HOUR, MINUTE, Calendar
from phonehome.phones.course import Course
from phonehome.phones.nights import Night
from phonehome.phones.spans import Span, joined

BUILT = 13 * DAY  # how long before the calendar


class Reset(Struct, frozen=True):
    """A reset at ``time``: what was not yet sent is gone, and until ``synced`` the clock goes on from ``shows``.

    ``shows`` is the date of the build.
    """

    time: int
    synced: int
    shows: int


class Troubles(Struct, frozen=True):
    """All in order of time: when the phone was off, when it had no network, what the capture lost, resets."""

    off: tuple[Span, ...] = ()
    offline: tuple[Span, ...] = ()
    lost: tuple[Span, ...] = ()
    resets: tuple[Reset, ...] = ()


def troubles(course: Course, seed: int) -> Troubles:
    """What befalls a phone in that course of days."""
    off, offline, lost = (stream(seed, name) for name in ("off", "offline", "lost"))
    traits, calendar = course.traits, course.calendar
    return Troubles(
        off=joined(
            [*_at_night(course.nights, traits.nights_off, off), *_by_day(calendar, traits.days_off, (1, 5), off)]
        ),
        offline=joined([*course.flights, *_by_day(calendar, traits.offline, (14, 80), offline)]),
        lost=joined(_by_day(calendar, traits.lost, (1, 26), lost)),
        resets=_resets(calendar, stream(seed, "reset")) if traits.reset else (),
    )


def shown(resets: Sequence[Reset], time: int) -> int:
    """What the phone's clock says at that time, as Unix ms: wrong after a reset."""
    wrong = (reset for reset in resets if reset.time <= time < reset.synced)
    return next((reset.shows + time - reset.time for reset in wrong), time)


def _at_night(nights: Sequence[Night], chance: float, rng: Random) -> list[Span]:
    """Switched off on going to bed, on again on getting up."""
    return [
        Span(night.bed - round(between(rng, 0, 15) * MINUTE), night.wake + round(between(rng, 0, 15) * MINUTE))
        for night in nights
        if rng.random() < chance
    ]


def _by_day(calendar: Calendar, chance: float, hours: tuple[float, float], rng: Random) -> list[Span]:
    """Stretches of so many hours, each on a day of that chance."""
    starts = [calendar.start + day * DAY for day in range(calendar.days) if rng.random() < chance]
    begun = [start + round(between(rng, 6, 24) * HOUR) for start in starts]
    return [Span(start, start + round(between(rng, *hours) * HOUR)) for start in begun]


def _resets(calendar: Calendar, rng: Random) -> tuple[Reset, ...]:
    """One reset, by day in the middle half of the calendar; the clock is set within minutes, rarely hours."""
    day = round(between(rng, 0.25, 0.75) * calendar.days)
    time = calendar.start + day * DAY + round(between(rng, 10, 20) * HOUR)
    return (Reset(time, time + round(min(lognormal(rng, 6, 1.0), 300) * MINUTE), calendar.start - BUILT),)
