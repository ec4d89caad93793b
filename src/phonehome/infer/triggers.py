"""Which events set requests off: more beats right after them than after the same events moved by minutes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from msgspec import Struct

from phonehome.infer.beats import Times, significant
from phonehome.infer.evidence import Evidence

SECONDS = 60
# Moved by 10 to 120 minutes both ways, days and nights stay where they are.
_MOVED = tuple(sign * minutes * 60_000 for minutes in range(10, 130, 10) for sign in (-1, 1))
_LEAST_BEATS, _LEAST_HITS = 10, 5
_LEAST_SHARE = 0.1
_LEAST_RATIO = 2.0
_LEVEL = 0.01

Named = TypeVar("Named")


class Trigger(Struct, frozen=True):
    """A ``share`` of beats within so many seconds after an event, against that ``by_chance``."""

    event: str
    seconds: int
    share: float
    by_chance: float
    beats: int
    chance: float


class _When(Struct, frozen=True, array_like=True):
    event: str
    starts: list[int]


_EVENTS = """
SELECT CASE WHEN name = '' THEN kind ELSE name END AS event, list(DISTINCT start ORDER BY start)
FROM events WHERE NOT misdated GROUP BY event HAVING count(*) >= 3 ORDER BY count(*) DESC, event LIMIT 12
"""


def triggers(evidence: Evidence, streams: Sequence[tuple[Named, Sequence[Times]]]) -> list[tuple[Named, Trigger]]:
    """For each stream the event that best explains its beats, where one does so beyond chance."""
    events = [(one.event, np.asarray(one.starts, dtype=np.float64)) for one in evidence.rows(_EVENTS, _When)]
    tried = []
    for name, segments in streams:
        times = np.concatenate(segments) if segments else np.empty(0)
        if len(times) >= _LEAST_BEATS:
            tried += [(name, trigger(event, starts, times)) for event, starts in events]
    holds = significant([one.chance for _, one in tried], _LEVEL)
    best: dict[int, tuple[Named, Trigger]] = {}
    for (name, one), hold in zip(tried, holds, strict=True):
        if hold and _tells(one):
            known = best.get(id(name))
            if known is None or one.share > known[1].share:
                best[id(name)] = (name, one)
    return list(best.values())


def trigger(event: str, starts: Times, times: Times) -> Trigger:
    """How many of these times come right after these events, and after the same events moved."""
    share = _share(starts, times)
    moved = np.array([_share(starts + by, times) for by in _MOVED])
    chance = float(moved.mean())
    spread = max(float(moved.std(ddof=1)), math.sqrt(max(chance, 1 / len(times)) / len(times)))
    return Trigger(event, SECONDS, share, chance, len(times), math.erfc((share - chance) / spread / math.sqrt(2)) / 2)


def _tells(one: Trigger) -> bool:
    return (
        one.share >= _LEAST_SHARE and one.share * one.beats >= _LEAST_HITS and one.share >= _LEAST_RATIO * one.by_chance
    )


def _share(starts: Times, times: Times) -> float:
    place = np.searchsorted(starts, times, side="right") - 1
    after = np.where(place >= 0, times - starts[np.maximum(place, 0)], np.inf)
    return float((after <= SECONDS * 1000).mean())
