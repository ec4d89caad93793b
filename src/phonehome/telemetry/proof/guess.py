"""What a report tells who knows whose it is: how often the best guess of an answer is right, with and without it."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from phonehome.telemetry.collect.aggregate import Real
from phonehome.telemetry.oracle.oracle import WORD, Oracle
from phonehome.telemetry.proof.crowd import Truth, own_outputs


class Guess(Struct, frozen=True):
    """How often the guess is right that knows the fleet's shares alone, and the one that knows the report too."""

    metric: str
    without: float
    with_report: float


def guess(truth: Truth) -> Guess:
    """Exactly, over all answers and reports: each report is taken for the label that most probably made it."""
    metric = truth.metric
    prior: Real = np.bincount(truth.cells.reshape(-1), minlength=metric.cells) / truth.cells.size
    labelled = (prior[:, None] * _chances(metric.oracle)).reshape(len(metric.attribute), len(metric.labels), -1)
    both = labelled.sum(axis=0)
    return Guess(metric.name, float(both.sum(axis=1).max()), float(both.max(axis=0).sum()))


def _chances(oracle: Oracle) -> Real:
    """How likely each output is of each cell."""
    told = oracle.threshold / WORD
    chances = np.full((oracle.cells, oracle.outputs), (1 - told) / oracle.outputs)
    np.add.at(chances, (np.arange(oracle.cells)[:, None], own_outputs(oracle)), told / oracle.own)
    return chances
