"""Naps: dark stretches by day that are likelier sleep than a phone left alone, for this person."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from phonehome.infer.asleep.delays import Numbers
from phonehome.infer.asleep.grid import PAD, Grid
from phonehome.infer.asleep.nights import Slept
from phonehome.infer.asleep.person import Person

A_DAY, PRIOR_DAYS, ROUNDS = 0.06, 10, 5
SHORTEST, LONGEST = 35.0, 240.0
MIDDLE, SPREAD = np.log(75.0), 0.5  # of the dark around a nap, minutes
APART = 90.0
FROM, UNTIL = 11, 20
HOURS_SHARE = (UNTIL - FROM) / 16  # of the waking day
AWAKE_FIRST, AWAKE_LAST = 10, 4  # minutes of the dark in which one is still, and again, awake
SURE = 0.6


def naps(grid: Grid, person: Person, slept: Sequence[Slept]) -> list[tuple[float, float, float]]:
    """Begin, end (minutes of the grid) and chance of each dark by day that is likelier a nap than not."""
    darks = grid.darks
    length = darks.end - darks.begin
    clear = np.ones(len(length), dtype=bool)
    for night in slept:
        clear &= (darks.end < night.onset[1] - APART) | (darks.begin > night.wake[1] + APART)
    hour = np.interp((darks.begin + darks.end) / 2, grid.times, grid.hour) % 24
    seen = ~np.isfinite(darks.hidden_to)
    fits = clear & seen & (length >= SHORTEST) & (length <= LONGEST) & (hour >= FROM) & (hour < UNTIL)
    days, left = max((grid.last - 2 * PAD) / 1440, 1), _left(grid, person)
    a_day = A_DAY
    for _ in range(ROUNDS):
        chance = np.where(fits, _chance(length, a_day, left), 0)
        a_day = (chance.sum() + A_DAY * PRIOR_DAYS) / (days + PRIOR_DAYS)
    return [
        (float(darks.begin[at]) + AWAKE_FIRST, float(darks.end[at]) - AWAKE_LAST, float(chance[at]))
        for at in np.flatnonzero(chance > SURE)
    ]


def _left(grid: Grid, person: Person) -> Numbers:
    """How often a day, per minute of its length, a phone is left as long as in each dark in the hours of naps."""
    a_day = len(grid.darks.begin) / max((grid.last - 2 * PAD) / 1440, 1)
    done: Numbers = a_day * HOURS_SHARE * person.gaps.density(grid.darks.length)
    return done


def _chance(length: Numbers, a_day: float, left: Numbers) -> Numbers:
    x = np.maximum(length, 1)
    law = np.exp(-0.5 * ((np.log(x) - MIDDLE) / SPREAD) ** 2) / (x * SPREAD * np.sqrt(2 * np.pi))
    done: Numbers = a_day * law / (a_day * law + left)
    return done
