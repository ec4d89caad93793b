"""Signs to sleeps: the nights of one person, what was not seen of them, naps. For phones and for presence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from phonehome.infer.asleep.grid import Grid, grid
from phonehome.infer.asleep.learn import learned
from phonehome.infer.asleep.naps import naps
from phonehome.infer.asleep.nights import Slept, nights
from phonehome.infer.asleep.person import glimmers_of
from phonehome.infer.asleep.signs import HOUR, MINUTE, Signs, Span, Use, Wall

# A night of which more is hidden is unknown: what would be said of it is habit, not seen.
MOST_HIDDEN = 0.4
# the share of mornings on which somebody goes online with the first look at the phone
ONLINE_FIRST = 0.3
APART = 5 * 24 * HOUR
MOST_CHECKS, RESTING = 4, 0.3
FEWEST_USES, FEWEST_HOURS = 12, 36
# fewer uses than days tell no night
FEWEST_A_DAY = 1


class Sleep(Struct, frozen=True):
    """One main sleep (Unix ms) with intervals that hold the truth in about nine of ten; ``checks`` are uses in it."""

    onset: int
    wake: int
    onset_low: int
    onset_high: int
    wake_low: int
    wake_high: int
    chance: float
    checks: int = 0


class Reading(Struct, frozen=True):
    """Sleeps in order, sleeps that are habit only since little of them was seen, naps, and what was hidden."""

    sleeps: tuple[Sleep, ...] = ()
    unseen: tuple[Sleep, ...] = ()
    naps: tuple[Span, ...] = ()
    hidden: tuple[Span, ...] = ()


def read(signs: Signs) -> Reading:
    """All sleep of a person; nothing where there are too few signs. Weeks far apart are read each for itself."""
    parts = [_read(part) for part in _parts(signs)]
    return Reading(
        sleeps=tuple(one for part in parts for one in part.sleeps),
        unseen=tuple(one for part in parts for one in part.unseen),
        naps=tuple(one for part in parts for one in part.naps),
        hidden=tuple(signs.hidden),
    )


def _parts(signs: Signs) -> Iterator[Signs]:
    """The signs, cut where there is none for days."""
    cuts = [place for place, (one, other) in enumerate(pairwise(signs.uses), 1) if other.start - one.end > APART]
    edges = [0, *cuts, len(signs.uses)]
    for first, last in pairwise(edges):
        uses = signs.uses[first:last]
        if not uses:
            continue
        start = signs.start if first == 0 else uses[0].start
        end = signs.end if last == len(signs.uses) else uses[-1].end
        yield replace(
            signs,
            start=start,
            end=end,
            uses=uses,
            glimmers=[time for time in signs.glimmers if start <= time < end],
            hidden=[span for span in signs.hidden if span.start < end and span.end > start],
        )


def _read(signs: Signs) -> Reading:
    length = signs.end - signs.start
    fewest = max(FEWEST_USES, FEWEST_A_DAY * length / (24 * HOUR))
    if len(signs.uses) < fewest or length < FEWEST_HOURS * HOUR:
        return Reading()
    moments = grid(signs)
    dim = (np.array(signs.glimmers, dtype=np.float64) - moments.origin) / MINUTE
    person, course = learned(moments, glimmers_of(dim, moments.darks.end[:-1]), signs.direct)
    found = nights(moments, course)
    sleeps = [one for one in (_sleep(moments, signs.uses, one) for one in found) if _rests(signs, one)]
    share = [_hidden(signs, one) for one in sleeps]
    return Reading(
        sleeps=tuple(one for one, hidden in zip(sleeps, share, strict=True) if hidden <= MOST_HIDDEN),
        unseen=tuple(
            one for one, hidden in zip(sleeps, share, strict=True) if hidden > MOST_HIDDEN and _meets(signs, one)
        ),
        naps=tuple(Span(_at(moments, a), _at(moments, b)) for a, b, _ in naps(moments, person, found)),
    )


def sleep_of(intervals: Iterable[tuple[int, int]], wall: Wall, hidden: Sequence[Span] = ()) -> Reading:
    """The same from presence alone: (online, offline) in Unix ms, in any order; ``wall`` tells local time."""
    uses = [Use(start, end, start) for start, end in sorted(intervals)]
    apart: list[Use] = []
    for use in uses:
        if apart and use.start <= apart[-1].end:
            apart[-1] = Use(apart[-1].start, max(apart[-1].end, use.end), use.touched)
        else:
            apart.append(use)
    if not apart:
        return Reading(hidden=tuple(hidden))
    return read(Signs(apart[0].start, apart[-1].end, apart, wall, (), hidden, ONLINE_FIRST))


def _rests(signs: Signs, one: Sleep) -> bool:
    """Whether a sleep has clearly fewer uses than the whole of the weeks; a device in use around the clock has none."""
    usual = len(signs.uses) / (signs.end - signs.start)
    return one.checks <= MOST_CHECKS or one.checks < RESTING * usual * (one.wake - one.onset)


def _meets(signs: Signs, one: Sleep) -> bool:
    return one.wake > signs.start and one.onset < signs.end


def _sleep(moments: Grid, uses: Sequence[Use], one: Slept) -> Sleep:
    (low, onset, high), (early, wake, late) = (tuple(_at(moments, m) for m in them) for them in (one.onset, one.wake))
    first = bisect_left(uses, onset, key=lambda use: use.start)
    last = bisect_left(uses, wake - MINUTE, key=lambda use: use.start)
    return Sleep(onset, wake, low, high, early, late, round(one.chance, 3), max(last - first, 0))


def _at(moments: Grid, minutes: float) -> int:
    return moments.origin + round(minutes * MINUTE)


def _hidden(signs: Signs, one: Sleep) -> float:
    """The share of a sleep in which nothing could be seen."""
    spans = [*signs.hidden, Span(0, signs.start), Span(signs.end, one.wake + 1)]
    covered = sum(max(min(span.end, one.wake) - max(span.start, one.onset), 0) for span in spans)
    return min(covered / max(one.wake - one.onset, 1), 1)
