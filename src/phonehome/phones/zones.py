"""The time zone a phone is set to, over time: it changes where its person lands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from phonehome.phones.clock import Zone


class Zoned(Struct, frozen=True):
    """From ``start`` (Unix ms) on the phone shows the time of that zone."""

    start: int
    zone: Zone


def zone_at(zones: Sequence[Zoned], time: int) -> Zone:
    """The zone at that time; before the first change the first."""
    return zones[max(bisect_right(zones, time, key=lambda one: one.start) - 1, 0)].zone
