from __future__ import annotations

from datetime import date

from infer.asleep.weeks import DAY, START
from phonehome.infer.asleep.missing import Unknown, missing
from phonehome.infer.asleep.reading import Reading, Sleep
from phonehome.infer.asleep.signs import HOUR, Span
from phonehome.infer.clock import clock

UTC = clock([])


def _sleep(day: int) -> Sleep:
    onset, wake = START + day * DAY + 23 * HOUR, START + (day + 1) * DAY + 7 * HOUR
    return Sleep(onset, wake, onset, onset, wake, wake, 1.0)


def test_nights_without_sleep_are_awake_or_unknown() -> None:
    hole = Span(START + 2 * DAY + 20 * HOUR, START + 3 * DAY + 8 * HOUR)
    reading = Reading((_sleep(0), _sleep(3)), (_sleep(2),), (), (hole,))
    got = missing(UTC, reading, (START + 19 * HOUR, START + 5 * DAY))
    reason = "Nothing arrived of 18 Jan 20:00 to 19 Jan 08:00."
    assert got == ([Unknown(date(2017, 1, 18), reason)], [date(2017, 1, 17)])


def test_the_first_evening_may_be_cut() -> None:
    unknown, awake = missing(UTC, Reading((_sleep(1),)), (START + 20 * HOUR, START + 3 * DAY))
    assert (unknown, awake) == ([Unknown(date(2017, 1, 16), "The capture begins or ends in it.")], [])
