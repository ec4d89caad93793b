"""What the page is filled with: a card for each metric, with its rows and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import Markup
from msgspec import Struct

from phonehome.telemetry.collect.answer import Answer, Cell, Mean, Part, Share, kept
from phonehome.telemetry.dashboard import words
from phonehome.telemetry.dashboard.charts import Point, Scale, bar, columns, dot, means_scale, progress, shares_scale
from phonehome.telemetry.metric import Category, Metric

# More rows than that are a histogram, or are left to the table of all numbers.
ROWS = 12
# Of a category these are shown week by week, and version by version.
LARGEST = 3


class Batches(Struct, frozen=True):
    """``counted``: the newest day that is counted; ``open``: how many days take reports and wait."""

    counted: date | None
    open: int


class Row(Struct, frozen=True):
    """A line of a picture: its label, and in words what is drawn."""

    label: str
    picture: Markup
    amount: str
    interval: str = ""


class Rows(Struct, frozen=True):
    """Lines with one scale; ``rest``: how many more there are."""

    title: str
    rows: tuple[Row, ...]
    rest: int = 0


class Card(Struct, frozen=True):
    """One metric: what is shown of it."""

    metric: Metric
    answer: Answer
    batches: Batches
    expired: bool
    chart: Rows
    progress: Markup
    histogram: Markup | None
    top: float
    weeks: tuple[Rows, ...]
    cohorts: tuple[Rows, ...]


def card(metric: Metric, answer: Answer, batches: Batches, today: date) -> Card:
    """What is shown of a metric."""
    cut = len(answer.shares) > ROWS
    is_histogram = cut and not isinstance(metric.form, Category)
    shares = answer.shares if not isinstance(metric.form, Category) else sorted(answer.shares, key=_falling)
    return Card(
        metric,
        answer,
        batches,
        metric.expired(today),
        Rows("", tuple(_bars(shares[:ROWS])), len(shares) - len(shares[:ROWS])),
        progress(answer.n, answer.needed),
        _histogram(answer.shares) if is_histogram else None,
        shares_scale([point(one) for one in answer.shares]).most,
        tuple(_weeks(answer)),
        tuple(_cohorts(answer)) if answer.cohorts else (),
    )


def point(cell: Cell) -> Point:
    """A share as it is shown, kept to 0 to 1."""
    return Point(cell.shown, max(cell.low, 0.0), min(max(cell.high, 0.0), 1.0), cell.told)


def _falling(cell: Cell) -> float:
    return -cell.shown


def _bars(shares: Sequence[Share]) -> Iterator[Row]:
    scale = shares_scale([point(one) for one in shares])
    for one in shares:
        yield Row(one.label, bar(point(one), scale), words.share(one.shown), words.interval(one.low, one.high))


def _histogram(shares: Sequence[Share]) -> Markup:
    points = [point(one) for one in shares]
    return columns(points, shares_scale(points))


def _weeks(answer: Answer) -> Iterator[Rows]:
    """The mean by week; of a category the largest shares by week."""
    if not any(week.enough for week in answer.weeks):
        return
    if answer.mean_shown:
        points = [_mean_point(week.mean_shown) if week.mean_shown else None for week in answer.weeks]
        scale = means_scale([one for one in points if one])
        yield Rows("Mean", tuple(_week(*both, scale) for both in zip(answer.weeks, points, strict=True)))
        return
    for label in [one.label for one in sorted(answer.shares, key=_falling)[:LARGEST] if one.told]:
        points = [_share_point(week, label) for week in answer.weeks]
        scale = shares_scale([one for one in points if one])
        yield Rows(label, tuple(_week(*both, scale, share=True) for both in zip(answer.weeks, points, strict=True)))


def _mean_point(mean: Mean, *, told: bool = True) -> Point:
    return Point(mean.mean, mean.low, mean.high, told)


def _share_point(week: Part, label: str) -> Point | None:
    return next((point(one) for one in week.shares if one.label == label), None)


def _week(week: Part, found: Point | None, scale: Scale, *, share: bool = False) -> Row:
    days = words.short_days(week.since, week.until)
    if found is None:
        return Row(days, Markup(), "too few", f"{week.n:,} of {week.needed:,} reports")
    if share:
        return Row(days, dot(found, scale), words.share(found.middle), words.interval(found.low, found.high))
    return Row(days, dot(found, scale), f"{found.middle:.3g}", f"{found.low:.3g} to {found.high:.3g}")


def _cohorts(answer: Answer) -> Iterator[Rows]:
    """How many phones have each value of the attribute, and what those say that are enough."""
    points = [_mean_point(kept(one.share, 0, 1), told=one.share.low > 0) for one in answer.cohorts]
    scale = shares_scale(points)
    yield Rows(
        f"Phones by {answer.by}",
        tuple(
            Row(one.attribute, bar(at, scale), words.share(at.middle), words.interval(at.low, at.high))
            for one, at in zip(answer.cohorts, points, strict=True)
        ),
    )
    labels = [one.label for one in answer.shares]
    for cohort in answer.cohorts:
        if cohort.enough:
            shares = [_labelled(*both) for both in zip(cohort.cells, labels, strict=True)]
            largest = sorted(shares, key=_falling)[:LARGEST]
            yield Rows(f"{answer.by} {cohort.attribute}", tuple(_bars(largest)), len(shares) - len(largest))


def _labelled(cell: Cell, label: str) -> Share:
    return Share(cell.share, cell.low, cell.high, cell.shown, cell.told, label)
