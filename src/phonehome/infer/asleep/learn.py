"""What a person's own weeks teach: habits, gaps, lights at night; from the courses that fit them (EM, a few rounds)."""

from __future__ import annotations

import numpy as np

from phonehome.infer.asleep.course import Course, course
from phonehome.infer.asleep.delays import Gaps, Numbers
from phonehome.infer.asleep.grid import PAD, STEP, Grid, Places
from phonehome.infer.asleep.person import BINS, Glimmers, Habit, Person, bell, free, weights

ROUNDS = 3
FLAT = 0.12
STRENGTH = 4.0
MIDDLE, FAR = 4.0, 3.0  # mid-sleep of most people, and hours from it that are somebody else's
# how often a day somebody awake lays the phone away for long
STRAYS, MOST_STRAY = 0.5, 0.02
# what 1,553 measured nights are like: hours of sleeping and waking, and how far they spread over people and nights
LATE = 1 / (1 + np.exp(-(np.minimum((np.arange(BINS) + 0.5) / 4, 17.5) - 5.5) / 0.5))
POPULATION = Habit(FLAT + (1 - FLAT) * bell(0.5, 1.6), np.tile(FLAT + (1 - FLAT) * bell(7.6, 1.8), (2, 1)), LATE)


def first(grid: Grid, direct: float = 1.0) -> Person:
    """A person of whom nothing is known but the length of the gaps and the hours that are quiet."""
    lengths = grid.darks.length[1:-1]
    return Person(_quiet(grid), _gaps(grid, (lengths < 240).astype(np.float64)), direct=direct)


def _quiet(grid: Grid) -> Habit:
    """What most people do, half of it moved to the hours in which this one does least, if these are others."""
    hour = np.interp(grid.darks.end[:-1], grid.times, grid.hour)
    middle = float(np.angle(-np.exp(2j * np.pi * hour / 24).sum()) / (2 * np.pi) * 24)
    moved = (middle - MIDDLE + 12) % 24 - 12
    if abs(moved) < FAR:
        return POPULATION
    places = round(moved * BINS / 24)
    onset, wake = ((law + np.roll(law, places, -1)) / 2 for law in (POPULATION.onset, POPULATION.wake))
    return Habit(onset, wake, POPULATION.late)


def learned(grid: Grid, glimmers: Glimmers, direct: float = 1.0) -> tuple[Person, Course]:
    """The person after a few rounds, and the course of the weeks."""
    person = first(grid, direct)
    done = course(grid, weights(grid, glimmers, person))
    for _ in range(ROUNDS - 1):
        person = Person(_habit(grid, done), _gaps_of(grid, done), _lights(grid, glimmers, done), direct)
        done = course(grid, weights(grid, glimmers, person))
    return person, done


def asleep(done: Course) -> Numbers:
    """How likely it is at each moment of the grid that the person sleeps."""
    return np.clip(np.cumsum(done.onset) - np.cumsum(done.wake), 0, 1)


def _habit(grid: Grid, done: Course) -> Habit:
    quarter = (grid.hour * 4).astype(np.int64) % BINS
    onset = _own(quarter, done.onset, POPULATION.onset, 0.6)
    weekend = free(grid.hour)
    rows = [
        _own(quarter, done.wake * (0.35 + 0.65 * here), POPULATION.wake[0], 0.75) for here in (1 - weekend, weekend)
    ]
    return Habit(onset, np.array(rows), _late(quarter, done))


def _late(quarter: Places, done: Course) -> Numbers:
    """Of the sleeps that each quarter of an hour falls into, the share that ends within three hours."""
    sleeps = np.bincount(quarter, asleep(done), BINS) / (15 / STEP)
    ends = np.bincount(quarter, done.wake, BINS)
    soon = np.cumsum(np.concatenate((ends, ends[:12])))
    within = soon[12:] - np.concatenate(([0.0], soon))[:BINS]
    done_: Numbers = np.clip((within + LATE) / (sleeps + 1), 0, 1)
    return done_


def _own(quarter: Places, mass: Numbers, population: Numbers, spread: float) -> Numbers:
    counts = np.bincount(quarter, mass, BINS)
    kernel = bell(12.0, spread)
    kernel = np.roll(kernel, -BINS // 2) / BINS
    smooth = np.real(np.fft.ifft(np.fft.fft(counts) * np.fft.fft(kernel)))
    total = counts.sum() + STRENGTH
    own = (np.maximum(smooth, 0) * BINS + STRENGTH * population) / total
    done: Numbers = (1 - FLAT) * own + FLAT
    return done


def _gaps(grid: Grid, mass: Numbers) -> Gaps:
    lengths = grid.darks.length[1:-1]
    logs = np.log(np.maximum(lengths, 0.03))
    count = mass.sum() + 10
    middle = ((mass * logs).sum() + 10 * np.log(3.5)) / count
    spread = np.sqrt(((mass * (logs - middle) ** 2).sum() + 10 * 1.7**2) / count)
    a_day = len(lengths) / max((grid.last - 2 * PAD) / 1440, 1)
    return Gaps(float(middle), float(spread), min(STRAYS / a_day, MOST_STRAY))


def _gaps_of(grid: Grid, done: Course) -> Gaps:
    """From gaps in which the person was surely awake."""
    begin, end = grid.darks.begin[1:-1], grid.darks.end[1:-1]
    mass = asleep(done)
    slept = np.zeros(len(grid.darks.begin))
    np.maximum.at(slept, grid.dark, mass)
    # short gaps have no moment of the grid in them
    middle = np.interp((begin + end) / 2, grid.times, mass)
    awake = 1 - np.maximum(slept[1:-1], middle)
    awake = np.where(np.isfinite(grid.darks.hidden_to[1:-1]), 0, awake)
    return _gaps(grid, np.clip(awake, 0, 1))


def _lights(grid: Grid, glimmers: Glimmers, done: Course) -> tuple[float, float]:
    """Lights without a hand per minute of the dark, awake and asleep."""
    if not len(glimmers.alone):
        return 0.0, 0.0
    mass, darks = asleep(done), grid.darks
    seen = ~((grid.times >= darks.hidden_from[grid.dark]) & (grid.times < darks.hidden_to[grid.dark]))
    there = np.interp(glimmers.alone, grid.times, mass)
    hidden = np.maximum(darks.hidden_to - darks.hidden_from, 0)
    whole = grid.last - hidden[np.isfinite(hidden)].sum()
    hours = (seen * mass).sum() * STEP
    prior, usual = 3.0, len(glimmers.alone) / max(whole, 1)
    asleep_rate = (there.sum() + prior * 0.4) / (hours + prior / usual)
    awake_rate = ((1 - there).sum() + prior) / (max(whole - hours, 0) + prior / usual)
    return float(awake_rate), float(asleep_rate)
