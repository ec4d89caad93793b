"""Bars, columns and dots with error bars, as bands that stretch with the page (``report.charts.svg``)."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from phonehome.report.charts.svg import Mark, band

# Parts of a band's length or height.
_LINE, _CAP, _DOT = 0.006, 0.4, 0.012
_TALL = 100.0


class Scale(Struct, frozen=True):
    """From where to where a picture goes."""

    least: float
    most: float

    def at(self, number: float) -> float:
        """Where a number stands, from 0 to 1; what is outside stands at the end."""
        return min(max((number - self.least) / ((self.most - self.least) or 1), 0.0), 1.0)


class Point(Struct, frozen=True):
    """A number with its interval; ``told``: it can be told from none."""

    middle: float
    low: float
    high: float
    told: bool = True


def shares_scale(points: Sequence[Point]) -> Scale:
    """From none to the end of the longest interval, at most all."""
    return Scale(0.0, min(max((point.high for point in points), default=1.0), 1.0))


def means_scale(points: Sequence[Point]) -> Scale:
    """From the lowest end to the highest."""
    return Scale(min((one.low for one in points), default=0.0), max((one.high for one in points), default=1.0))


def bar(point: Point, scale: Scale) -> Markup:
    """A bar from the left with the interval as a line across its end."""
    whole = Mark(0, scale.at(point.middle), _look(point), 0.18, 0.64)
    return band([whole, *_across(point, scale)], 1, "bars-of-one")


def dot(point: Point, scale: Scale) -> Markup:
    """A dot with the interval as a line through it."""
    middle = scale.at(point.middle) * (1 - _DOT)
    return band([*_across(point, scale), Mark(middle, middle + _DOT, _look(point), 0.12, 0.76)], 1, "bars-of-one")


def columns(points: Sequence[Point], scale: Scale) -> Markup:
    """A column for each, with the interval as a line through its top."""
    marks = []
    for place, point in enumerate(points):
        low, middle, high = (_TALL * scale.at(one) for one in (point.low, point.middle, point.high))
        marks += [
            Mark(place + 0.12, place + 0.88, _look(point), _TALL - middle, middle),
            Mark(place + 0.46, place + 0.54, "error", _TALL - high, high - low),
        ]
    return band(marks, len(points), "columns error-bars", _TALL)


def progress(done: int, wanted: int) -> Markup:
    """How much there is of what is wanted."""
    return band([Mark(0, done, "told")], wanted, "progress")


def _across(point: Point, scale: Scale) -> list[Mark]:
    low, high = (scale.at(end) * (1 - _LINE) for end in (point.low, point.high))
    ends = [Mark(end, end + _LINE, "error", (1 - _CAP) / 2, _CAP) for end in (low, high)]
    return [Mark(low, high + _LINE, "error", 0.46, 0.08), *ends]


def _look(point: Point) -> str:
    return "told" if point.told else "untold"
