from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from phonehome.infer.asleep.habits import Chronotype, Habit, chronotype, habit, is_free


def _nights(bed: float, hours: float, count: int = 5) -> list[tuple[datetime, datetime]]:
    begin = datetime(2017, 1, 16, tzinfo=UTC) + timedelta(hours=bed)
    return [(begin + timedelta(days=n), begin + timedelta(days=n, hours=hours)) for n in range(count)]


def test_medians_go_round_midnight() -> None:
    got = habit([*_nights(23.5, 7, 2), *_nights(24.5, 7, 3)])
    assert got == Habit(5, time(0, 30), time(4, 0), time(7, 30), 420)


def test_sleep_by_day_has_habits_too() -> None:
    assert habit(_nights(8, 6)) == Habit(5, time(8), time(11), time(14), 360)


def test_two_nights_are_no_habit() -> None:
    assert habit(_nights(23, 8, 2)) is None


def test_mid_sleep_is_corrected_for_sleep_made_up_for() -> None:
    """Roenneberg: MSFsc = MSF - (SDf - SDweek) / 2. Here SDweek is (5 x 6 + 2 x 9.5) / 7 = 7 h, MSF 5:45."""
    working, free = habit(_nights(24, 6)), habit(_nights(25, 9.5))
    assert chronotype(working, free) == Chronotype(time(4, 30), "between", 165)


def test_those_who_sleep_less_on_free_days_are_not_corrected() -> None:
    working, free = habit(_nights(22, 8)), habit(_nights(22, 7))
    assert chronotype(working, free) == Chronotype(time(1, 30), "early", -30)


def test_without_free_days_there_is_no_type() -> None:
    assert chronotype(habit(_nights(22, 8)), None) is None


def test_the_day_of_waking_counts() -> None:
    assert [is_free(datetime(2017, 1, day, tzinfo=UTC)) for day in (20, 21, 22, 23)] == [False, True, True, False]
