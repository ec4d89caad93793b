"""From counted reports to shares, means and cohorts of the fleet with intervals, or that they are too few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from itertools import groupby

import numpy as np
from msgspec.structs import asdict, replace

from phonehome.telemetry.collect import marginal
from phonehome.telemetry.collect.aggregate import Whole
from phonehome.telemetry.collect.answer import Answer, Cell, Mean, Part, Share, kept
from phonehome.telemetry.collect.cohorts import cohorts
from phonehome.telemetry.collect.estimate import estimate, least, mean, needed, strict
from phonehome.telemetry.collect.poison import moved
from phonehome.telemetry.domain import weights
from phonehome.telemetry.metric import Category, Metric
from phonehome.telemetry.oracle.exact import MICRO
from phonehome.telemetry.server.store import AwayError, Counted, Period
from phonehome.telemetry.wire import definition

SUNDAY = timedelta(days=6)
LIARS = 0.01


def answer(metric: Metric, period: Period, found: Sequence[Counted], *, weekly: bool = False) -> Answer:
    """The answer to a period, of all its days together; ``weekly``: of each of its weeks too."""
    here = [one for one in found if one.batch.form == definition(metric)]
    whole = part(metric, period, here)
    counts, repeats = summed(metric, here), _repeats(metric, len(here))
    return Answer(
        **asdict(whole),
        metric=metric.name,
        unit="" if isinstance(metric.form, Category) else metric.form.unit,
        other_days=len(found) - len(here),
        epsilon_report=metric.epsilon / MICRO,
        epsilon_lifetime=metric.lifetime / MICRO,
        moved_share=_moved_share(metric),
        moved_mean=_moved_mean(metric, whole.mean_shown),
        by=metric.terms.by,
        cohorts=cohorts(metric, counts, repeats=repeats) if metric.terms.by and whole.enough else (),
        weeks=tuple(weeks(metric, period, here)) if weekly else (),
    )


def weeks(metric: Metric, period: Period, here: Sequence[Counted]) -> Iterator[Part]:
    """The weeks of a period, Monday to Sunday, from the first that has reports to the last."""
    for monday, some in groupby(here, lambda one: one.batch.day - timedelta(days=one.batch.day.weekday())):
        first, last = max(monday, period.since), min(monday + SUNDAY, period.until)
        yield part(metric, Period(metric.name, first, last), tuple(some))


def part(metric: Metric, period: Period, here: Sequence[Counted]) -> Part:
    """What the reports of some days say, asked in the metric's present definition."""
    counts, repeats = summed(metric, here), _repeats(metric, len(here))
    n, wanted = int(counts.sum()), _needed(metric, repeats)
    waiting = sum(sum(one.counts.values()) for one in here if not one.batch.closed)
    about = Part(period.since, period.until, len(here), n, waiting, wanted, n >= wanted)
    if not about.enough:
        return about
    cells, smallest = _cells(metric, counts, repeats)
    shares = tuple(Share(label=label, **asdict(cell)) for label, cell in zip(metric.labels, cells, strict=True))
    middle = _mean(metric, counts, repeats)
    return replace(about, least=smallest, shares=shares, mean=middle, mean_shown=_kept(metric, middle))


def summed(metric: Metric, found: Iterable[Counted]) -> Whole:
    """How often each output was reported on all days; AwayError for what is no output."""
    counts = np.zeros(metric.oracle.outputs, np.int64)
    for one in found:
        if max(one.counts, default=0) >= metric.oracle.outputs:
            raise AwayError(f"the database is damaged: it has answers to {metric.name} that no phone can give")
        counts[list(one.counts)] += np.fromiter(one.counts.values(), np.int64, len(one.counts))
    return counts


def _repeats(metric: Metric, days: int) -> int:
    """How many reports of one phone may share one noise: a memoised answer is told on every day of answering."""
    return max(days, 1) * metric.terms.bound if metric.terms.repeat == "memoised" else 1


def _needed(metric: Metric, repeats: int) -> int:
    return repeats * marginal.needed(metric) if metric.terms.by else needed(metric.oracle, repeats=repeats)


def _cells(metric: Metric, counts: Whole, repeats: int) -> tuple[tuple[Cell, ...], float]:
    """The shares of the labels, and the least that is told from none."""
    if metric.terms.by:
        cells = marginal.marginal(metric, counts, repeats)
        return cells, strict(len(cells)) / strict(1) * max(cell.share - cell.low for cell in cells)
    return estimate(metric.oracle, counts, repeats=repeats).cells, least(metric.oracle, int(counts.sum()), repeats)


def _mean(metric: Metric, counts: Whole, repeats: int) -> Mean | None:
    weighed = weights(metric.form)
    return mean(metric.oracle, counts, weighed * len(metric.attribute), repeats) if weighed else None


def _kept(metric: Metric, middle: Mean | None) -> Mean | None:
    weighed = weights(metric.form)
    return kept(middle, min(weighed), max(weighed)) if middle and weighed else None


@lru_cache(maxsize=64)
def _moved_share(metric: Metric) -> float:
    """The reports that move one label's share most; without an attribute all labels are alike."""
    rows = marginal.rows(metric)
    labels = rows if metric.terms.by else rows[:1]
    return max(moved(metric.oracle, row, (0.0, 1.0), LIARS) for row in labels)


def _moved_mean(metric: Metric, middle: Mean | None) -> float | None:
    weighed = weights(metric.form)
    if middle is None or weighed is None:
        return None
    told = np.array(weighed * len(metric.attribute))
    return moved(metric.oracle, told, (middle.mean, middle.mean), LIARS)
