"""When a job of the phone runs: at even distances from a first time that the seed draws, each a little late."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from phonehome.phones.clock import DAY, Calendar
from phonehome.phones.scene import Scene, connected, wiped

LATE = 0.05


def beats(calendar: Calendar, every: int, rng: Random) -> Iterator[int]:
    """The times (Unix ms) of a job that is due every so many ms; the first comes within a day, none is early."""
    due = calendar.start + rng.randrange(min(every, DAY))
    while due < calendar.end:
        yield due + rng.randrange(max(round(every * LATE), 1))
        due += every


def spans(scene: Scene, every: int, rng: Random) -> Iterator[tuple[int, int]]:
    """Each time of a job with that of the one before, or with the calendar's start: what it has to tell of.

    A job without a network is left out, and the next one tells of more; of what a reset has wiped none tells.
    """
    since = scene.calendar.start
    for time in beats(scene.calendar, every, rng):
        if connected(scene, time):
            yield max(since, wiped(scene, time)), time
            since = time
