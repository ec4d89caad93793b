"""Many phones at once: what they would truly answer, and their reports, drawn with the phone's own integers."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import numpy as np
from msgspec import Struct
from numpy.random import Generator

from phonehome.telemetry.collect.aggregate import Real, Whole
from phonehome.telemetry.domain import Value, cell, step_of, weights
from phonehome.telemetry.fleet.days import handset, values
from phonehome.telemetry.fleet.fleet import Lives
from phonehome.telemetry.metric import Metric, Metrics
from phonehome.telemetry.oracle.oracle import WORD, Oracle
from phonehome.telemetry.oracle.sample import output

# How often each day is answered for: each time by another phone, with lots of its own.
LOTS = 8
CHUNK = 100_000


class Truth(Struct, frozen=True):
    """The cell of each life, day and lot, and the mean of the values themselves; None of a category.

    A lot of a memoised metric is the rounding point that a phone keeps; of a fresh one it is drawn with the day.
    """

    metric: Metric
    cells: Whole
    mean: float | None

    @property
    def shares(self) -> Real:
        """The share of each label over all lives, days and lots."""
        return labelled(self.metric, np.bincount(self.cells.reshape(-1), minlength=self.metric.cells))

    @property
    def binned(self) -> float:
        """The mean that the labels tell, which is what is asked: of values as their bins' middles, or capped."""
        return float(self.shares @ np.array(weights(self.metric.form) or 0.0))


class Told(Struct, frozen=True):
    """What a crowd reported: how often each output by day, and the cells that were true when it did."""

    counts: Whole
    cells: Whole


def truths(metrics: Metrics, lives: Lives, seed: int) -> tuple[Truth, ...]:
    """What is true of all lives, for each metric."""
    rng = Random(f"proof/{seed}")
    asked = tuple(metrics.metrics.values())
    cells: dict[str, list[int]] = {metric.name: [] for metric in asked}
    sums = dict.fromkeys(cells, 0.0)
    for day in (day for life in lives for day in life):
        for lot in range(LOTS):
            phone = handset(rng)
            told: dict[str, Value] = values(day, phone, rng)
            for metric in asked:
                value = told[metric.name]
                sums[metric.name] += 0.0 if isinstance(value, str) else value
                if lot < _lots(metric):
                    point = lot if _keeps(metric) else rng.randrange(step_of(metric))
                    cells[metric.name].append(cell(metric, value, phone.version, point))
    count = LOTS * sum(map(len, lives))
    return tuple(_truth(metric, cells[metric.name], (len(lives), sums[metric.name] / count)) for metric in asked)


def told(truth: Truth, phones: int, rng: Generator) -> Told:
    """The reports of so many phones over all days, in bounded memory: fresh ones on one day, memoised ones on every."""
    days, oracle = truth.cells.shape[1], truth.metric.oracle
    counts, cells = np.zeros(days * oracle.outputs, np.int64), np.zeros(oracle.cells, np.int64)
    say = _kept if _keeps(truth.metric) else _fresh
    for first in range(0, phones, CHUNK):
        day, true, said = say(truth, np.arange(first, min(first + CHUNK, phones)), rng)
        counts += np.bincount(day * oracle.outputs + said, minlength=len(counts))
        cells += np.bincount(true, minlength=len(cells))
    return Told(counts.reshape(days, oracle.outputs), cells)


def planted(truth: Truth, labels: tuple[str, str], share: float, rng: Generator) -> Truth:
    """The same where one label became another, so that it has this share of all answers."""
    old, new = (truth.metric.labels.index(label) for label in labels)
    width = len(truth.metric.labels)
    having = truth.cells % width == old
    moved = having & (rng.random(truth.cells.shape) < share / having.mean())
    return Truth(truth.metric, truth.cells + np.where(moved, new - old, 0), truth.mean)


def reports(oracle: Oracle, cells: Whole, rng: Generator) -> Whole:
    """A report of each cell, as ``sample.report`` makes it: the same threshold, the same own outputs."""
    own = rng.integers(0, WORD - 1, cells.shape, np.uint64, endpoint=True) < np.uint64(oracle.threshold)
    ranks, others = rng.integers(0, oracle.own, cells.shape), rng.integers(0, oracle.outputs, cells.shape)
    return np.where(own, own_outputs(oracle)[cells, ranks], others)


def labelled(metric: Metric, counts: Whole) -> Real:
    """The share of each label, whatever the attribute, from counts by cell."""
    shares: Real = counts.reshape(len(metric.attribute), -1).sum(axis=0) / counts.sum()
    return shares


def _fresh(truth: Truth, numbers: Whole, rng: Generator) -> tuple[Whole, Whole, Whole]:
    """Each phone answers on a day that it draws."""
    lives, days, lots = truth.cells.shape
    day = rng.integers(0, days, len(numbers))
    true = truth.cells[numbers % lives, day, rng.integers(0, lots, len(numbers))]
    return day, true, reports(truth.metric.oracle, true, rng)


def _kept(truth: Truth, numbers: Whole, rng: Generator) -> tuple[Whole, Whole, Whole]:
    """Each phone answers on every day, to the same cell the same."""
    (lives, days, lots), oracle = truth.cells.shape, truth.metric.oracle
    lot = rng.integers(0, lots, len(numbers))
    true = truth.cells[numbers % lives, :, lot]
    answers = reports(oracle, np.tile(np.arange(oracle.cells), (len(numbers), 1)), rng)
    said = np.take_along_axis(answers, true, axis=1)
    return np.tile(np.arange(days), len(numbers)), true.reshape(-1), said.reshape(-1)


def _truth(metric: Metric, cells: list[int], known: tuple[int, float]) -> Truth:
    lives, mean = known
    table = np.array(cells, np.int64).reshape(lives, -1, _lots(metric))
    return Truth(metric, table, mean if weights(metric.form) else None)


def _keeps(metric: Metric) -> bool:
    return metric.terms.repeat == "memoised"


def _lots(metric: Metric) -> int:
    return step_of(metric) if _keeps(metric) else LOTS


@lru_cache(maxsize=64)
def own_outputs(oracle: Oracle) -> Whole:
    """The own outputs of each cell, by their rank."""
    ranks = range(oracle.own)
    return np.array([[output(oracle, cell, True, rank) for rank in ranks] for cell in range(oracle.cells)])  # noqa: FBT003
