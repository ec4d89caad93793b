"""The shares of a metric's labels whatever the attribute that they are told with."""

from __future__ import annotations

import numpy as np

from phonehome.telemetry.collect.aggregate import Real, Whole
from phonehome.telemetry.collect.answer import Cell, Mean
from phonehome.telemetry.collect.estimate import mean, strict, whole
from phonehome.telemetry.metric import Metric


def rows(metric: Metric) -> Real:
    """For each label, what the cells weigh in its share."""
    found: Real = np.tile(np.eye(len(metric.labels)), len(metric.attribute))
    return found


def marginal(metric: Metric, counts: Whole, repeats: int = 1) -> tuple[Cell, ...]:
    """The share of each label."""
    found = [mean(metric.oracle, counts, row.tolist(), repeats) or Mean(0.0, 0.0, 0.0) for row in rows(metric)]
    shown = whole(np.array([one.mean for one in found]), 1.0).tolist()
    wider = strict(len(metric.labels)) / strict(1)
    return tuple(
        Cell(one.mean, one.low, one.high, at, one.mean - wider * (one.mean - one.low) > 0)
        for one, at in zip(found, shown, strict=True)
    )
