"""The battery of a simulated phone: charged every night, sometimes by day, empty never."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from random import Random

from msgspec import Struct

from phonehome.phones.chance import between
from phonehome.phones.clock import HOUR, MINUTE
from phonehome.phones.nights import Night

CHARGES_A_MINUTE = 0.9
DRAINS_AN_HOUR = 4.6


class Charge(Struct, frozen=True):
    """On the cable from ``start`` to ``end`` (Unix ms), with the per cent at the start."""

    start: int
    end: int
    level: float


def charges(nights: Sequence[Night], rng: Random) -> tuple[Charge, ...]:
    """One charge a night, and one by day on every fourth."""
    times = [time for night in nights for time in _plugged(night, rng)]
    done: list[Charge] = []
    for start, end in times:
        done.append(Charge(start, end, _drained(done[-1], start) if done else between(rng, 15, 60)))
    return tuple(done)


def battery(charges: Sequence[Charge], time: int) -> tuple[str, int]:
    """State as Android's BatteryManager names it, and level in per cent."""
    charge = charges[max(bisect_right(charges, time, key=lambda charge: charge.start) - 1, 0)]
    if time >= charge.end:
        return "DISCHARGING", round(_drained(charge, time))
    level = round(_charged(charge, max(time, charge.start)))
    return "FULL" if level == 100 else "CHARGING", level


def _plugged(night: Night, rng: Random) -> list[tuple[int, int]]:
    asleep = (night.bed - round(between(rng, 0, 40) * MINUTE), night.wake + round(between(rng, 0, 30) * MINUTE))
    if rng.random() >= 0.25:
        return [asleep]
    noon = night.wake + round(between(rng, 3, 8) * HOUR)
    return [asleep, (noon, noon + round(between(rng, 0.3, 1) * HOUR))]


def _charged(charge: Charge, time: int) -> float:
    return min(charge.level + (time - charge.start) / MINUTE * CHARGES_A_MINUTE, 100)


def _drained(charge: Charge, time: int) -> float:
    return max(_charged(charge, charge.end) - (time - charge.end) / HOUR * DRAINS_AN_HOUR, 3)
