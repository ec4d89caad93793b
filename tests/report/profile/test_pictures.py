from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from phonehome.infer.day import Day
from phonehome.infer.linked import Identifier, Links
from phonehome.infer.places import Spot
from phonehome.infer.sleep import Night, Nights
from phonehome.report.profile.pictures import days_of, held, hour, labels, week, weeks

MOMENT = datetime(2017, 1, 16, tzinfo=UTC)


def test_a_diary_is_an_actogram(day: Day) -> None:
    (row,) = days_of(day.recipients[0], {})
    assert row.words == "415 events"


def test_hours_are_clock_times() -> None:
    assert [hour(time) for time in (0, 9.5, 23.99, 25.25)] == ["00:00", "09:30", "23:59", "01:15"]


def test_a_week_by_three_hours() -> None:
    spot = Spot("wifi", "x", 3, 1, MOMENT, MOMENT, (1, 1, 0, 0, 0, 1) + (0,) * 162)
    assert (week(spot)[:3], len(week(spot)), weeks([spot])) == ([2, 1, 0], 56, [week(spot)])


def test_nights_are_drawn_into_the_diary(day: Day) -> None:
    night = Night(*(MOMENT,) * 2, *(MOMENT,) * 4, duration_minutes=0, checks=0, chance=1)
    slept = replace(night, wake=MOMENT + timedelta(hours=7))
    answer = Nights(question="sleep", sentence="", certainty="high", needed="", nights=(slept,))
    (row,) = days_of(day.recipients[0], {"sleep": answer})
    assert row.words == "415 events; asleep 00:00 to 07:00"


def test_who_holds_what() -> None:
    held_by = Identifier(0, "4**8", "imei", 0, ("OnePlus",), 3, MOMENT, MOMENT)
    drawn = held(Links(question="links", sentence="", certainty="high", needed="", identifiers=(held_by,)))
    assert 'aria-label="IMEI: OnePlus"' in drawn
    assert ('class="kept"' in drawn, labels(("imei", "what is no kind"))) == (True, "IMEI, what is no kind")


def test_what_no_rule_names_is_drawn_as_unnamed() -> None:
    held_by = Identifier(0, "4**8", "", None, ("OnePlus",), 3, MOMENT, MOMENT)
    drawn = held(Links(question="links", sentence="", certainty="high", needed="", identifiers=(held_by,)))
    assert 'aria-label="unnamed: OnePlus"' in drawn
