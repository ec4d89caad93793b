from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from phonehome.infer.day import Hours
from phonehome.report.charts.actogram import actogram

EVENING = datetime(2017, 1, 16, 23, 15, tzinfo=UTC)


def _day(number: int, quarter: int = 40) -> Hours:
    screen = tuple(3 if place == quarter else 0 for place in range(96))
    return Hours(date(2017, 1, 16) + timedelta(days=number), (0,) * 24, screen, (0,) * 96)


def test_days_without_events_stand_between() -> None:
    rows = actogram([_day(0), _day(2)], [])
    assert [(row.date.day, row.words, "screen" in row.picture) for row in rows] == [
        (16, "0 events", True),
        (17, "no events", False),
        (18, "0 events", True),
    ]


def test_sleep_is_cut_at_midnight() -> None:
    rows = actogram([_day(0), _day(1)], [(EVENING, EVENING + timedelta(hours=8))])
    assert [row.words for row in rows] == ["0 events; asleep 23:15 to 24:00", "0 events; asleep 00:00 to 07:15"]
    assert ['class="sleep" x="93" y="0" width="3"' in row.picture for row in rows] == [True, False]


def test_only_the_last_days_are_shown() -> None:
    rows = actogram([_day(number) for number in range(0, 400, 3)], [])
    assert (len(rows), rows[-1].date) == (62, _day(399).date)


def test_nothing_to_show() -> None:
    assert actogram([], [(EVENING, EVENING)]) == []
