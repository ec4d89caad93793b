"""Supports to estimates: unbiased counts with intervals, the same made whole, and when there is too little to say.

Intervals are of the phones that reported: the randomiser's noise is known exactly, and nothing is said of other phones.
With n reports, x of a cell's value, its support is the sum of n independent draws, x of chance P, the rest of chance Q.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from scipy.stats import norm

from phonehome.telemetry.collect.aggregate import Real, Whole, added, spread, supports
from phonehome.telemetry.collect.answer import Cell, Mean
from phonehome.telemetry.oracle.oracle import WORD, Oracle, other_chance, own_chance

SURE = 0.95
# The half width, as a share, that an answer must reach to be given.
WANTED = 0.05


class Estimate(Struct, frozen=True):
    """All cells of ``n`` reports. ``enough`` says whether there are as many as ``needed``."""

    n: int
    needed: int
    cells: tuple[Cell, ...]

    @property
    def enough(self) -> bool:
        """Whether the answer is worth giving: else it is noise."""
        return self.n >= self.needed


def needed(oracle: Oracle, wanted: float = WANTED, repeats: int = 1) -> int:
    """So many reports that a rare cell's half width is the wanted share: r z^2 Q (1 - Q) / ((P - Q) w)^2."""
    p, q = float(own_chance(oracle)), float(other_chance(oracle))
    return math.ceil(repeats * _z(SURE) ** 2 * q * (1 - q) / ((p - q) * wanted) ** 2)


def least(oracle: Oracle, n: int, repeats: int = 1) -> float:
    """The share from which on a cell is told from none, as all cells are looked at together (Bonferroni)."""
    p, q = float(own_chance(oracle)), float(other_chance(oracle))
    return strict(oracle.cells) * math.sqrt(repeats * q * (1 - q) / n) / (p - q)


def strict(cells: int) -> float:
    """How many deviations a limit is away that is to hold for all of so many cells together."""
    return _z(1 - (1 - SURE) / cells)


def estimate(oracle: Oracle, counts: Whole, wanted: float = WANTED, repeats: int = 1) -> Estimate:
    """The share of every cell.

    ``repeats``: how many reports one phone may have among these with the same, memoised answer. They share one noise:
    the variance is up to so many times that of independent reports.
    """
    n = int(counts.sum())
    if not n:
        return Estimate(0, needed(oracle, wanted, repeats), ())
    found = supports(oracle, counts)
    raw, low, high = _interval(oracle, found, n, _z(SURE) * math.sqrt(repeats))
    lowest = _interval(oracle, found, n, strict(oracle.cells) * math.sqrt(repeats))[1]
    columns = np.stack([raw, low, high, whole(raw, n)]) / n
    cells = tuple(Cell(*row) for row in zip(*columns.tolist(), (lowest > 0).tolist(), strict=True))
    return Estimate(n, needed(oracle, wanted, repeats), cells)


def _interval(oracle: Oracle, found: Whole, n: int, z: float) -> tuple[Real, Real, Real]:
    """Unbiased counts, and all counts x for which the support is within z deviations of its mean (a score interval)."""
    p, q = float(own_chance(oracle)), float(other_chance(oracle))
    raw: Real = (found.astype(np.float64) - n * q) / (p - q)
    shift = z * z * (p * (1 - p) - q * (1 - q)) / (2 * (p - q) ** 2)
    half: Real = np.sqrt(np.maximum((raw + shift) ** 2 - raw**2 + z * z * n * q * (1 - q) / (p - q) ** 2, 0))
    return raw, raw + shift - half, raw + shift + half


def whole(raw: Real, n: float) -> Real:
    """The nearest counts that are not negative and sum to n (Norm-Sub; Wang et al., NDSS 2020)."""
    falling = np.sort(raw)[::-1]
    over = (np.cumsum(falling) - n) / np.arange(1, len(raw) + 1)
    kept = int(np.nonzero(falling > over)[0][-1])
    shown: Real = np.maximum(raw - over[kept], 0)
    return shown


def mean(oracle: Oracle, counts: Whole, weights: Sequence[float], repeats: int = 1) -> Mean | None:
    """The mean of what the cells weigh, unbiased, with the randomiser's noise alone; None without reports.

    What a report adds is a function of its output alone: its variance under each value is known exactly, and with the
    estimated counts of the values the variance of the sum.
    """
    n = int(counts.sum())
    if not n:
        return None
    p, q = float(own_chance(oracle)), float(other_chance(oracle))
    weighed = np.asarray(weights, np.float64)
    given = added(oracle, weighed)
    raw: Real = (supports(oracle, counts).astype(np.float64) - n * q) / (p - q)
    variance = max(float(whole(raw, n) @ (squares(oracle, given) - weighed**2)), 0.0)
    middle, half = float(counts @ given) / n, _z(SURE) * math.sqrt(repeats * variance) / n
    return Mean(middle, middle - half, middle + half)


def squares(oracle: Oracle, given: Real) -> Real:
    """For every cell the mean square of what its reports add (``aggregate.added``)."""
    told = oracle.threshold / WORD
    found: Real = told / oracle.own * spread(oracle, given**2)[: oracle.cells] + (1 - told) * float((given**2).mean())
    return found


def _z(sure: float) -> float:
    return float(norm.ppf((1 + sure) / 2))
