"""The actogram: days down, hours across; when the screen was used, which apps ran, and when the person slept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from markupsafe import Markup
from msgspec import Struct

from phonehome.infer.day import QUARTERS, Hours
from phonehome.report.charts.svg import Mark, band, heat

MOST_DAYS = 62
_MINUTES = 15
_SCREEN, _APPS = (0.08, 0.52), (0.68, 0.24)


class Row(Struct, frozen=True):
    """A day: its date, its picture, and in words what the picture shows."""

    date: date
    picture: Markup
    words: str


def actogram(days: Sequence[Hours], slept: Iterable[tuple[datetime, datetime]]) -> list[Row]:
    """One row a day, the last 62 at most, days without any event in between; ``slept`` are onset and wake."""
    shown = {day.date: day for day in days[-MOST_DAYS:]}
    if not shown:
        return []
    sleep = _by_day(slept)
    screen = sorted(count for day in shown.values() for count in day.screen if count)
    apps = sorted(count for day in shown.values() for count in day.apps if count)
    first, last = min(shown), max(shown)
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [_row(day, shown.get(day), sleep[day], (screen, apps)) for day in every][-MOST_DAYS:]


def _row(day: date, hours: Hours | None, sleep: Sequence[Mark], ranked: tuple[list[int], list[int]]) -> Row:
    marks = list(sleep)
    if hours is not None:
        marks += heat(hours.screen, ranked[0], "screen", _SCREEN) + heat(hours.apps, ranked[1], "apps", _APPS)
    return Row(day, band(marks, QUARTERS, "day"), _words(hours, sleep))


def _words(hours: Hours | None, sleep: Sequence[Mark]) -> str:
    asleep = ", ".join(f"{_clock(mark.start)} to {_clock(mark.end)}" for mark in sleep)
    events = f"{sum(hours.events):,} events" if hours else "no events"
    return f"{events}; asleep {asleep}" if asleep else events


def _clock(quarter: float) -> str:
    minutes = round(quarter * _MINUTES)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _by_day(slept: Iterable[tuple[datetime, datetime]]) -> defaultdict[date, list[Mark]]:
    """Sleep cut at the midnights of the wall clock."""
    marks: defaultdict[date, list[Mark]] = defaultdict(list)
    for onset, wake in slept:
        start, end = onset.replace(tzinfo=None), wake.replace(tzinfo=None)
        while start < end:
            midnight = datetime.combine(start.date() + timedelta(days=1), datetime.min.time())
            until = min(end, midnight)
            marks[start.date()].append(Mark(_quarter(start, start.date()), _quarter(until, start.date()), "sleep"))
            start = until
    return marks


def _quarter(moment: datetime, day: date) -> float:
    return (moment - datetime.combine(day, datetime.min.time())) / timedelta(minutes=_MINUTES)
