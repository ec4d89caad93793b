"""Nights from a course: for each main sleep its onset and wake with what they may be between."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from phonehome.infer.asleep.course import Course, slept
from phonehome.infer.asleep.delays import Numbers
from phonehome.infer.asleep.grid import STEP, Grid
from phonehome.infer.asleep.learn import asleep

LEVELS = (0.05, 0.5, 0.95)


class Slept(Struct, frozen=True):
    """One main sleep, in minutes of the grid: (low, middle, high) of onset and wake, and how sure it is."""

    onset: tuple[float, float, float]
    wake: tuple[float, float, float]
    chance: float


def nights(grid: Grid, done: Course) -> list[Slept]:
    """All sleeps that are likelier than not."""
    mass = asleep(done)
    sleeping = mass > 0.5
    edges = np.flatnonzero(np.diff(np.concatenate(([0], sleeping.astype(np.int8), [0]))))
    return [_night(grid, done, begin + int(np.argmax(mass[begin:end]))) for begin, end in edges.reshape(-1, 2)]


def _night(grid: Grid, done: Course, middle: int) -> Slept:
    """The law of onset and wake of the sleep that covers a moment."""
    times = grid.times
    first = int(np.searchsorted(times, times[middle] - 15 * 60))
    last = int(np.searchsorted(times, times[middle] + 15 * 60))
    onsets, wakes = times[first : middle + 1], times[middle + 1 : last]
    joint = done.before[first : middle + 1, None] + done.after[None, middle + 1 : last]
    joint = joint + slept(wakes[None, :] - onsets[:, None])
    law = np.exp(joint - joint.max())
    law /= law.sum()
    chance = float(asleep(done)[middle])
    before, after = slice(first, middle + 1), slice(middle + 1, last)
    return Slept(_levels(grid, before, law.sum(1)), _levels(grid, after, law.sum(0)), chance)


def _levels(grid: Grid, places: slice[int, int, None], law: Numbers) -> tuple[float, float, float]:
    """Where the chance reaches each level; a moment of the grid stands for what lies around it in the same dark."""
    times, dark = grid.times[places], grid.dark[places]
    left, right = times - STEP / 2, times + STEP / 2
    begins, ends = grid.darks.begin[dark], grid.darks.end[dark]
    left = np.where(times - STEP < begins, begins, left)
    right = np.where(times + STEP >= ends, ends, right)
    sums = np.cumsum(law)
    edges = np.stack((left, right), 1).ravel()
    chances = np.stack((sums - law, sums), 1).ravel()
    low, middle, high = LEVELS
    first, last = np.searchsorted(sums, (low, high))
    return float(left[first]), float(np.interp(middle, chances, edges)), float(right[min(last, len(right) - 1)])
