"""The shares of a metric's labels whatever the attribute that they are told with."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from phonehome.telemetry.collect.aggregate import Real, Whole, added
from phonehome.telemetry.collect.answer import Cell, Mean
from phonehome.telemetry.collect.estimate import WANTED, mean, squares, strict, whole
from phonehome.telemetry.metric import Metric


def rows(metric: Metric) -> Real:
    """For each label, what the cells weigh in its share."""
    found: Real = np.tile(np.eye(len(metric.labels)), len(metric.attribute))
    return found


@lru_cache(maxsize=64)
def needed(metric: Metric, wanted: float = WANTED) -> int:
    """So many reports that a label that nobody has gets the wanted half width, where all others are as common."""
    oracle = metric.oracle
    most = max(float(squares(oracle, added(oracle, row))[row == 0].mean()) for row in rows(metric))
    return math.ceil(strict(1) ** 2 * most / wanted**2)


def marginal(metric: Metric, counts: Whole, repeats: int = 1) -> tuple[Cell, ...]:
    """The share of each label."""
    found = [mean(metric.oracle, counts, row.tolist(), repeats) or Mean(0.0, 0.0, 0.0) for row in rows(metric)]
    shown = whole(np.array([one.mean for one in found]), 1.0).tolist()
    wider = strict(len(metric.labels)) / strict(1)
    return tuple(
        Cell(one.mean, one.low, one.high, at, one.mean - wider * (one.mean - one.low) > 0)
        for one, at in zip(found, shown, strict=True)
    )
