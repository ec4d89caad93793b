"""What phones that lie add to a cell at most: a report weighs more than a phone (Cheu 2021; Cao 2021)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from phonehome.telemetry.collect.aggregate import Real, added, spread
from phonehome.telemetry.oracle.oracle import Oracle, other_chance, own_chance


def worth(oracle: Oracle) -> float:
    """By how many reports one false report raises the estimate of a cell that it supports: (1 - Q) / (P - Q)."""
    p, q = own_chance(oracle), other_chance(oracle)
    return float((1 - q) / (p - q))


def moved(oracle: Oracle, weights: Real, about: tuple[float, float], liars: float) -> float:
    """By how much a share of false reports could move a mean, up or down, that lies somewhere from one to another."""
    given = added(oracle, weights)
    return liars * max(float(given.max()) - about[0], about[1] - float(given.min()))


def worst_report(oracle: Oracle, targets: Sequence[int]) -> tuple[int, int]:
    """The report that supports the most of the cells that liars want to raise, and how many of them."""
    wanted = np.zeros(oracle.cells)
    wanted[list(targets)] = 1
    supported = np.rint(spread(oracle, wanted))
    best = int(supported.argmax())
    return best, int(supported[best])


def gain(oracle: Oracle, liars: float, share: float) -> float:
    """By how much a share of liars raises the estimated share of a cell that honestly has ``share``."""
    return liars * (worth(oracle) - share)
