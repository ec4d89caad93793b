from __future__ import annotations

from datetime import timedelta

import pytest

from infer.given import DAY, HOUR, START
from phonehome.infer.clock import clock

JULY = START + 180 * DAY


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ("GMT+0100", 1),
        ("GMT-05:30", -5.5),
        ("UTC+8", 8),
        ("+0200", 2),
        ("Asia/Tokyo", 9),
        ("GMT", 0),
    ],
)
def test_a_told_zone(told: str, hours: float) -> None:
    assert clock([(START, told)]).offset(START) == hours * HOUR


@pytest.mark.parametrize("told", ["", "nonsense", "GMT+99", "../etc/passwd", "\0", "Europe"])
def test_what_is_no_zone_leaves_the_wished_one(told: str) -> None:
    kept = clock([(START, told)], "Europe/Berlin")
    assert (kept.offset(START), kept.source) == (HOUR, "the time zone of owner.toml")


def test_nothing_told_is_utc_and_says_so() -> None:
    kept = clock([])
    assert (kept.offset(START), kept.source.partition(",")[0]) == (0, "UTC")


def test_an_offset_that_agrees_with_the_wished_zone_keeps_its_summer_time() -> None:
    assert clock([(START, "GMT+0000")], "Europe/London").offset(JULY) == HOUR


def test_a_flight_changes_the_zone_from_its_telling_on() -> None:
    kept = clock([(START, "GMT+0000"), (START + DAY, "GMT+0800"), (START + 3 * DAY, "GMT+0000")], "Europe/London")
    assert [kept.offset(START + day * DAY) // HOUR for day in (-1, 0, 1, 2, 3)] == [0, 0, 8, 8, 0]


def test_local_times() -> None:
    kept = clock([(START, "GMT+0530")])
    moment = kept.at(START)
    assert (moment.isoformat(), moment.utcoffset()) == ("2017-01-16T05:30:00+05:30", timedelta(hours=5, minutes=30))
    assert (kept.hour(START), kept.local(START)) == (5.5, START + 5 * HOUR + HOUR // 2)


def test_a_zone_is_known_where_phone_or_owner_tells_it() -> None:
    assert [one.is_known for one in (clock([]), clock([], "Etc/UTC"), clock([(START, "GMT+0000")]))] == [
        False,
        True,
        True,
    ]
