from __future__ import annotations

from datetime import UTC, datetime
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.read.moment import iso, java, milliseconds, seconds


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:01.2345678Z", 1234),
        ("1970-01-01T00:00:00.0015+00:00", 1),
        ("1970-01-01T02:00:00+0200", 0),
        ("1969-12-31T17:00:00-07:00", 0),
        ("1970-01-01T00:00:01", 1000),
        ("0001-01-01T00:00:00+23:59", -62_135_683_140_000),
        ("Sun, 01 Jan 2017", None),
        ("", None),
        (None, None),
    ],
)
def test_time_is_unix_milliseconds(text: str | None, time: int | None) -> None:
    assert iso(text) == time


@given(st.datetimes(timezones=st.timezones()))
def test_any_moment_is_read_to_the_millisecond(moment: datetime) -> None:
    time = iso(moment.isoformat())
    offset = moment.utcoffset()
    assert offset is not None
    seconds = (moment.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC) - offset).total_seconds()
    assert time is not None
    assert abs(time - seconds * 1000) <= 1


@pytest.mark.parametrize(
    ("number", "time"),
    [
        (1_468_014_849.988708, 1_468_014_849_988),
        (1.001, 1001),
        (-1.5, -1500),
        (0, None),
        (None, None),
        (nan, None),
        (-inf, None),
        (1e300, None),
    ],
)
def test_seconds_are_unix_milliseconds(number: float | None, time: int | None) -> None:
    assert seconds(number) == time


@given(st.integers(1, 10**13))
def test_no_millisecond_is_lost_in_seconds(time: int) -> None:
    assert seconds(time / 1000) == time


@pytest.mark.parametrize(("number", "time"), [(1.9, 1), (0, 0), (1e15, None), (nan, None), (inf, None)])
def test_milliseconds_stay_within_the_calendar(number: float, time: int | None) -> None:
    assert milliseconds(number) == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Tue Jul 22 10:26:50 IDT 2025", 1_753_169_210_000),
        ("Mon Mar 13 12:28:48 EDT 2023", 1_678_724_928_000),
        ("Fri Jan 01 13:22:00 GMT 2021", 1_609_507_320_000),
        ("Fri Jan 01 13:22:00 GMT+01:30 2021", 1_609_501_920_000),
        ("Fri Jan 01 13:22:00 UTC-0130 2021", 1_609_512_720_000),
        ("Fri Jan 01 13:22:00 IST 2021", None),
        ("Fri Foo 01 13:22:00 GMT 2021", None),
        ("Fri Feb 30 13:22:00 GMT 2021", None),
        ("Fri Jan 01 13:22:00 GMT 0000", None),
        ("", None),
    ],
)
def test_a_java_date_is_unix_milliseconds_where_its_zone_can_be_told(text: str, time: int | None) -> None:
    assert java(text) == time
