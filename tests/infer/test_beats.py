from __future__ import annotations

import numpy as np
import pytest

from phonehome.infer.beats import Period, Times, beats, period, significant

SECOND, HOUR = 1_000, 3_600_000
DAY = 24 * HOUR
FORTNIGHT = 14 * DAY


def _job(every: float, seed: int, late: float = 0.1, missed: float = 0.1) -> Times:
    """A job by the clock: each run up to so much of its period late, some missed."""
    rng = np.random.default_rng(seed)
    due = np.arange(rng.uniform(0, min(every, DAY)), FORTNIGHT, every)
    times = due + rng.uniform(0, late * every, len(due))
    return beats([int(one) for one in times[rng.random(len(due)) >= missed]])


def _even(count: int, every: int, start: int = 0) -> Times:
    return np.arange(start, start + count * every, every, dtype=np.float64)


def _found(times: Times) -> Period | None:
    one = period([times])
    return one if one is not None and one.chance < 0.01 else None


def _chance(count: int, seed: int, *, by_day: bool = False) -> Times:
    rng = np.random.default_rng(seed)
    times = rng.uniform(0, FORTNIGHT, 3 * count)
    if by_day:
        times = times[(times % DAY > 7 * HOUR) & (times % DAY < 23 * HOUR)]
    return beats(sorted(int(one) for one in times[:count]))


def test_requests_close_together_are_one_beat() -> None:
    assert beats([0, 600, 20_000, 45_000, 100_000, 129_000, 200_000]).tolist() == [0, 100_000, 200_000]
    assert beats([]).tolist() == []


@pytest.mark.parametrize(
    ("every", "missed", "least"),
    [
        (255 * SECOND, 0.1, 20),
        (HOUR, 0.1, 20),
        (4 * HOUR, 0.1, 20),
        (12 * HOUR, 0.1, 20),
        (24 * HOUR, 0.0, 20),
        (24 * HOUR, 0.1, 16),
        (72 * HOUR, 0.0, 19),
        (72 * HOUR, 0.1, 8),  # four beats with a gap are no proof
    ],
)
def test_periods_are_found(every: int, missed: float, least: int) -> None:
    found = [one for seed in range(20) if (one := _found(_job(every, seed, missed=missed))) is not None]
    assert len(found) >= least
    assert all(abs(one.length / every - 1) < 0.1 for one in found)


def test_a_job_that_counts_from_its_last_run() -> None:
    rng = np.random.default_rng(1)
    times = np.cumsum(255 * SECOND * rng.uniform(0.8, 1.2, 300))
    one = _found(beats([int(time) for time in times]))
    assert one is not None
    assert (abs(one.length / SECOND - 255) < 5, one.missed, one.beats) == (True, 0, 300)


def test_missed_beats_and_jitter_are_told() -> None:
    times = np.delete(np.arange(40) * 4.0 * HOUR, [7, 20, 21])
    one = period([times])
    assert one is not None
    assert (one.missed, one.beats) == (3, 37)
    assert (one.length, one.jitter, one.error) == pytest.approx((4 * HOUR, 0, 0), abs=1e-6)


@pytest.mark.parametrize("by_day", [False, True])
@pytest.mark.parametrize("count", [4, 5, 6, 10, 14, 30, 100, 500])
def test_chance_has_no_period(count: int, *, by_day: bool) -> None:
    assert sum(_found(_chance(count, seed, by_day=by_day)) is not None for seed in range(100)) <= 2


def test_what_is_done_once_a_day_in_the_daytime_is_no_job() -> None:
    rng = np.random.default_rng(1)
    assert _found(np.arange(14) * DAY + rng.uniform(9, 17, 14) * HOUR) is None


@pytest.mark.parametrize("segments", [[], [np.arange(3.0) * HOUR], [np.zeros(0), np.zeros(1)], [np.zeros(9)]])
def test_too_few_beats_have_none(segments: list[Times]) -> None:
    assert period(segments) is None


def test_what_is_faster_than_two_minutes_has_none() -> None:
    assert period([_even(100, 60_000)]) is None


def test_stretches_of_capture_are_not_joined() -> None:
    one = period([_even(30, 4 * HOUR), _even(30, 4 * HOUR, 10**11)])
    assert one is not None
    assert (round(one.length), one.missed) == (4 * HOUR, 0)


def test_of_many_tests_few_hold_by_chance() -> None:
    assert significant([0.5, 0.009, 0.3]) == [False, False, False]
    assert significant([0.0001, 0.009, 0.0002]) == [True, True, True]
    assert significant([]) == []
