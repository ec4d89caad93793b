from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.phones.clock import (
    DAY,
    HOUR,
    LONDON,
    Calendar,
    Zone,
    gmt,
    hour,
    iso,
    local,
    milliseconds,
    moment,
    offset,
    utc,
    weekday,
)

NEW_YORK_WINTER = Zone("EST", -5 * HOUR)
TIMES = st.integers(milliseconds(datetime(1996, 1, 1, tzinfo=UTC)), milliseconds(datetime(2099, 12, 31, tzinfo=UTC)))


def at(*parts: int) -> int:
    year, month, day, *rest = parts
    hours, minutes = (*rest, 0, 0)[:2]
    return milliseconds(datetime(year, month, day, hours, minutes, tzinfo=UTC))


def test_calendar_ends_after_its_last_day() -> None:
    assert Calendar(at(2017, 1, 9), 7).end == at(2017, 1, 16)


def test_iso_has_milliseconds_and_z() -> None:
    assert iso(1_484_177_517_017) == "2017-01-11T23:31:57.017Z"


@pytest.mark.parametrize(
    ("time", "label"),
    [
        (at(2017, 3, 26, 0, 59), "GMT+0000"),
        (at(2017, 3, 26, 1, 0), "GMT+0100"),
        (at(2017, 10, 29, 0, 59), "GMT+0100"),
        (at(2017, 10, 29, 1, 0), "GMT+0000"),
    ],
)
def test_summer_time_begins_and_ends_on_last_sundays(time: int, label: str) -> None:
    assert gmt(LONDON, time) == label


def test_zone_west_of_greenwich_has_a_minus() -> None:
    assert gmt(NEW_YORK_WINTER, at(2017, 7, 1)) == "GMT-0500"


@given(TIMES)
def test_london_is_as_the_zone_database_has_it(time: int) -> None:
    try:
        known = ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        pytest.skip("this machine has no zone database")
    shift = moment(time).astimezone(known).utcoffset()
    assert shift is not None
    assert offset(LONDON, time) == shift.total_seconds() * 1000


@given(TIMES)
def test_wall_time_leads_back(time: int) -> None:
    again = utc(LONDON, local(LONDON, time))
    assert again in {time, time - HOUR}


def test_hour_is_that_of_the_wall() -> None:
    assert hour(LONDON, at(2017, 6, 5, 22, 30)) == 23.5


def test_monday_is_zero() -> None:
    assert [weekday(at(2017, 1, 9) + day * DAY) for day in range(7)] == [0, 1, 2, 3, 4, 5, 6]
