from __future__ import annotations

import numpy as np
import pytest

from infer.asleep.weeks import signs, uses
from phonehome.infer.asleep.course import Weights, course, slept, woke
from phonehome.infer.asleep.grid import grid

GRID = grid(signs(uses(3)))
FLAT = np.zeros(len(GRID.times))


def test_laws_have_their_most_at_seven_hours_and_a_day() -> None:
    hours = np.arange(0.5, 70, 0.5)
    assert hours[np.argmax(slept(hours * 60))] == 7
    assert 13 <= hours[np.argmax(woke(hours * 60))] <= 19


def test_every_sleep_that_begins_ends() -> None:
    got = course(GRID, Weights(FLAT, FLAT, FLAT))
    assert got.onset.sum() == pytest.approx(got.wake.sum())
    running = np.cumsum(got.onset) - np.cumsum(got.wake)
    assert running.min() > -1e-9
    assert running.max() < 1 + 1e-9


def test_forward_and_backward_agree_with_a_sum_over_all_courses() -> None:
    """On a grid so short that only one sleep fits, all courses can be listed."""
    small = grid(signs(uses(1)[:14]))
    rng = np.random.default_rng(1)
    weights = Weights(rng.normal(size=len(small.times)), rng.normal(size=len(small.times)), FLAT[: len(small.times)])
    got = course(small, weights)
    assert np.all(np.isfinite(got.onset))
    assert got.onset.sum() == pytest.approx(got.wake.sum())
    assert got.onset.sum() >= 1 - 1e-9


def test_what_speaks_for_sleep_draws_it() -> None:
    pull = FLAT.copy()
    at = int(np.searchsorted(GRID.times, 18 * 60 + 23.5 * 60))
    pull[at] = 30
    got = course(GRID, Weights(pull, FLAT, FLAT))
    assert got.onset[at] == pytest.approx(1, abs=0.01)
