"""How long it takes from the last use to sleep, from waking to the first use, and from use to use while awake.

Waking to first unlock: quantiles measured on 40 people with Fitbits (GLOBEM; docs/why.md). All in minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.special import ndtr

Numbers = NDArray[np.float64]

FIRST_USE = ((0.0, 0.0), (1.0, 0.25), (4.0, 0.5), (16.0, 0.75), (51.0, 0.9), (85.0, 0.95), (300.0, 1.0))
# from laying the phone down for the night to sleep
LAST_USE = (
    (0.0, 0.0),
    (4.0, 0.03),
    (8.0, 0.13),
    (12.0, 0.28),
    (17.0, 0.45),
    (25.0, 0.6),
    (40.0, 0.75),
    (70.0, 0.85),
    (100.0, 0.9),
    (160.0, 0.95),
    (240.0, 0.985),
    (400.0, 1.0),
)
LONGEST_DARK = 1440
# Awake people lay the phone away for hours now and then, by no log-normal law; the longest such gap in minutes.
STRAY_LONGEST = 360.0


class Gaps(Struct, frozen=True):
    """One person's times between two uses while awake: mean and deviation of the logarithm of minutes.

    ``stray`` is the share of gaps that may have any length.
    """

    middle: float
    spread: float
    stray: float = 0.02

    def density(self, minutes: Numbers) -> Numbers:
        """Per minute."""
        x = np.maximum(minutes, 0.02)
        z = (np.log(x) - self.middle) / self.spread
        usual = np.exp(-0.5 * z * z) / (x * self.spread * np.sqrt(2 * np.pi))
        stray = np.where(x < STRAY_LONGEST, 1 / STRAY_LONGEST, 1e-7)
        done: Numbers = (1 - self.stray) * usual + self.stray * stray
        return done

    def longer(self, minutes: Numbers) -> Numbers:
        """The share that is longer."""
        x = np.maximum(minutes, 0.02)
        usual = ndtr((self.middle - np.log(x)) / self.spread)
        return (1 - self.stray) * usual + self.stray * np.maximum(1 - x / STRAY_LONGEST, 1e-5)

    @property
    def mean(self) -> float:
        """The mean, in minutes."""
        usual = float(np.exp(min(self.middle + self.spread**2 / 2, log(240))))
        return (1 - self.stray) * usual + self.stray * STRAY_LONGEST / 2


def by(table: tuple[tuple[float, float], ...], minutes: Numbers) -> Numbers:
    """The share of a quantile table that is at most so many minutes."""
    values, shares = zip(*table, strict=True)
    done: Numbers = np.interp(minutes, values, shares)
    return done


def until_sleep(gaps: Gaps, table: tuple[tuple[float, float], ...] = LAST_USE) -> Callable[[Numbers], Numbers]:
    """How likely sleep begins so long after the last use: laid down for the night, and no use fell before that."""
    lags = np.arange(LONGEST_DARK, dtype=np.float64)
    laid = np.diff(by(table, np.arange(LONGEST_DARK + 1, dtype=np.float64)))
    chance = np.convolve(laid, gaps.longer(lags + 0.5))[:LONGEST_DARK]
    return lambda minutes: np.interp(minutes, lags + 0.5, chance, right=1e-12)


def until_use(gaps: Gaps, direct: float) -> Callable[[Numbers], Numbers]:
    """The share of wakings after which something was seen within so many minutes.

    ``direct`` is the share whose first use of the phone is seen; else it takes as long as between two things seen.
    """
    if direct >= 1:
        return lambda minutes: by(FIRST_USE, minutes)
    edges = np.arange(LONGEST_DARK + 1, dtype=np.float64)
    waits = gaps.longer(edges[:-1] + 0.5)
    later = np.cumsum(np.convolve(np.diff(by(FIRST_USE, edges)), waits / waits.sum())[:LONGEST_DARK])
    share = direct * by(FIRST_USE, edges) + (1 - direct) * np.concatenate(([0.0], later))
    return lambda minutes: np.interp(minutes, edges, share)
