"""Nights from a course: for each main sleep its onset and wake with what they may be between."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from phonehome.infer.asleep.course import Course, slept
from phonehome.infer.asleep.delays import Numbers
from phonehome.infer.asleep.grid import STEP, Grid
from phonehome.infer.asleep.learn import asleep

LEVELS = (0.05, 0.5, 0.95)
SHORTEST_WAKING = 120.0


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
    runs = [(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)]
    return [_night(grid, done, begin + int(np.argmax(mass[begin:end]))) for begin, end in _apart(grid, runs)]


def _apart(grid: Grid, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of runs so near that no waking fits between, which are one sleep told two ways, the longest."""
    kept: list[tuple[int, int]] = []
    for run in runs:
        if kept and grid.times[run[0]] - grid.times[kept[-1][1] - 1] < SHORTEST_WAKING:
            kept[-1] = max(kept[-1], run, key=lambda one: grid.times[one[1] - 1] - grid.times[one[0]])
        else:
            kept.append(run)
    return kept


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
