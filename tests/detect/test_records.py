from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect.records import describe, iso, stamp, without_version
from phonehome.model import Event, Value

MOMENT = 1_484_177_517_017


@pytest.mark.parametrize(
    ("value", "time"),
    [
        (1_484_177_517, MOMENT - 17),
        (1_484_177_517.017, MOMENT),
        (MOMENT, MOMENT),
        (float(MOMENT), MOMENT),
        (MOMENT * 1000, MOMENT),
        (MOMENT * 1_000_000, MOMENT),
        (str(MOMENT), MOMENT),
        ("1484177517", MOMENT - 17),
        ("2017-01-11T23:31:57.017Z", MOMENT),
        ("2017-01-11 23:31:57.017", MOMENT),
        ("2017-01-12T00:31:57.017+01:00", MOMENT),
        ("2017-01-11T23:31", MOMENT - 57_017),
        (12, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**30, None),
        (True, None),
        (b"1484177517017", None),
        ("2017-01-11", None),
        ("2017-13-11T23:31:57", None),
        ("1970-01-11T23:31:57", None),
        ("9999-12-31T23:59:59-23:59", None),
        ("screen_off at night", None),
        ("148417751", None),
        ("²²²²²²²²²²", None),
        ("", None),
    ],
)
def test_stamp(value: Value, time: int | None) -> None:
    assert stamp(value) == time


@given(st.integers(1_104_537_600_000, 2_208_988_799_999))
def test_a_time_in_any_unit_and_writing_is_the_same_time(time: int) -> None:
    writings: list[Value] = [time, time * 1000, time * 1_000_000, time / 1000, str(time), iso(time)]
    assert [stamp(value) for value in writings] == [time] * len(writings)


@given(st.text() | st.binary() | st.integers() | st.floats())
def test_anything_else_is_no_time_and_never_raises(value: Value) -> None:
    time = stamp(value)
    assert time is None or iso(time).endswith("Z")


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Event("screen_off", MOMENT), "screen_off 2017-01-11T23:31:57.017Z"),
        (Event("start", MOMENT, app="com.Slack"), "start com.Slack 2017-01-11T23:31:57.017Z"),
        (
            Event("", MOMENT, MOMENT + 1000, "com.Slack"),
            "com.Slack 2017-01-11T23:31:57.017Z/2017-01-11T23:31:58.017Z",
        ),
    ],
)
def test_an_event_in_one_text(event: Event, text: str) -> None:
    assert describe(event) == text


@pytest.mark.parametrize(
    ("app", "neighbours", "name"),
    [
        ("com.Slack20003701", ["258cfeb1", "20003701"], "com.Slack"),
        ("com.app7", ["7"], "com.app7"),
        ("com.app71", ["72", "x71"], "com.app71"),
        ("71", ["71"], "71"),
    ],
)
def test_a_glued_version_code_is_taken_off(app: str, neighbours: list[str], name: str) -> None:
    assert without_version(app, neighbours) == name
