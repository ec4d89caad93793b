from __future__ import annotations

import statistics
from itertools import pairwise

from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, HOUR, Calendar, weekday
from phonehome.phones.nights import SNOOZE, Night, nights
from phonehome.phones.person import person
from phonehome.phones.plan import plan
from phonehome.phones.traits import PLAIN, Traits

MONDAY = 1_483_920_000_000
CALENDAR = Calendar(MONDAY, 28)


def slept(seed: int, traits: Traits = PLAIN) -> tuple[Night, ...]:
    days = plan(person(seed), traits, CALENDAR, stream(seed, "plan"))
    return nights(person(seed), days, seed, traits.sleepless)


SLEEPS = [slept(seed) for seed in range(30)]
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


def test_sleep_begins_within_an_hour_of_bed() -> None:
    assert all(night.bed < night.onset <= night.bed + HOUR for night in ALL)


def test_nights_at_work_are_slept_by_day() -> None:
    at_work = [night for night in slept(3, Traits(rota="night")) if night.evening % 7 < 4 and night.evening >= 0]
    assert len(at_work) == 16
    assert all(7 <= night.bed % DAY / HOUR < 11 for night in at_work)


def test_early_shifts_end_the_night_before_six() -> None:
    weeks = slept(3, Traits(rota="rotating"))
    assert sum(night.wake % DAY < 6 * HOUR for night in weeks) >= 5


def test_some_nights_are_without_sleep_but_never_the_first_and_the_last() -> None:
    weeks = slept(3, Traits(sleepless=0.5))
    assert 5 < len(weeks) < 25
    assert (weeks[0].evening, weeks[-1].evening) == (-1, 27)


def test_a_night_flight_is_slept_through_for_a_few_hours_on_board() -> None:
    days = [plan(person(seed), Traits(trip="far"), CALENDAR, stream(seed, "plan")) for seed in range(9)]
    aboard = [
        night
        for seed, mine in enumerate(days)
        for night in nights(person(seed), mine, seed)
        if any(day.flight and day.flight.start < night.bed and night.wake <= day.flight.end for day in mine)
    ]
    assert len(aboard) >= 9
    assert all(2 * HOUR < night.wake - night.bed < 6 * HOUR for night in aboard)
