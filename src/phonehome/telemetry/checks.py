"""What makes a metric one that may not be asked: each check yields the key and what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from phonehome.telemetry.likeness import named_like, shaped_like
from phonehome.telemetry.metric import OTHER, Category, Count, Form, Metric, Number, Rate, Terms
from phonehome.telemetry.oracle.exact import MICRO

Wrong = tuple[str, str]

NAME = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
MOST_CELLS = 1 << 16
# An answer that is sent again and again tells phones apart by its form: so few forms there may be.
MOST_FORMS = 16
EPSILON_LEAST, EPSILON_MOST, LIFETIME_MOST = 0.05, 5.0, 64.0
# The key that says how many answers a form has.
_SIZED: dict[type[Form], str] = {Category: "values", Number: "bins", Count: "cap", Rate: "cap"}
_ABSENT = {"", "-", "?", "n/a", "none", "tbd", "todo", "unknown", "nobody"}


def of_name(name: str) -> Iterator[Wrong]:
    """A metric's or an attribute's own name."""
    if not NAME.fullmatch(name):
        yield "name", "must be lower case words joined by _ or -"
    if like := named_like(name):
        yield "name", f"speaks of {like}, which identifies a person or a phone; such data is never collected"


def of_terms(terms: Terms) -> Iterator[Wrong]:
    """Reason, owner, and the figures that bound what a phone gives."""
    for key, text, need in (
        ("why", terms.why, "say what cannot be decided without it"),
        ("owner", terms.owner, "name who answers for it"),
        ("purpose", terms.purpose, "name one of the purposes"),
    ):
        if text.strip().lower() in _ABSENT:
            yield key, f"is empty; {need}"
    for key, number in (
        ("bound", terms.bound),
        ("retention_days", terms.retention_days),
        ("every_days", terms.every_days),
    ):
        if not 1 <= number <= 3650:
            yield key, f"is {number}; it must be from 1 to 3650"
    yield from _epsilons(terms)


def _epsilons(terms: Terms) -> Iterator[Wrong]:
    day, lifetime = terms.epsilon_day, terms.epsilon_lifetime
    for key, epsilon in (("epsilon_day", day), ("epsilon_lifetime", lifetime)):
        if not (math.isfinite(epsilon) and 0 < epsilon <= LIFETIME_MOST):
            yield key, f"is {epsilon:g}; it must be above 0 and at most {LIFETIME_MOST:g}"
            return
        if round(epsilon * MICRO) != epsilon * MICRO and abs(round(epsilon * MICRO) / MICRO - epsilon) > 1e-12:
            yield key, f"is {epsilon!r}; write it with at most six decimals"
    if lifetime < day:
        yield "epsilon_lifetime", f"is {lifetime:g}, less than that of one day, {day:g}"
    each = day / max(terms.bound, 1)
    if not EPSILON_LEAST <= each <= EPSILON_MOST:
        limits = f"from {EPSILON_LEAST:g} (nothing to learn) to {EPSILON_MOST:g} (hardly a protection)"
        yield "epsilon_day", f"gives each report {each:g}; it must be {limits}"


def of_values(values: Sequence[str]) -> Iterator[Wrong]:
    """A public list: closed, without doubles, and of nothing that is somebody's."""
    if OTHER not in values:
        yield "values", f'lacks "{OTHER}", for whatever the list does not have'
    if len(values) < 2:
        yield "values", "has fewer than two; there is nothing to tell"
    if len(set(values)) < len(values):
        yield "values", f"has {next(value for value in values if values.count(value) > 1)!r} twice"
    for value in values:
        if not value.strip() or len(value) > 100:
            yield "values", f"has {value[:20]!r}, which is empty or longer than 100 characters"
        if not value.isprintable():
            yield "values", f"has {value[:20]!r}, which has characters that do not print"
        if like := shaped_like(value):
            yield "values", f"has {value[:20]!r}, which looks like {like}"


def of_form(form: Form) -> Iterator[Wrong]:
    """Lists, bins and caps."""
    match form:
        case Category(values):
            yield from of_values(values)
        case Number():
            yield from _bins(form)
        case Count(cap, step):
            if not 1 <= cap <= MOST_CELLS:
                yield "cap", f"is {cap}; it must be from 1 to {MOST_CELLS}"
            elif step < 1 or cap % step:
                yield "step", f"is {step}; it must divide the cap, {cap}"
        case Rate(cap):
            if not 1 <= cap <= MOST_CELLS:
                yield "cap", f"is {cap}; it must be from 1 to {MOST_CELLS}"


def _bins(form: Number) -> Iterator[Wrong]:
    low, high = form.range
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        yield "range", f"goes from {low:g} to {high:g}; the second must be above the first"
    elif isinstance(form.bins, int):
        if not 2 <= form.bins <= MOST_CELLS:
            yield "bins", f"is {form.bins}; it must be from 2 to {MOST_CELLS}"
    elif len(form.bins) < 3 or (form.bins[0], form.bins[-1]) != (low, high):
        yield "bins", f"must be edges from {low:g} to {high:g}, three or more"
    else:
        for before, after in zip(form.bins, form.bins[1:], strict=False):
            if not before < after:
                yield "bins", f"overlap: the edge {after:g} stands after {before:g}"


def of_metric(metric: Metric) -> Iterator[Wrong]:
    """What only the whole shows: too many cells, or repeats that would name a phone or outlast the lifetime."""
    if metric.cells > MOST_CELLS:
        yield (
            "by" if metric.terms.by else _SIZED[type(metric.form)],
            f"makes {metric.cells} cells; at most {MOST_CELLS} can be told",
        )
        return
    if metric.terms.repeat != "memoised":
        return
    if metric.oracle.outputs > MOST_FORMS:
        forms = f"lets an answer that is sent again have one of {metric.oracle.outputs} forms, and so names a phone"
        yield "repeat", f'{forms}; at most {MOST_FORMS}: take fewer cells, or repeat = "fresh" with every_days'
    elif metric.cells * metric.epsilon > metric.lifetime:
        needed = metric.cells * metric.epsilon / MICRO
        yield "epsilon_lifetime", f"must be {needed:g} or more, for {metric.cells} values may each be answered once"
