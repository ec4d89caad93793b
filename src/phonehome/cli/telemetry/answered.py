"""A collector's answer as text, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from phonehome.report.words import counted
from phonehome.telemetry.collect.answer import WEEK, Answer, Cell, Cohort, Part, Share, kept
from phonehome.telemetry.dashboard import words

# Of a week's shares the largest are told; all of them are in the JSON.
_OF_A_WEEK = 3


def lines(answer: Answer, by: str = "") -> Iterator[str]:
    """The answer in words and columns; ``by``: divided by week, or by the metric's attribute."""
    yield f"{answer.metric}, {words.days(answer.since, answer.until)}: {words.reports(answer)}"
    if answer.other_days:
        yield f"left out: {counted(answer.other_days, 'day')} on which it was asked in another definition"
    yield f"epsilon {answer.epsilon_report:g} a report, at most {answer.epsilon_lifetime:g} in a phone's life"
    if answer.enough:
        yield from _whole(answer)
        yield from _cohorts(answer, whole=by == answer.by)
        yield from words.doubts(answer)
    else:
        yield words.few(answer)
    if by == WEEK:
        yield from map(_week, answer.weeks)


def _whole(answer: Answer) -> Iterator[str]:
    if answer.mean and answer.mean_shown:
        yield f"mean {words.mean(answer.mean_shown)} {answer.unit}; unadjusted {words.mean(answer.mean)}"
    width = max(len(one.label) for one in answer.shares)
    yield f"{'':{width}}    share   95 % interval     unadjusted   95 % interval"
    for one in answer.shares:
        raw = f"{words.tenths(one.low)} to {words.share(one.high)}"
        shown = f"{words.share(one.shown):>8}   {words.interval(one.low, one.high):17}"
        yield f"{one.label:{width}} {shown} {words.share(one.share):>8}   {raw}"


def _cohorts(answer: Answer, *, whole: bool) -> Iterator[str]:
    for cohort in answer.cohorts:
        said = f"{answer.by} {cohort.attribute}: {words.share(kept(cohort.share, 0, 1).mean)} of the phones"
        yield said if cohort.enough else f"{said}; too few to say more ({cohort.needed:,} are needed)"
        if whole and cohort.enough:
            yield from _within(answer, cohort)


def _within(answer: Answer, cohort: Cohort) -> Iterator[str]:
    width = max(len(one.label) for one in answer.shares)
    for one, cell in zip(answer.shares, cohort.cells, strict=True):
        yield f"  {one.label:{width}} {words.share(cell.shown):>8}   {words.interval(cell.low, cell.high)}"


def _week(week: Part) -> str:
    about = f"{words.days(week.since, week.until)}: {week.n:,} reports"
    if not week.enough:
        return f"{about}; {words.few(week)}"
    if week.mean_shown:
        return f"{about}; mean {words.mean(week.mean_shown)}"
    return f"{about}; {', '.join(map(_labelled, sorted(week.shares, key=_falling)[:_OF_A_WEEK]))}"


def _labelled(one: Share) -> str:
    return f"{one.label} {words.share(one.shown)} ({words.interval(one.low, one.high)})"


def _falling(one: Cell) -> float:
    return -one.shown
