"""The grid of moments at which sleep may begin or end: all of them in the dark between two uses. Minutes throughout."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from phonehome.infer.asleep.delays import Numbers
from phonehome.infer.asleep.signs import HOUR, MINUTE, Signs

STEP = 5.0  # minutes
PAD = 18 * 60.0  # before the first sign and after the last nothing was seen
SHORTEST_DARK = 12.0

Places = NDArray[np.int64]


class Darks(Struct, frozen=True):
    """Dark stretches from use to use. ``begin`` is when the phone was last held, ``length`` how long it was dark.

    ``hidden_from`` and ``hidden_to`` hold what of it could not be seen; ``lit`` is how long the use at its end lasts.
    """

    begin: Numbers
    end: Numbers
    length: Numbers
    hidden_from: Numbers
    hidden_to: Numbers
    lit: Numbers


class Grid(Struct, frozen=True):
    """Moments (minutes since ``origin``, Unix ms), the dark each is in, and the hour on the wall."""

    origin: int
    times: Numbers
    dark: Places
    hour: Numbers
    darks: Darks
    last: float


def grid(signs: Signs) -> Grid:
    """The grid over all signs, padded on both sides."""
    origin = int(signs.start - PAD * MINUTE)
    last = (signs.end - origin) / MINUTE + PAD
    darks = _darks(signs, origin, last)
    moments = np.arange(0, last, STEP)
    place = np.searchsorted(darks.begin, moments, "right") - 1
    inside = (moments < darks.end[place]) & (darks.end[place] - darks.begin[place] >= SHORTEST_DARK)
    times, place = moments[inside], place[inside]
    return Grid(origin, times, place, _hours(signs, origin, times), darks, last)


def _darks(signs: Signs, origin: int, last: float) -> Darks:
    starts = (np.array([use.start for use in signs.uses], dtype=np.float64) - origin) / MINUTE
    ends = (np.array([use.end for use in signs.uses], dtype=np.float64) - origin) / MINUTE
    held = (np.array([use.held for use in signs.uses], dtype=np.float64) - origin) / MINUTE
    begin, end = np.concatenate(([0.0], held)), np.concatenate((starts, [last]))
    length = end - np.concatenate(([0.0], ends))
    hidden = [(one.start, one.end) for one in signs.hidden]
    spans = (np.array(hidden, dtype=np.float64).reshape(-1, 2) - origin) / MINUTE
    known = (signs.start - origin) / MINUTE, (signs.end - origin) / MINUTE
    spans = np.concatenate(([[0.0, known[0]]], spans, [[known[1], last]]))
    first, final = np.full(len(begin), np.inf), np.full(len(begin), -np.inf)
    for start, stop in spans:
        touched = np.flatnonzero((begin < stop) & (end > start))
        first[touched] = np.minimum(first[touched], np.maximum(begin[touched], start))
        final[touched] = np.maximum(final[touched], np.minimum(end[touched], stop))
    lit = np.concatenate((ends - starts, [0.0]))
    return Darks(begin, end, length, first, final, lit)


def _hours(signs: Signs, origin: int, times: Numbers) -> Numbers:
    """Hours on the wall at each moment, asked once an hour."""
    asked = np.arange(0, times[-1] + 61 if len(times) else 1, 60.0)
    ahead = np.array([signs.wall(int(origin + t * MINUTE)) - (origin + t * MINUTE) for t in asked])
    here = ahead[(times // 60).astype(np.int64)]
    done: Numbers = (origin + times * MINUTE + here) / HOUR
    return done
