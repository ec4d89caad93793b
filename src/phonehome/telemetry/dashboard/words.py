"""What an answer says, and what it cannot say, in plain words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from phonehome.report.words import counted
from phonehome.telemetry.collect.answer import Answer, Mean, Part
from phonehome.telemetry.metric import Category, Count, Form, Metric, Number, Rate
from phonehome.telemetry.oracle.exact import MICRO

HOW_TO_READ = """
Each number is of the reports that came: from phones whose owners agreed. Of other phones it says nothing.
No number can say anything of one phone. Every answer was randomised on its phone before it was sent.
The thin lines are 95 % intervals: about five in a hundred miss the truth. They hold the randomiser's noise alone.
Bars are made whole: none is below 0, and all sum to 100 %. All numbers has the unadjusted ones, right on average.
A pale bar cannot be told from none, as all bars of its picture are looked at together.
Where reports are too few for a share to be right within 5 percentage points, none is given: it would be noise.
"""


def few(part: Part) -> str:
    """Why there is no number."""
    return f"too few reports to say: {part.needed:,} are needed, or the answer is noise"


def share(part: float) -> str:
    """12.3 %."""
    return f"{tenths(part)} %"


def tenths(part: float) -> str:
    """A share in percent, without the sign."""
    return f"{round(100 * part, 1) + 0.0:.1f}"  # never -0.0


def interval(low: float, high: float) -> str:
    """An interval of shares, kept to 0 to 100 %, which the true share cannot leave."""
    low, high = (min(max(end, 0.0), 1.0) for end in (low, high))
    return f"{tenths(low)} to {share(high)}"


def mean(found: Mean) -> str:
    """A mean with its interval."""
    return f"{found.mean:.3g} ({found.low:.3g} to {found.high:.3g})"


def days(since: date, until: date) -> str:
    """2026-10-05 to 2026-10-11."""
    return f"{since} to {until}" if since != until else str(since)


def dated(since: date, until: date) -> str:
    """5 to 11 Oct 2026."""
    first = f" {since.year}" if since.year != until.year else ""
    return short_days(since, until).replace(" to ", f"{first} to ") + f" {until.year}"


def short_days(since: date, until: date) -> str:
    """5 to 11 Oct."""
    first = f"{since.day} {since:%b}" if (since.year, since.month) != (until.year, until.month) else str(since.day)
    return f"{first} to {until.day} {until:%b}" if since != until else f"{until.day} {until:%b}"


def reports(part: Part) -> str:
    """How many reports there are, of how many days, and how many of them their phones can still take back."""
    waits = f"; {part.waiting:,} wait to be counted, and can be taken back until then" if part.waiting else ""
    return f"{counted(part.n, 'report')} of {counted(part.days, 'day')}{waits}"


def doubts(answer: Answer) -> Iterator[str]:
    """What a reader must know of the numbers of this answer, a sentence each."""
    if answer.least is not None:
        yield f"A share under {share(answer.least)} cannot be told from none with so many reports."
    mean_too = f", the mean by {answer.moved_mean:.2g}" if answer.moved_mean is not None else ""
    moved = f"{tenths(answer.moved_share)} percentage points{mean_too}"
    yield f"If one report in a hundred were made up, they could move a share by up to {moved}."


def how_to_read() -> list[str]:
    """What is true of every number of the page, a sentence each."""
    return HOW_TO_READ.strip().splitlines()


def limits(metric: Metric) -> Iterator[str]:
    """What the numbers of a metric can never say, a sentence each."""
    times = f"at most {math.exp(metric.epsilon / MICRO):.1f} times as likely under one value as under another"
    yield f"Of one phone: nothing. Any one report is {times}."
    yield _of_form(metric.form)
    if metric.terms.repeat == "memoised":
        yield "While a phone's value stays the same it repeats its answer, noise included: more days say hardly more."
    if metric.terms.every_days > 1:
        yield f"A phone answers on one day in {metric.terms.every_days}: a day's reports are of few of the phones."


def _of_form(form: Form) -> str:
    match form:
        case Category():
            return "What the list does not have counts as other."
        case Number(range=(low, high)):
            return f"A mean takes each report at its bin's middle; what is beyond {low:g} to {high:g} is in an end bin."
        case Count(cap=cap, step=1):
            return f"What is more than {cap:,} counts as {cap:,}."
        case Count(cap=cap, step=step):
            rounding = f"each phone rounds to a multiple of {step}, which leaves the mean right"
            return f"What is more than {cap:,} counts as {cap:,}; {rounding}."
        case Rate(cap=cap):
            return f"Only the mean means something: each phone rounds its count to 0 or {cap:,}, by lot."
