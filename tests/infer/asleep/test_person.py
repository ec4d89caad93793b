from __future__ import annotations

import numpy as np

from infer.asleep.weeks import START, signs, uses
from phonehome.infer.asleep.delays import Gaps
from phonehome.infer.asleep.grid import PAD, grid
from phonehome.infer.asleep.learn import POPULATION
from phonehome.infer.asleep.person import Person, bell, free, glimmers_of, weights
from phonehome.infer.asleep.signs import HOUR

GRID = grid(signs(uses(3)))
NONE = glimmers_of(np.array([]), np.array([]))


def test_a_bell_goes_round_the_clock() -> None:
    law = bell(0, 1)
    assert law[0] == law[-1] == law.max()
    assert np.isclose(law.mean(), 1)


def test_saturdays_and_sundays_are_free() -> None:
    hours = np.array([START / HOUR + 24 * day + 12 for day in range(7)])
    assert list(free(hours)) == [0, 0, 0, 0, 0, 1, 1]


def test_alarms_stand_in_rows() -> None:
    got = glimmers_of(np.array([10.0, 100, 109, 118, 300]), np.array([307.0]))
    assert list(got.followed) == [False, True, True, False, True]
    assert list(got.preceded) == [False, False, True, True, False]
    assert list(got.alone) == [10, 300]


def test_a_light_in_the_night_says_little_where_they_are_usual() -> None:
    night = int(np.searchsorted(GRID.times, PAD + 24 * 60 + 180))
    light = glimmers_of(np.array([PAD + 24 * 60 + 120.0]), np.array([]))
    person = Person(POPULATION, Gaps(2.0, 1.5), (0.01, 0.01))
    silent = Person(POPULATION, Gaps(2.0, 1.5), (0.01, 0.0001))
    usual = weights(GRID, light, person).sum[night] - weights(GRID, NONE, person).sum[night]
    rare = weights(GRID, light, silent).sum[night] - weights(GRID, NONE, silent).sum[night]
    assert abs(usual) < 0.01
    assert rare < -2


def test_sleep_is_likelier_to_begin_soon_after_the_last_use_than_hours_after() -> None:
    person = Person(POPULATION, Gaps(2.0, 1.5))
    onset = weights(GRID, NONE, person).onset
    last = int(np.searchsorted(GRID.times, PAD + 23.2 * 60 - 7 * 60))
    soon, late = (int(np.searchsorted(GRID.times, GRID.times[last] + lag)) for lag in (30, 240))
    assert onset[soon] > onset[late]
