"""Sleep beside the main one: naps after lunch, and one before the first night shift; and all sleep together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from phonehome.phones.chance import between, lognormal
from phonehome.phones.clock import HOUR, MINUTE, utc
from phonehome.phones.nights import Night
from phonehome.phones.plan import Day
from phonehome.phones.spans import Span, joined

BEFORE_NIGHTS = 0.6
CLEAR = 90 * MINUTE  # between a nap and bed or wake


def naps(days: Sequence[Day], nights: Sequence[Night], chance: float, rng: Random) -> tuple[Span, ...]:
    """All naps in order, none near a night's sleep."""
    free = [Span(night.wake + CLEAR, following.bed - CLEAR) for night, following in pairwise(nights)]
    drawn = [_nap(day, rng) for before, day in pairwise(days) if rng.random() < _chance(before, day, chance)]
    return joined(nap for nap in drawn if any(one.start < nap.start and nap.end < one.end for one in free))


def sleeps(nights: Sequence[Night], naps: Sequence[Span]) -> tuple[Span, ...]:
    """All that was slept, from falling asleep to waking up, in order."""
    return tuple(sorted((*(Span(night.onset, night.wake) for night in nights), *naps)))


def _chance(before: Day, day: Day, usual: float) -> float:
    first_at_night = day.shift == "night" and before.shift != "night"
    return BEFORE_NIGHTS if first_at_night else usual / 4 if day.shift == "day" and not day.at_home else usual


def _nap(day: Day, rng: Random) -> Span:
    """Twenty minutes to two hours in the afternoon; longer and later before a night at work."""
    at_night = day.shift == "night"
    begins = between(rng, 16, 18.5) if at_night else between(rng, 13, 17)
    minutes = between(rng, 60, 150) if at_night else min(max(lognormal(rng, 45, 0.5), 20), 120)
    start = utc(day.zone, day.midnight + round(begins * HOUR))
    return Span(start, start + round(minutes * MINUTE))
