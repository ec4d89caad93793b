from __future__ import annotations

import numpy as np

from infer.asleep.weeks import signs, uses
from phonehome.infer.asleep.grid import PAD, grid
from phonehome.infer.asleep.learn import POPULATION, asleep, first, learned
from phonehome.infer.asleep.person import BINS, glimmers_of
from phonehome.infer.asleep.signs import HOUR, Use

NONE = glimmers_of(np.array([]), np.array([]))


def _moved(hours: int) -> list[Use]:
    return [Use(one.start + hours * HOUR, one.end + hours * HOUR, one.touched + hours * HOUR) for one in uses(21)]


def test_habits_are_the_persons_own() -> None:
    """Somebody who sleeps by day is learned as such, against what most people do."""
    moments = grid(signs(_moved(9)))
    person, _ = learned(moments, NONE)
    quiet = first(moments).habit.onset
    assert quiet[36] > POPULATION.onset[36]
    assert 7.5 <= np.argmax(person.habit.onset) * 24 / BINS <= 10


def test_who_is_quiet_at_night_is_first_taken_for_most_people() -> None:
    assert first(grid(signs(uses(10)))).habit is POPULATION


def test_looks_are_late_where_wakes_follow() -> None:
    person, _ = learned(grid(signs(uses(21))), NONE)
    late = person.habit.late
    assert late[26] > 0.8
    assert late[6] < 0.1


def test_sleep_is_sure_at_night_and_not_by_day() -> None:
    moments = grid(signs(uses(14)))
    _, done = learned(moments, NONE)
    mass = asleep(done)
    known = (moments.times > PAD + 24 * 60) & (moments.times < moments.times[-1] - PAD - 24 * 60)
    hour = moments.hour % 24
    assert mass[known & (hour > 2) & (hour < 5)].min() > 0.99
    assert mass[known & (hour > 9) & (hour < 20)].max() < 0.01


def test_lights_at_night_are_counted_apart() -> None:
    dim = np.sort(np.concatenate([PAD + np.arange(14) * 1440 + 60 * hour for hour in (3, 5, 8, 11, 14)])) - 7 * 60
    moments = grid(signs(uses(14)))
    person, _ = learned(moments, glimmers_of(dim, np.array([])))
    awake, night = person.glimmers
    assert 0.0005 < awake < 0.01
    assert night > 0
