from __future__ import annotations

import statistics
from itertools import pairwise

from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, HOUR, Calendar, weekday
from phonehome.phones.nights import SNOOZE, nights
from phonehome.phones.person import person

MONDAY = 1_483_920_000_000
CALENDAR = Calendar(MONDAY, 28)
SLEEPS = [nights(person(seed), CALENDAR, stream(seed, "nights")) for seed in range(30)]
ALL = [night for slept in SLEEPS for night in slept]


def bed_hour(bed: int) -> float:
    """Hours after the midnight before the evening."""
    hours = bed % DAY / HOUR
    return hours if hours > 12 else hours + 24


def test_a_night_before_the_first_day_and_one_after_each() -> None:
    assert {len(slept) for slept in SLEEPS} == {29}
    assert all(slept[0].bed < MONDAY + 6 * HOUR for slept in SLEEPS)


def test_nights_never_overlap() -> None:
    assert all(one.wake < other.bed for slept in SLEEPS for one, other in pairwise(slept))


def test_time_in_bed_has_the_measured_quartiles() -> None:
    quartiles = statistics.quantiles(((night.wake - night.bed) / HOUR for night in ALL), n=4)
    assert all(abs(got - measured) < 0.4 for got, measured in zip(quartiles, (6.0, 7.25, 8.3), strict=True))


def test_bedtime_spreads_as_measured() -> None:
    spread = statistics.mean(statistics.stdev(bed_hour(night.bed) for night in slept) for slept in SLEEPS)
    assert abs(spread - 1.05) < 0.1


def test_a_late_bed_is_a_late_wake() -> None:
    correlations = [
        statistics.correlation(
            [bed_hour(night.bed) for night in slept],
            [bed_hour(night.bed) + (night.wake - night.bed) / HOUR for night in slept],
        )
        for slept in SLEEPS
    ]
    assert abs(statistics.mean(correlations) - 0.46) < 0.08


def test_free_days_begin_later() -> None:
    free = [night.wake % DAY for night in ALL if weekday(night.wake) >= 5]
    work = [night.wake % DAY for night in ALL if weekday(night.wake) < 5]
    assert statistics.median(free) - statistics.median(work) > 0.5 * HOUR


def test_alarms_ring_on_working_days_and_end_with_the_wake() -> None:
    rung = [night for night in ALL if night.alarms]
    assert all(weekday(night.wake) < 5 for night in rung)
    assert all(night.alarms[-1] == night.wake for night in rung)
    assert all(later - sooner == SNOOZE for night in rung for sooner, later in pairwise(night.alarms))
    assert {len(night.alarms) for night in ALL} == {0, 1, 2, 3, 4}
