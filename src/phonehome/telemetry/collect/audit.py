"""A lower bound on epsilon from what a program really sent: no proof that it is private, but proof where it is not.

Half of the transcripts decide which of them speak for one value, the other half test that: how often they come is
bounded by exact intervals (Clopper and Pearson 1934), so that a bound above the promised epsilon is a broken promise.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import accumulate

from scipy.stats import beta

SURE = 0.999


def lower_bound(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """With 99.9 % confidence epsilon is at least this, from independent transcripts under one value and another."""
    tail = (1 - SURE) / 4  # two directions, two intervals
    return max(_bound(first, second, tail), _bound(second, first, tail), 0.0)


def _bound(likely: Sequence[Hashable], rare: Sequence[Hashable], tail: float) -> float:
    event = _event(likely[::2], rare[::2], tail)
    hits = [sum(one in event for one in some[1::2]) for some in (likely, rare)]
    return _epsilon(hits[0], hits[1], (len(likely[1::2]), len(rare[1::2])), tail)


def _event(likely: Sequence[Hashable], rare: Sequence[Hashable], tail: float) -> frozenset[Hashable]:
    """The transcripts that speak most for ``likely``, as many as make the best bound."""
    often, seldom = Counter(likely), Counter(rare)
    order = sorted(often, key=lambda one: (-often[one] / (seldom[one] + 1), -often[one], repr(one)))
    sums = zip(accumulate(often[one] for one in order), accumulate(seldom[one] for one in order), strict=True)
    bounds = [_epsilon(a, b, (len(likely), len(rare)), tail) for a, b in sums]
    return frozenset(order[: bounds.index(max(bounds)) + 1])


def _epsilon(hits: int, others: int, of: tuple[int, int], tail: float) -> float:
    if not hits:
        return -math.inf
    low = float(beta.ppf(tail, hits, of[0] - hits + 1))
    high = float(beta.ppf(1 - tail, others + 1, of[1] - others)) if others < of[1] else 1.0
    return math.log(low / high)
