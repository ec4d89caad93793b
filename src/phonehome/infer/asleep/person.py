"""What is learned of one person, and what speaks for sleep given that: habits, gaps between uses, lights at night."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from phonehome.infer.asleep.course import Weights
from phonehome.infer.asleep.delays import LAST_USE, Gaps, Numbers, by, until_sleep, until_use
from phonehome.infer.asleep.grid import STEP, Grid

# looks at the phone in the night: per hour asleep, early in the usual night and late in it; their length in minutes
EARLY_LOOKS, LATE_LOOKS = 0.012, 0.28
LOOK, USE = (0.6, 0.8), (0.75, 1.1)
# share of wakings whose moment a light marks: any, one that another follows in minutes, the last of such a row
ALARM, SNOOZED, LAST_ALARM = 0.35, 0.03, 0.75
SNOOZE = 4.5, 10.5
LATENCY = 9.0  # minutes from going to bed to sleep
LEAST = -60.0
BINS = 96  # quarters of an hour in a day


class Habit(Struct, frozen=True):
    """How likely sleep begins and ends at each quarter of an hour on the wall; 1 where nothing is known.

    ``wake`` has one row for working days and one for free days. ``late`` is the share of those asleep at each quarter
    who wake within three hours: looks at the phone are common then.
    """

    onset: Numbers
    wake: Numbers
    late: Numbers


class Glimmers(Struct, frozen=True):
    """Lights without a hand (minutes of the grid); ``alone`` are those that stand in no row of alarms."""

    times: Numbers
    followed: NDArray[np.bool_]
    preceded: NDArray[np.bool_]
    alone: Numbers


class Person(Struct, frozen=True):
    """What was learned. ``glimmers`` are lights without a hand per minute awake and asleep.

    ``direct`` is the share of wakings whose first use of the phone is one that is seen.
    """

    habit: Habit
    gaps: Gaps
    glimmers: tuple[float, float] = (0.0, 0.0)
    direct: float = 1.0


def bell(middle: float, spread: float) -> Numbers:
    """A round normal law over the quarters of a day, of mean 1."""
    hours = (np.arange(BINS) + 0.5) / 4
    away = (hours - middle + 12) % 24 - 12
    law = np.exp(-0.5 * (away / spread) ** 2)
    done: Numbers = law / law.mean()
    return done


def free(hour: Numbers) -> Numbers:
    """1 on Saturdays and Sundays."""
    return (((hour // 24 + 3) % 7) >= 5).astype(np.float64)


def weights(grid: Grid, glimmers: Glimmers, person: Person) -> Weights:
    """All that speaks for sleep beginning, lasting and ending."""
    dark, times = grid.dark, grid.times
    quarter = (grid.hour * 4).astype(np.int64) % BINS
    habit = person.habit
    weekend = free(grid.hour).astype(np.int64)
    onset = np.log(habit.onset[quarter]) + _onset(grid, person)
    wake = np.log(habit.wake[weekend, quarter]) + _wake(grid, person) + _alarm(grid, glimmers, person)
    looks = _looks(grid, person)
    # whoever goes to bed silences the phone some minutes before sleep
    onset = onset + _glimmers(times, glimmers, person) - _glimmers(times - LATENCY, glimmers, person)
    total = np.concatenate(([0.0], np.cumsum(looks)))[dark] + _glimmers(times, glimmers, person)
    return Weights(np.maximum(onset, LEAST), np.maximum(wake, LEAST), total)


def _onset(grid: Grid, person: Person) -> Numbers:
    darks, dark, times = grid.darks, grid.dark, grid.times
    law = until_sleep(person.gaps)
    seen = law(np.maximum(times - darks.begin[dark], 0))
    seen = np.where(darks.begin[dark] <= 0, 0.0, seen)
    unseen = _hidden(grid, person, times - darks.hidden_from[dark], times - darks.hidden_to[dark])
    return np.log(seen + unseen + 1e-30)


def _hidden(grid: Grid, person: Person, since: Numbers, until: Numbers) -> Numbers:
    """The share of nights whose last use fell into what is hidden."""
    darks, dark = grid.darks, grid.dark
    held = person.gaps.longer(np.maximum(darks.hidden_from[dark] - darks.begin[dark], 0))
    held = np.where(darks.begin[dark] <= 0, 1.0, held)
    share = by(LAST_USE, np.nan_to_num(since, neginf=-1.0)) - by(LAST_USE, np.nan_to_num(until, posinf=1e9))
    return np.where(np.isfinite(since), np.maximum(share, 0) * held, 0.0)


def _wake(grid: Grid, person: Person) -> Numbers:
    darks, dark, times = grid.darks, grid.dark, grid.times
    left = darks.end[dark] - times
    last = left < STEP
    soonest = np.where(last, 0.0, np.maximum(left - STEP / 2, 0))
    within = until_use(person.gaps, person.direct)
    seen = (within(left + STEP / 2) - within(soonest)) / STEP
    seen = np.where(darks.end[dark] >= grid.last, 0.0, seen)
    start, stop = darks.hidden_from[dark], darks.hidden_to[dark]
    has = np.isfinite(start) & (times < stop)
    share = within(np.where(has, stop - times, 0)) - within(np.where(has, np.maximum(start - times, 0), 0))
    unseen = share * _resumed(grid, person)[dark]
    return np.log(seen + unseen + 1e-30) - _awake(grid, person)[dark]


def _resumed(grid: Grid, person: Person) -> Numbers:
    """Per minute: the first use after what is hidden comes when it came."""
    darks = grid.darks
    after = np.where(np.isfinite(darks.hidden_to), darks.end - darks.hidden_to, 0)
    law = person.gaps.longer(np.maximum(after, 0)) / person.gaps.mean
    return np.where(darks.end >= grid.last, 1.0, law)


def _awake(grid: Grid, person: Person) -> Numbers:
    """The logarithm of how likely somebody awake leaves the phone for each dark."""
    darks, gaps = grid.darks, person.gaps
    has = np.isfinite(darks.hidden_to)
    before = np.where(has, darks.hidden_from - darks.begin, 0)
    unseen = np.where(darks.begin <= 0, 1.0, gaps.longer(np.maximum(before, 0))) * _resumed(grid, person)
    seen = np.where((darks.end >= grid.last) | (darks.begin <= 0), 0.0, gaps.density(darks.length))
    return np.log(seen + np.where(has, unseen, 0.0) + 1e-30)


def _looks(grid: Grid, person: Person) -> Numbers:
    """For each dark and the use at its end: what they say for sleep going on, against being awake."""
    darks = grid.darks
    hour = np.interp(darks.end, grid.times, grid.hour)
    late = person.habit.late[(hour * 4).astype(np.int64) % BINS]
    rate = np.log((EARLY_LOOKS + (LATE_LOOKS - EARLY_LOOKS) * late) / 60)
    lit = np.log(np.maximum(darks.lit, 0.03))
    look, use = (((lit - np.log(m)) / s) ** 2 / -2 - np.log(s) for m, s in (LOOK, USE))
    done: Numbers = rate + np.clip(look - use, -12, 1) - _awake(grid, person)
    return done


def _glimmers(times: Numbers, glimmers: Glimmers, person: Person) -> Numbers:
    awake, asleep = person.glimmers
    if not awake:
        return np.zeros(len(times))
    done: Numbers = np.searchsorted(glimmers.alone, times) * np.log(asleep / awake) - (asleep - awake) * times
    return done


def _alarm(grid: Grid, glimmers: Glimmers, person: Person) -> Numbers:
    """A light at the very moment of waking is often an alarm, and the last of a row of them surely."""
    if not person.glimmers[0] or not len(glimmers.times):
        return np.zeros(len(grid.times))
    share = np.where(glimmers.followed, SNOOZED, np.where(glimmers.preceded, LAST_ALARM, ALARM))
    place = np.minimum(np.searchsorted(glimmers.times, grid.times - STEP / 2), len(share) - 1)
    near = np.abs(glimmers.times[place] - grid.times) <= STEP / 2
    usual = np.clip(sum(person.glimmers) / 2 * STEP, 0.02, 1)
    # what lies so near is not a light in sleep
    mine = _glimmers(grid.times - STEP / 2, glimmers, person) - _glimmers(grid.times, glimmers, person)
    done: Numbers = mine + np.where(near, np.log(1 - share[place] + share[place] / usual), np.log(1 - ALARM))
    return done


def glimmers_of(times: Numbers, starts: Numbers) -> Glimmers:
    """Lights without a hand, told which stand in a row as alarms do that are put off; ``starts`` are those of uses."""
    lights = np.sort(np.concatenate((times, starts)))
    followed = _any(lights, times + SNOOZE[0], times + SNOOZE[1])
    preceded = _any(times, times - SNOOZE[1], times - SNOOZE[0])
    row = preceded | _any(times, times + SNOOZE[0], times + SNOOZE[1])
    return Glimmers(times, followed, preceded, times[~row])


def _any(lights: Numbers, since: Numbers, until: Numbers) -> NDArray[np.bool_]:
    return np.searchsorted(lights, until) > np.searchsorted(lights, since)
