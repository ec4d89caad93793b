"""From a value to the cell that is told, and what a cell says."""

from __future__ import annotations

import math
from bisect import bisect_right
from itertools import pairwise

from phonehome.telemetry.metric import OTHER, Category, Count, Form, Metric, Number, Rate

Value = str | int | float


def labels(form: Form) -> tuple[str, ...]:
    """What each cell of a form stands for, in words."""
    match form:
        case Category(values):
            return values
        case Number():
            ends = edges(form)
            return tuple(f"{low:g} to {high:g}" for low, high in pairwise(ends))
        case Count() | Rate():
            levels = range(0, form.cap + 1, _step(form))
            return tuple(f"{level} or more" if level == form.cap else str(level) for level in levels)


def weights(form: Form) -> tuple[float, ...] | None:
    """What each cell counts in a mean: the middle of a bin, the count; None for a category."""
    match form:
        case Category():
            return None
        case Number():
            ends = edges(form)
            return tuple((low + high) / 2 for low, high in pairwise(ends))
        case Count() | Rate():
            return tuple(float(level) for level in range(0, form.cap + 1, _step(form)))


def edges(form: Number) -> tuple[float, ...]:
    """The ends of all bins, ascending."""
    low, high = form.range
    if isinstance(form.bins, tuple):
        return form.bins
    return tuple(low + (high - low) * at / form.bins for at in range(form.bins + 1))


def step_of(metric: Metric) -> int:
    """How wide a count's steps are; 1 for all that is not rounded."""
    return _step(metric.form) if isinstance(metric.form, Count | Rate) else 1


def cell(metric: Metric, value: Value, attribute: str = "", offset: int = 0) -> int:
    """The cell of a value under an attribute's value. ``offset``: the phone's rounding point, below ``step_of``.

    What is out of range goes to the ends, what is not in the list to other. ValueError for a value of the wrong type.
    """
    return _row(metric, attribute) * len(metric.labels) + _column(metric, value, offset)


def _row(metric: Metric, attribute: str) -> int:
    known = metric.attribute
    return known.index(attribute if attribute in known else OTHER) if metric.terms.by else 0


def _column(metric: Metric, value: Value, offset: int) -> int:
    match metric.form, value:
        case Category(values), str():
            return values.index(value if value in values else OTHER)
        case Number() as form, int() | float() if not math.isnan(value):
            return min(max(bisect_right(edges(form), value) - 1, 0), len(metric.labels) - 1)
        case (Count() | Rate()) as form, int() if value >= 0:
            whole, rest = divmod(min(value, form.cap), _step(form))
            return whole + (rest > offset)
    raise ValueError(f"metric {metric.name}: {value!r} is no {_wanted(metric.form)}")


def _step(form: Count | Rate) -> int:
    return form.step if isinstance(form, Count) else form.cap


def _wanted(form: Form) -> str:
    match form:
        case Category():
            return "text"
        case Number():
            return "number"
        case Count() | Rate():
            return "whole number from 0"
