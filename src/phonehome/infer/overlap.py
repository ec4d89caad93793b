"""Who talks to whom: people whose online times answer each other more often than those of time-shifted copies do.

Two people come online in turns while they talk: one writes, the other comes to read and answers. The routines of both
alone make such turns, too. So the turns are counted as they were, and again with the times of one of the two shifted:
by 7 to 60 minutes, which keeps the hour of the day, and by whole days, which keeps the minute. Both must be surpassed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.special import gammaincc

from phonehome.infer.online import Session

Floats = NDArray[np.float64]

SECOND, DAY = 1_000.0, 86_400_000.0
# An answer comes while the other is online or soon after: after so long it counts a third as much.
SOON = 75 * SECOND
# Who came online at the same moment answers nothing.
AT_ONCE = 10 * SECOND
ANSWER = 0.5  # a link that weighs at least so much is told as a turn
# Whole minutes: a log that was asked for once a minute has no other times.
MINUTES = np.arange(7, 61, 2) * 60 * SECOND
DAYS_BESIDE = (0, 1, -1, 7, -7)
JITTER = np.array((-2, -1, 0, 1, 2)) * 60 * SECOND
MOST_DAYS = 27
# The share of false pairs among those named, by Benjamini-Hochberg. A group that talks makes weak links between those
# who do not: at 5 % the pairs named in simulated lives were up to 5 % false, at 2 % they are 2 %.
FALSE_PAIRS = 0.02
LEAST_DAYS, LEAST_SESSIONS = 2, 10
CELLS = 400_000  # of one matrix: bounds memory and time


class Pair(Struct, frozen=True):
    """Two people and how far their answers surpass chance: ``score`` in standard deviations, ``p`` for chance alone."""

    one: str
    other: str
    score: float
    p: float


class Turns(Struct, frozen=True):
    """A talk: online in turns, at least three times (Unix ms)."""

    start: int
    end: int
    turns: int


def pairs(online: Mapping[str, Sequence[Session]]) -> list[Pair]:
    """All pairs of people, most certain first."""
    known = {person: some for person, some in online.items() if len(some) >= LEAST_SESSIONS}
    first, days = extent(known)
    if days < LEAST_DAYS:
        return []
    times = {person: _times(some, first) for person, some in known.items()}
    found = [Pair(one, other, *_beyond(times[one], times[other], days)) for one, other in combinations(times, 2)]
    return sorted(found, key=lambda pair: (pair.p, -pair.score, pair.one, pair.other))


def named(found: Sequence[Pair]) -> list[Pair]:
    """The pairs that talk: Benjamini-Hochberg over all that were compared, which are in order of p."""
    count = len(found)
    places = [place for place, pair in enumerate(found, 1) if pair.p <= FALSE_PAIRS * place / count]
    return list(found[: max(places, default=0)])


def talks(one: Sequence[Session], other: Sequence[Session]) -> Iterator[Turns]:
    """The stretches in which the two were online in turns, three times or more."""
    merged = sorted([(some.start, some.end, False) for some in one] + [(some.start, some.end, True) for some in other])
    run: list[tuple[int, int, bool]] = []
    for turn in merged:
        if run and not _answers(run[-1], turn):
            yield from _told(run)
            run = []
        run.append(turn)
    yield from _told(run)


def extent(online: Mapping[str, Sequence[Session]]) -> tuple[int, int]:
    """When the log begins (Unix ms), and how many days it has, begun ones counted."""
    first = min((some[0].start for some in online.values() if some), default=0)
    last = max((some[-1].end for some in online.values() if some), default=0)
    return first, int(np.ceil((last - first) / DAY))


def _answers(before: tuple[int, int, bool], turn: tuple[int, int, bool]) -> bool:
    away = before[2] != turn[2]
    weight = np.exp(-max(turn[0] - before[1], 0) / SOON) * min((turn[0] - before[0]) / AT_ONCE, 1)
    return away and bool(weight >= ANSWER)


def _told(run: Sequence[tuple[int, int, bool]]) -> Iterator[Turns]:
    if len(run) >= 3:
        yield Turns(run[0][0], max(turn[1] for turn in run), len(run))


def _times(some: Sequence[Session], first: int) -> Floats:
    """Two rows: starts after the beginning of the log, and lengths, in ms."""
    return np.array([[one.start - first for one in some], [one.end - one.start for one in some]], dtype=np.float64)


def _beyond(one: Floats, other: Floats, days: int) -> tuple[float, float]:
    """Score and p of two people; who is near the middle of a few shifted copies is not compared with all."""
    near, far = _shifts(days)
    width = one.shape[1] + other.shape[1]
    found = float(_answered(one, other, np.zeros(1), days)[0])
    score, p = _surpasses(found, _answered(one, other, _thinned(near[::9], width), days))
    if score < 1:
        return score, p
    families = [
        _surpasses(found, _answered(one, other, _thinned(some, width), days)) for some in (near, far) if len(some)
    ]
    return min(score for score, _ in families), max(p for _, p in families)


def _shifts(days: int) -> tuple[Floats, Floats]:
    """Shifts that keep the hour, and shifts that keep the minute."""
    beside = np.array([day for day in DAYS_BESIDE if abs(day) < days]) * DAY
    near = (np.concatenate([MINUTES, -MINUTES])[:, None] + beside).ravel()
    whole = np.arange(1, min(days, MOST_DAYS + 1)) * DAY
    return near, (whole[:, None] + JITTER).ravel() if days > 4 else np.zeros(0)


def _thinned(shifts: Floats, width: int) -> Floats:
    return shifts[:: max(1, len(shifts) * width // CELLS)]


def _surpasses(found: float, copies: Floats) -> tuple[float, float]:
    """How far above the copies, and how likely by chance: their scores have a gamma's shape."""
    mean, variance = float(copies.mean()), float(copies.var())
    if variance == 0:
        return 0.0, 1.0
    return float((found - mean) / variance**0.5), float(gammaincc(mean**2 / variance, found * mean / variance))


def _answered(one: Floats, other: Floats, shifts: Floats, days: int) -> Floats:
    """For each shift, the weights of all answers; an answer to an answer weighs more, up to four in a row."""
    moved = (other[0] + shifts[:, None]) % (days * DAY)
    starts = np.concatenate([np.broadcast_to(one[0], (len(shifts), one.shape[1])), moved], axis=1)
    order = np.argsort(starts, axis=1, kind="stable")
    starts = np.take_along_axis(starts, order, axis=1)
    ends = starts + np.concatenate([one[1], other[1]])[order]
    weight = np.exp(-np.maximum(starts[:, 1:] - ends[:, :-1], 0) / SOON)
    weight *= np.minimum((starts[:, 1:] - starts[:, :-1]) / AT_ONCE, 1)
    weight *= (order[:, 1:] < one.shape[1]) != (order[:, :-1] < one.shape[1])
    chain = weight.copy()
    for _ in range(3):
        chain[:, 1:] = weight[:, 1:] * (1 + chain[:, :-1])
    return np.asarray(chain.sum(axis=1))
