from __future__ import annotations

import pytest

from infer.asleep.weeks import DAY, START, signs, use, uses, utc
from phonehome.infer.asleep.reading import Reading, read, sleep_of
from phonehome.infer.asleep.signs import HOUR, Span


def test_presence_alone_tells_the_nights() -> None:
    intervals = [(one.start, one.end) for place, one in enumerate(uses(20)) if place % 3 == 0]
    got = sleep_of(reversed(intervals), utc)
    inner = [one for one in got.sleeps if one.onset > START + 12 * HOUR]
    assert len(inner) == 19
    assert all(abs(one.wake % DAY - 7 * HOUR) < HOUR for one in inner)


def test_intervals_may_overlap() -> None:
    apart = [(one.start, one.end) for one in uses(6)]
    overlapping = [*apart, *((start, end - 10_000) for start, end in apart)]
    assert sleep_of(overlapping, utc).sleeps == sleep_of(apart, utc).sleeps


def test_a_look_in_the_night_is_a_check() -> None:
    look = use(START + 5 * DAY + 4 * HOUR, 15)
    got = read(signs(sorted([*uses(10), look], key=lambda one: one.start)))
    assert [one.checks for one in got.sleeps if one.onset < look.start < one.wake] == [1]


def test_a_night_that_is_hidden_is_unseen() -> None:
    hole = Span(START + 5 * DAY + 22 * HOUR, START + 6 * DAY + 8 * HOUR)
    some = [one for one in uses(10) if not hole.start <= one.start < hole.end]
    got = read(signs(some, hidden=(hole,)))
    assert [one.wake // DAY - START // DAY for one in got.unseen if one.onset > START + DAY] == [6]
    assert all(one.wake // DAY - START // DAY != 6 for one in got.sleeps)


@pytest.mark.parametrize("intervals", [[], [(START, START + 1)], [(START + n, START + n + 1) for n in range(50)]])
def test_too_few_tell_nothing(intervals: list[tuple[int, int]]) -> None:
    assert sleep_of(intervals, utc) == Reading()


def test_weeks_far_apart_are_read_each_for_itself() -> None:
    later = [use(one.start + 400 * DAY) for one in uses(8)]
    got = read(signs([*uses(8), *later]))
    assert len(got.sleeps) == 2 * len(read(signs(uses(8))).sleeps)


def test_a_device_in_use_around_the_clock_sleeps_never() -> None:
    assert read(signs([use(START + number * 15 * 60_000) for number in range(1_500)])).sleeps == ()


def test_fewer_uses_than_days_tell_no_night() -> None:
    every = 25 * HOUR
    assert sleep_of([(place * every, place * every + HOUR) for place in range(1, 60)], int).sleeps == ()
