from __future__ import annotations

from datetime import UTC, datetime

from phonehome.infer.day import Day
from phonehome.infer.places import Spot
from phonehome.report.profile.pictures import days_of, hour, week, weeks

MOMENT = datetime(2017, 1, 16, tzinfo=UTC)


def test_a_diary_is_an_actogram(day: Day) -> None:
    (row,) = days_of(day.recipients[0], {})
    assert row.words == "415 events"


def test_hours_are_clock_times() -> None:
    assert [hour(time) for time in (0, 9.5, 23.99, 25.25)] == ["00:00", "09:30", "23:59", "01:15"]


def test_a_week_by_three_hours() -> None:
    spot = Spot("wifi", "x", 3, 1, MOMENT, MOMENT, (1, 1, 0, 0, 0, 1) + (0,) * 162)
    assert (week(spot)[:3], len(week(spot)), weeks([spot])) == ([2, 1, 0], 56, [week(spot)])
