"""The exact statement of what a metric can tell of one phone, from the integers that its reports are made with."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from fractions import Fraction
from textwrap import wrap

from msgspec import Struct

from phonehome.telemetry.metric import Metric, Metrics
from phonehome.telemetry.oracle.exact import MICRO, log_above
from phonehome.telemetry.oracle.oracle import ratio

FRESH = (
    "Each report is randomised anew. Reports of one phone compose by addition, whatever its values are and however "
    "they depend on each other; on which days it answers, and when it stops, depends on no value."
)
MEMOISED = (
    "The first answer to each value is kept and sent again. Of a phone whose value stays the same, all reports "
    "together tell no more than one. Of two phones whose values change on the same days, they tell at most the "
    "lifetime's epsilon. That a value changed is not hidden: an answer that changes shows it."
)
NOT_PROTECTED = (
    "the address that a report comes from: the network and the server see it while the report is sent",
    "that the phone answers at all, which shows that its owner consented and that the metric was recorded",
    "the connection between reports that are sent together: each report must travel alone, at a time of its own",
    "what holds for nearly everybody: a share of the fleet is learned, and is true of a person with just that chance",
    "anything if the phone's random numbers can be foreseen, or the program on the phone is another one",
)


WIDTH = 100
HOW = {
    "GRR": "Randomised response (GRR): a report names one of the values",
    "PGR": "Projective geometry response (PGR): a report names one of a list of groups of values, and each value is in "
    "as many groups as any other",
}
SUMS = (
    "Sums are what somebody could learn at most who knew which reports are of one phone. Nothing in a report says "
    "that; the network could. Sums of ten and more are no protection by themselves."
)


class Statement(Struct, frozen=True):
    """What is true of one metric. Epsilons are exact decimal numbers; ``ratio`` is that of the integers, a fraction.

    ``epsilon_report`` is what was asked for, ``epsilon_proved`` the least millionths that bound the integers' ratio.
    ``linking_bits``: how many bits of a pseudonym an answer that is sent again is at most; 0 where none is.
    """

    metric: str
    purpose: str
    oracle: str
    cells: int
    outputs: int
    threshold: int
    ratio: str
    epsilon_report: str
    epsilon_proved: str
    reports_a_day: int
    every_days: int
    epsilon_day: str
    epsilon_year: str
    reports_in_life: int
    epsilon_lifetime: str
    repeat: str
    composition: str
    linking_bits: float


class Sum(Struct, frozen=True):
    """What a phone may spend that answers every metric of a purpose; of all purposes where ``purpose`` is empty."""

    purpose: str
    epsilon_year: str
    epsilon_lifetime: str


class Certificate(Struct, frozen=True):
    """All statements, their sums, and what none of them protects."""

    statements: tuple[Statement, ...]
    sums: tuple[Sum, ...]
    not_protected: tuple[str, ...] = NOT_PROTECTED


def certificate(metrics: Metrics) -> Certificate:
    """The statements of all metrics."""
    rows = metrics.metrics.values()
    sums = (_sum(purpose, [row for row in rows if row.terms.purpose == purpose]) for purpose in metrics.purposes)
    return Certificate(tuple(map(state, rows)), (*sums, _sum("", rows)))


def state(metric: Metric) -> Statement:
    """What is true of a metric."""
    oracle, asked = metric.oracle, Fraction(metric.epsilon, MICRO)
    largest = ratio(oracle)
    memoised = metric.terms.repeat == "memoised"
    return Statement(
        metric=metric.name,
        purpose=metric.terms.purpose,
        oracle=oracle.name,
        cells=metric.cells,
        outputs=oracle.outputs,
        threshold=oracle.threshold,
        ratio=f"{largest.numerator}/{largest.denominator}",
        epsilon_report=_decimal(asked),
        epsilon_proved=_decimal(log_above(largest)),
        reports_a_day=metric.terms.bound,
        every_days=metric.terms.every_days,
        epsilon_day=_decimal(asked * metric.terms.bound),
        epsilon_year=_decimal(Fraction(year(metric), MICRO)),
        reports_in_life=0 if memoised else metric.lifetime // metric.epsilon,
        epsilon_lifetime=_decimal(Fraction(metric.lifetime, MICRO)),
        repeat=metric.terms.repeat,
        composition=MEMOISED if memoised else FRESH,
        linking_bits=round(math.log2(oracle.outputs), 2) if memoised else 0.0,
    )


def year(metric: Metric) -> int:
    """Millionths of epsilon that any 365 days cost at most: they touch (365 - 2) // e + 2 stretches of e days."""
    days = 363 // metric.terms.every_days + 2
    most = metric.lifetime // metric.epsilon
    if metric.terms.repeat == "memoised":
        most = min(most, metric.cells)
    return min(days * metric.terms.bound, most) * metric.epsilon


def _sum(purpose: str, metrics: Collection[Metric]) -> Sum:
    yearly, lifetime = sum(map(year, metrics)), sum(metric.lifetime for metric in metrics)
    return Sum(purpose, _decimal(Fraction(yearly, MICRO)), _decimal(Fraction(lifetime, MICRO)))


def text(whole: Certificate) -> Iterator[str]:
    """The certificate in words, line by line, none longer than ``WIDTH``."""
    for line in _lines(whole):
        hanging = " " * (2 + len(line) - len(line.lstrip()))
        yield from wrap(line, WIDTH, subsequent_indent=hanging, break_long_words=False) or [""]


def _lines(whole: Certificate) -> Iterator[str]:
    for statement in whole.statements:
        yield from _words(statement)
        yield ""
    for one in whole.sums:
        what = f"for {one.purpose}" if one.purpose else "of all purposes"
        yield f"All metrics {what}: epsilon {one.epsilon_year} in a year, {one.epsilon_lifetime} in the phone's life."
    yield SUMS
    yield ""
    yield "Not protected:"
    yield from (f"- {what}" for what in whole.not_protected)


def _words(one: Statement) -> Iterator[str]:
    yield f"{one.metric}: {one.oracle}, {one.cells} values, {one.outputs} possible reports"
    chance = f"{one.threshold} / 2^64 ({math.ldexp(100 * one.threshold, -64):.3g} %)"
    yield f"  {HOW[one.oracle]}: with the chance {chance} one that fits the value, else any of all"
    bound = f"at most e^{one.epsilon_proved} times as likely under one value as under another"
    yield f"  any report is {bound} (wanted: e^{one.epsilon_report})"
    yield f"  epsilon {one.epsilon_day} on a day of answering, which is one day in {one.every_days}"
    yield f"  epsilon {one.epsilon_year} in a year, {one.epsilon_lifetime} in the phone's life"
    yield f"  {one.composition}"
    if one.linking_bits:
        yield f"  An answer that is sent again tells phones apart by up to {one.linking_bits:g} bits."


def _decimal(number: Fraction) -> str:
    """A number of millionths, written out."""
    whole, rest = divmod(int(number * MICRO), MICRO)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
