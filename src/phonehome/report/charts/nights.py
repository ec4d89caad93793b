"""Nights from evening to evening: surely asleep, and the hours in which sleep may have begun and ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from markupsafe import Markup

from phonehome.report.charts.svg import Mark, band

FIRST_HOUR = 18
_HOURS = 24


def night(onset: tuple[datetime, datetime], wake: tuple[datetime, datetime]) -> Markup:
    """One sleep by the earliest and latest of onset and wake; a sleep by day stands in its place, too."""
    begin = _evening(onset[0])
    times = [_after(begin, moment) for moment in (*onset, *wake)]
    sure = Mark(times[1], max(times[1], times[2]), "core", 0.15, 0.7)
    return band([Mark(times[0], times[3], "maybe", 0.35, 0.3), sure], _HOURS, "night")


def _evening(moment: datetime) -> datetime:
    """The last time it was 18:00 on the wall."""
    wall = moment.replace(tzinfo=None)
    evening = wall.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    return evening if evening <= wall else evening - timedelta(days=1)


def _after(begin: datetime, moment: datetime) -> float:
    return (moment.replace(tzinfo=None) - begin) / timedelta(hours=1)
