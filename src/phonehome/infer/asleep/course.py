"""Sleep after waking after sleep: a hidden semi-Markov chain over the grid, forward and backward (Yu 2010, 3.1).

Waking and sleeping alternate; each stretch has a law of its length. Everything is a logarithm and relative to a person
who was awake all the time.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from msgspec import Struct

from phonehome.infer.asleep.delays import Numbers
from phonehome.infer.asleep.grid import STEP, Grid, Places

HOUR = 60.0  # minutes
LONGEST_SLEEP, LONGEST_WAKING = 15 * HOUR, 62 * HOUR
NEVER, TINY = -1e9, 1e-300
BLOCK = 80.0  # shorter than any sleep or waking
SLACK = 18  # a block's own length, and some, in steps


class Weights(Struct, frozen=True):
    """For each moment: that sleep begins here, that it ends here, and what has spoken for sleep up to here."""

    onset: Numbers
    wake: Numbers
    sum: Numbers


class Course(Struct, frozen=True):
    """How likely each moment is an onset or a wake, and the parts from which a single night's law is made."""

    onset: Numbers
    wake: Numbers
    before: Numbers  # forward weight of an onset
    after: Numbers  # backward weight of a wake


def slept(minutes: Numbers) -> Numbers:
    """The law of a main sleep's length (a logarithm)."""
    hours = minutes / 60
    return np.where((hours > 1.5) & (hours < 15), -0.5 * ((hours - 7.1) / 2.2) ** 2, NEVER)


def woke(minutes: Numbers) -> Numbers:
    """The law of a waking's length (a logarithm): about a day's, rarely two, seldom short."""
    hours = minutes / 60
    short = -0.5 * (np.minimum(hours - 13, 0) / 1.6) ** 2
    long = -0.5 * (np.maximum(hours - 19, 0) / 3.0) ** 2
    return np.where((hours > 2) & (hours < 62), np.maximum(short + long, -9.0), NEVER)


SLEPT = np.exp(slept(np.arange(0, LONGEST_SLEEP + 3 * HOUR, STEP)))
WOKE = np.exp(woke(np.arange(0, LONGEST_WAKING + 3 * HOUR, STEP)))
SLEPT, WOKE = SLEPT / SLEPT.sum(), WOKE / WOKE.sum()
# a waking that an end of the grid cuts: at least so long
STAYED = np.cumsum(WOKE[::-1])[::-1]


def course(grid: Grid, weights: Weights) -> Course:
    """Onset and wake chances of every moment."""
    steps, blocks = np.rint(grid.times / STEP).astype(np.int64), _blocks(grid)
    enter, leave = _stayed(steps), _stayed(int(grid.last / STEP) - steps)
    begins, ends = weights.onset - weights.sum, weights.wake + weights.sum
    before, ended = np.full(len(steps), NEVER), np.full(len(steps), NEVER)
    for block in blocks:
        came = _through(steps, ended, block, _earlier(steps, block.start, WOKE, block.start))
        before[block] = begins[block] + np.logaddexp(came, enter[block])
        ended[block] = ends[block] + _through(steps, before, block, _earlier(steps, block.start, SLEPT, block.stop))
    after, begun = np.full(len(steps), NEVER), np.full(len(steps), NEVER)
    for block in reversed(blocks):
        goes = _through(steps, begun, block, _later(steps, block.stop, WOKE, block.stop))
        after[block] = ends[block] + np.logaddexp(goes, leave[block])
        begun[block] = begins[block] + _through(steps, after, block, _later(steps, block.stop, SLEPT, block.start))
    whole = np.logaddexp.reduce(ended + leave)
    onset, wake = np.exp(before + begun - begins - whole), np.exp(ended + after - ends - whole)
    return Course(onset, wake, before, after)


def _stayed(steps: Places) -> Numbers:
    return np.log(STAYED[np.minimum(steps, len(STAYED) - 1)] + TINY)


class _Reach(Struct, frozen=True):
    """The moments that a law of lengths reaches from a block."""

    there: slice[int, int, None]
    law: Numbers


def _earlier(steps: Places, start: int, law: Numbers, stop: int) -> _Reach:
    return _Reach(slice(int(np.searchsorted(steps, steps[start] - len(law) + SLACK)), stop), law)


def _later(steps: Places, stop: int, law: Numbers, start: int) -> _Reach:
    return _Reach(slice(start, int(np.searchsorted(steps, steps[stop - 1] + len(law) - SLACK))), law)


def _through(steps: Places, weights: Numbers, here: slice[int, int, None], reach: _Reach) -> Numbers:
    """For each moment of a block, the weight of all moments in reach through the law of the lengths between."""
    there = reach.there
    if there.start >= there.stop:
        return np.full(here.stop - here.start, NEVER)
    top = weights[there].max()
    lengths = np.abs(steps[here][:, None] - steps[there][None, :])
    done: Numbers = np.log(reach.law[lengths] @ np.exp(weights[there] - top) + TINY) + top
    return done


def _blocks(grid: Grid) -> list[slice[int, int, None]]:
    """Moments of one dark, no more than fits between a sleep's onset and its wake."""
    part = grid.dark * 1000 + ((grid.times - grid.darks.begin[grid.dark]) // BLOCK).astype(np.int64)
    cuts = np.flatnonzero(np.diff(part)) + 1
    edges = [0, *(int(cut) for cut in cuts), len(grid.times)]
    return [slice(a, b) for a, b in pairwise(edges) if b > a]
