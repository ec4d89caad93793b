"""Whether times come in a period: exact bounds against chance, also against a person's days and nights.

Requests close together are one beat. Two tests share the error four to one, since a job may keep to a clock or count
from its last run, and where beats are few only the first can tell:

- clock: between the first and the last beat, chance puts beats anywhere. That each of n - 1 lies within e periods of
  its own tick of K has the probability (K - 1 over n - 1) (n - 1)! (2 e / K)^(n - 1), for any rate.
- count: the logarithm of an exponential interval has a density of at most 1/e, so that k of n intervals lie in some
  window of width w (or twice or three times of it, after missed beats) with at most n P(Bin(n - 1, q) >= k - 1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.special import bdtrc

from phonehome.infer.clock import HOUR

Times: TypeAlias = NDArray[np.float64]

# What is closer together is one beat: a token and an upload, an answer 502 and the second try.
TOGETHER = 30_000
SHORTEST = 4 * TOGETHER
LEAST_INTERVALS = 3
_MOST_MISSED = 3
_LEAST_MATCHED = 0.6
_WIDTHS = (0.05, 0.1, 0.2, 0.4)
# Largest density of log intervals of chance, when also twice and three times a length counts.
_DENSITY = (0.368, 0.694, 1.01)


class Period(Struct, frozen=True):
    """A period in ms, the chance of such times without one, and how they keep to it.

    ``jitter`` is the usual deviation as a share of the period, ``missed`` counts beats that did not come, ``beats``
    those that did, ``error`` (ms) is that of the period itself.
    """

    length: float
    chance: float
    jitter: float
    missed: int
    beats: int
    error: float


def beats(times: Sequence[int]) -> Times:
    """The first time of each run of times that are close together; the times are in order."""
    every = np.asarray(times, dtype=np.float64)
    if not len(every):
        return every
    first: Times = every[np.concatenate(([True], np.diff(every) > TOGETHER))]
    return first


def period(segments: Sequence[Times]) -> Period | None:
    """The likeliest period of beats in stretches of capture; None where there are too few beats to say."""
    intervals = np.concatenate([np.diff(some) for some in segments]) if segments else np.empty(0)
    if len(intervals) < LEAST_INTERVALS or not intervals.max() > 0:
        return None
    longest = max(segments, key=len)
    clock, count = _clock(longest), _count(intervals)
    chance, length = min((1.25 * clock[0], clock[1]), (5 * count[0], count[1]))
    return _described(intervals, length, min(chance, 1.0)) if length >= SHORTEST else None


def significant(chances: Sequence[float], level: float = 0.01) -> list[bool]:
    """Which of many tests hold, so that of all that are named a share of ``level`` at most is chance.

    Benjamini and Hochberg 1995; where nothing is true, it names anything with a probability of ``level`` at most.
    """
    ranked = sorted(chances)
    limit = max((one for rank, one in enumerate(ranked, 1) if one <= level * rank / len(ranked)), default=-1.0)
    return [one <= limit for one in chances]


def _clock(times: Times) -> tuple[float, float]:
    """The chance that beats keep so close to even ticks, and their distance."""
    inner = len(times) - 2
    if inner < LEAST_INTERVALS - 1:
        return 1.0, 0.0
    span = float(times[-1] - times[0])
    best = (1.0, span)
    ways = 1 + inner // 3 if inner < 30 else 1
    for ticks in range(inner + 1, inner + 1 + ways):
        length = span / ticks
        places = (times[1:-1] - times[0]) / length
        near = np.round(places)
        if near[0] < 1 or near[-1] > ticks - 1 or (np.diff(near) < 1).any():
            continue
        off = max(float(np.abs(places - near).max()), 1e-4)
        best = min(best, (_clock_chance(inner, ticks, off, length) * ways, length))
    return best


def _clock_chance(inner: int, ticks: int, off: float, length: float) -> float:
    if 16 * HOUR <= length <= 30 * HOUR:
        # whoever does a thing once a day does it within eight hours or so
        return float(min((6 * off) ** inner, 1.0))
    log = math.lgamma(ticks) - math.lgamma(ticks - inner) + inner * math.log(2 * off / ticks)
    return math.exp(min(log + inner * math.log(1.5), 0.0))


def _count(intervals: Times) -> tuple[float, float]:
    """The chance that so many intervals are alike, and their length."""
    best = (1.0, 0.0)
    tests = len(_WIDTHS) * len(_DENSITY)
    for width in _WIDTHS:
        for most, density in enumerate(_DENSITY, 1):
            matched, length = _densest(intervals, width, most)
            if matched < _LEAST_MATCHED * len(intervals) or length <= 0:
                continue
            share = min(density * _daily(length) * math.exp(TOGETHER / length) * width, 1.0)
            alone = float(bdtrc(matched - 2, len(intervals) - 1, share))
            best = min(best, (min(len(intervals) * alone * tests, 1.0), length))
    return best


def _densest(intervals: Times, width: float, most: int) -> tuple[int, float]:
    """How many intervals lie in the best window, or in a multiple of it up to ``most``, and the middle of these."""
    logs = np.sort(np.log(np.maximum(intervals, 1.0)))
    counts = sum(
        np.searchsorted(logs, logs + math.log(times) + width, side="right")
        - np.searchsorted(logs, logs + math.log(times), side="left")
        for times in range(1, most + 1)
    )
    counts = np.asarray(counts)
    place = int(counts.argmax())
    inside = logs[(logs >= logs[place]) & (logs <= logs[place] + width)]
    if 2 * len(inside) < counts[place]:
        return 0, 0.0
    return int(counts[place]), float(np.exp(np.median(inside)))


def _daily(length: float) -> float:
    """How much denser a person's day and night can make intervals of that length than chance alone."""
    hours = length / HOUR
    if hours < 4:
        return 1.0
    if hours < 16:
        return 2.0
    return 8.0 if hours <= 30 else 1.5


def _described(intervals: Times, length: float, chance: float) -> Period:
    steps = np.maximum(np.round(intervals / length), 1.0)
    off = intervals / steps / length - 1
    near = np.abs(off) < 0.45
    jitter = float(1.4826 * np.median(np.abs(off[near]))) if near.any() else 0.0
    skipped = steps[near & (steps <= _MOST_MISSED + 1)] - 1
    return Period(
        length=length,
        chance=chance,
        jitter=jitter,
        missed=int(skipped.sum()),
        beats=len(intervals) + 1,
        error=1.96 * jitter * length / math.sqrt(len(intervals)),
    )
