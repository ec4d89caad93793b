"""What the maker learns from telemetry: the collector's own answers to crowds of phones, against the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

import numpy as np
from msgspec import Struct

from phonehome.telemetry.collect.aggregate import Real, Whole
from phonehome.telemetry.collect.answer import Answer
from phonehome.telemetry.domain import weights
from phonehome.telemetry.proof.crowd import Told, Truth, labelled, told
from phonehome.telemetry.server.answers import answer
from phonehome.telemetry.server.batch import batch_of
from phonehome.telemetry.server.questions import question
from phonehome.telemetry.server.store import Counted, Period
from phonehome.telemetry.wire import date_of


class Crowd(Struct, frozen=True):
    """So many phones that agreed, asked ``trials`` times anew, from ``start`` (days since 1970-01-01)."""

    phones: int
    trials: int
    start: int
    seed: int


class Error(Struct, frozen=True):
    """How wrong an estimate is: the median error against all phones on all days, and the median half width.

    ``held``: how often the intervals hold what is true of those who reported, as they promise.
    """

    error: float
    half: float
    held: float


class Learned(Struct, frozen=True):
    """A metric asked of a crowd. Without ``enough`` reports nothing is told, and ``mean`` and ``shares`` are None."""

    metric: str
    phones: int
    reports: int
    needed: int
    enough: bool
    mean: Error | None
    shares: Error | None


class Rare(Struct, frozen=True):
    """A rare share, in the first trial of a crowd: None where the reports are too few to say anything.

    ``least``: the collector says that a smaller share cannot be told from none.
    """

    phones: int
    share: float | None = None
    low: float = 0.0
    high: float = 0.0
    least: float = 0.0


class _Trial(Struct, frozen=True):
    answer: Answer
    cells: Whole


def learned(truth: Truth, crowd: Crowd) -> Learned:
    """What a crowd teaches of a metric."""
    trials = list(_trials(truth, crowd))
    first = trials[0].answer
    return Learned(
        metric=truth.metric.name,
        phones=crowd.phones,
        reports=first.n,
        needed=first.needed,
        enough=first.enough,
        mean=_mean(truth, trials) if first.enough and first.mean else None,
        shares=_shares(truth, trials) if first.enough else None,
    )


def rare(truth: Truth, label: str, crowd: Crowd) -> Rare:
    """What a crowd teaches of one label's share."""
    said = next(_trials(truth, crowd)).answer
    found = next((share for share in said.shares if share.label == label), None)
    return Rare(crowd.phones, found.share, found.low, found.high, said.least or 0.0) if found else Rare(crowd.phones)


def _trials(truth: Truth, crowd: Crowd) -> Iterator[_Trial]:
    for trial in range(crowd.trials):
        rng = np.random.default_rng([crowd.seed, crowd.phones, trial, *truth.metric.name.encode()])
        one = told(truth, crowd.phones, rng)
        yield _Trial(_answer(truth, one, crowd.start), one.cells)


def _answer(truth: Truth, said: Told, start: int) -> Answer:
    """As the collector answers, day by day from its counts."""
    metric, days = truth.metric, range(start, start + len(said.counts))
    counted = [
        Counted(batch_of(question(metric), date_of(day)), {int(at): int(row[at]) for at in np.flatnonzero(row)})
        for day, row in zip(days, said.counts, strict=True)
    ]
    return answer(metric, Period(metric.name, date_of(days[0]), date_of(days[-1])), counted)


def _mean(truth: Truth, trials: Sequence[_Trial]) -> Error:
    weighed = np.array(weights(truth.metric.form))
    means = [one.answer.mean for one in trials if one.answer.mean]
    those = [float(labelled(truth.metric, one.cells) @ weighed) for one in trials]
    whole = truth.mean or 0.0
    return Error(
        error=median(abs(one.mean - whole) for one in means),
        half=median((one.high - one.low) / 2 for one in means),
        held=float(np.mean([one.low <= mean <= one.high for one, mean in zip(means, those, strict=True)])),
    )


def _shares(truth: Truth, trials: Sequence[_Trial]) -> Error:
    """Over all labels: the error is the root of the mean square, of what is shown; the intervals are the unadjusted."""
    shown, low, high = (_column(trials, name) for name in ("shown", "low", "high"))
    those = np.array([labelled(truth.metric, one.cells) for one in trials])
    return Error(
        error=float(np.median(np.sqrt(((shown - truth.shares) ** 2).mean(axis=1)))),
        half=float(np.median((high - low) / 2)),
        held=float(((low <= those) & (those <= high)).mean()),
    )


def _column(trials: Sequence[_Trial], name: str) -> Real:
    return np.array([[getattr(share, name) for share in one.answer.shares] for one in trials], np.float64)
