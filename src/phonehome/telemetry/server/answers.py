"""From counted reports to shares, means and cohorts of the fleet with intervals, or that they are too few."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from msgspec import Struct

from phonehome.telemetry.collect.aggregate import Whole
from phonehome.telemetry.collect.cohorts import Cohort, cohorts
from phonehome.telemetry.collect.estimate import Cell, Mean, estimate, mean, needed, whole
from phonehome.telemetry.domain import weights
from phonehome.telemetry.metric import Category, Metric
from phonehome.telemetry.oracle.exact import MICRO
from phonehome.telemetry.server.store import Counted, Period
from phonehome.telemetry.wire import definition


class Share(Struct, frozen=True):
    """The share of one label: unbiased with its 95 % interval; ``shown`` is made whole (none below 0, sum 1)."""

    label: str
    share: float
    low: float
    high: float
    shown: float


class Answer(Struct, frozen=True):
    """What the reports of a period say. Without ``enough`` reports there are no shares, no mean and no cohorts.

    ``days`` have reports; ``other_days`` were asked in another definition and are left out. Epsilons: of one report,
    and of all that a phone ever tells.
    """

    metric: str
    since: date
    until: date
    unit: str
    days: int
    other_days: int
    n: int
    needed: int
    enough: bool
    epsilon_report: float
    epsilon_lifetime: float
    shares: tuple[Share, ...] = ()
    mean: Mean | None = None
    cohorts: tuple[Cohort, ...] = ()


def answer(metric: Metric, period: Period, found: Sequence[Counted]) -> Answer:
    """The answer to a period, of all its days together."""
    here = [one for one in found if one.batch.form == definition(metric)]
    counts, repeats = summed(metric, here), _repeats(metric, len(here))
    least, n = needed(metric.oracle, repeats=repeats), int(counts.sum())
    unit = "" if isinstance(metric.form, Category) else metric.form.unit
    said = _said(metric, counts, repeats) if n >= least else ((), None, ())
    return Answer(
        metric=metric.name,
        since=period.since,
        until=period.until,
        unit=unit,
        days=len(here),
        other_days=len(found) - len(here),
        n=n,
        needed=least,
        enough=n >= least,
        epsilon_report=metric.epsilon / MICRO,
        epsilon_lifetime=metric.lifetime / MICRO,
        shares=said[0],
        mean=said[1],
        cohorts=said[2],
    )


def summed(metric: Metric, found: Iterable[Counted]) -> Whole:
    """How often each output was reported on all days."""
    counts = np.zeros(metric.oracle.outputs, np.int64)
    for one in found:
        counts[list(one.counts)] += np.fromiter(one.counts.values(), np.int64, len(one.counts))
    return counts


def _repeats(metric: Metric, days: int) -> int:
    """How many reports of one phone may share one noise: a memoised answer is told on every day of answering."""
    return max(days, 1) * metric.terms.bound if metric.terms.repeat == "memoised" else 1


def _said(metric: Metric, counts: Whole, repeats: int) -> tuple[tuple[Share, ...], Mean | None, tuple[Cohort, ...]]:
    cells = (
        _marginal(metric, counts, repeats)
        if metric.terms.by
        else estimate(metric.oracle, counts, repeats=repeats).cells
    )
    shares = tuple(
        Share(label, cell.share, cell.low, cell.high, cell.shown)
        for label, cell in zip(metric.labels, cells, strict=True)
    )
    weighed = weights(metric.form)
    middle = mean(metric.oracle, counts, weighed * len(metric.attribute), repeats) if weighed else None
    return shares, middle, cohorts(metric, counts, repeats=repeats) if metric.terms.by else ()


def _marginal(metric: Metric, counts: Whole, repeats: int) -> tuple[Cell, ...]:
    """The shares of the labels whatever the attribute."""
    wanted = np.tile(np.eye(len(metric.labels)), len(metric.attribute))
    found = [mean(metric.oracle, counts, row.tolist(), repeats) or Mean(0.0, 0.0, 0.0) for row in wanted]
    shown = whole(np.array([one.mean for one in found]), 1.0).tolist()
    return tuple(Cell(one.mean, one.low, one.high, at, one.low > 0) for one, at in zip(found, shown, strict=True))
