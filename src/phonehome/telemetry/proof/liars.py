"""What one phone in a hundred gains by lying: measured on a crowd's reports, beside the theory."""

from __future__ import annotations

from statistics import fmean, stdev

import numpy as np
from msgspec import Struct

from phonehome.telemetry.collect.estimate import estimate
from phonehome.telemetry.collect.poison import gain, worst_report
from phonehome.telemetry.proof.crowd import Truth, told
from phonehome.telemetry.proof.learned import Crowd

LIARS = 0.01


class Gain(Struct, frozen=True):
    """By how much liars raise the share of ``label``: the mean of trials with its standard error, and the theory."""

    metric: str
    label: str
    measured: float
    error: float
    theory: float


def liars(truth: Truth, crowd: Crowd) -> Gain:
    """A share of the crowd tells nothing but the report that raises the first label's cell most."""
    found = [_gained(truth, crowd, trial) for trial in range(crowd.trials)]
    honest = float(np.bincount(truth.cells.reshape(-1), minlength=truth.metric.cells)[0] / truth.cells.size)
    theory = gain(truth.metric.oracle, LIARS, honest)
    error = stdev(found) / len(found) ** 0.5
    return Gain(truth.metric.name, truth.metric.labels[0], fmean(found), error, theory)


def _gained(truth: Truth, crowd: Crowd, trial: int) -> float:
    """The estimate of the first cell with liars, less its share among the honest who reported."""
    oracle, lying = truth.metric.oracle, round(LIARS * crowd.phones)
    rng = np.random.default_rng([crowd.seed, trial, *b"liars", *truth.metric.name.encode()])
    honest = told(truth, crowd.phones - lying, rng)
    counts = honest.counts.sum(axis=0)
    counts[worst_report(oracle, [0])[0]] += lying
    return estimate(oracle, counts).cells[0].share - float(honest.cells[0] / honest.cells.sum())
