"""A metric by an attribute: shares within each cohort, where the cohort is large enough for that to be more than noise.

Who is in a cohort is randomised too, for both are told in one report: its size T is itself an estimate, and the
noise of a share in it is that of all n reports. A rare cell's half width is z (n Q (1 - Q))^(1/2) / ((P - Q) T).
"""

from __future__ import annotations

import math

import numpy as np

from phonehome.telemetry.collect.aggregate import Real, Whole
from phonehome.telemetry.collect.answer import Cell, Cohort, Mean
from phonehome.telemetry.collect.estimate import WANTED, estimate, mean, needed, whole
from phonehome.telemetry.metric import Metric


def cohorts(metric: Metric, counts: Whole, wanted: float = WANTED, repeats: int = 1) -> tuple[Cohort, ...]:
    """All cohorts, in the order of the attribute's values; none without reports."""
    n = int(counts.sum())
    if not n:
        return ()
    least = math.ceil(math.sqrt(n * needed(metric.oracle, wanted, repeats)))
    joint = estimate(metric.oracle, counts, wanted, repeats).cells
    width = len(metric.labels)
    return tuple(
        _cohort(metric, counts, (number, least, repeats), joint[number * width : (number + 1) * width])
        for number in range(len(metric.attribute))
    )


def _cohort(metric: Metric, counts: Whole, asked: tuple[int, int, int], joint: tuple[Cell, ...]) -> Cohort:
    number, least, repeats = asked
    n, member = int(counts.sum()), _row(metric, number)
    share = mean(metric.oracle, counts, member.tolist(), repeats) or Mean(0.0, 0.0, 0.0)
    enough = share.low * n >= least
    cells = _within(metric, counts, (number, repeats), (share.mean, joint)) if enough else ()
    return Cohort(metric.attribute[number], share, least, enough, cells)


def _within(
    metric: Metric, counts: Whole, asked: tuple[int, int], known: tuple[float, tuple[Cell, ...]]
) -> tuple[Cell, ...]:
    """The share r of a cell is X / T; its noise to first order that of X - r T, by T."""
    (number, repeats), (size, joint) = asked, known
    member, first = _row(metric, number), number * len(metric.labels)
    raw: Real = np.array([cell.share for cell in joint]) / size
    shown = whole(raw, 1.0)
    found = []
    for at, share in enumerate(raw.tolist()):
        weights = -share * member
        weights[first + at] += 1
        noise = mean(metric.oracle, counts, weights.tolist(), repeats) or Mean(0.0, 0.0, 0.0)
        half = (noise.high - noise.low) / 2 / size
        found.append(Cell(share, share - half, share + half, float(shown[at]), joint[at].told))
    return tuple(found)


def _row(metric: Metric, number: int) -> Real:
    member = np.zeros((len(metric.attribute), len(metric.labels)))
    member[number] = 1
    return member.reshape(-1)
