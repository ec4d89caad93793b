"""The phone's own clock: which time zone it was in when, from what it sent, else from owner.toml, else UTC."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# GMT+0100 and +01:00 as phones write offsets, UTC-5 as people do.
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?")
_LARGEST = 15 * 60


class Zone(Struct, frozen=True):
    """A zone from a moment (Unix ms) on."""

    since: int
    zone: tzinfo


class Clock(Struct, frozen=True):
    """Local time of the phone at any moment; ``source`` says in words how the zone is known."""

    zones: tuple[Zone, ...]
    source: str

    @property
    def is_known(self) -> bool:
        """Whether anything tells the time zone; else it is UTC."""
        return self.zones != (Zone(0, UTC),)

    def at(self, time: int) -> datetime:
        """A moment (Unix ms) on the phone's clock, aware of its offset."""
        return (_EPOCH + timedelta(milliseconds=time)).astimezone(self._zone(time))

    def offset(self, time: int) -> int:
        """What the phone's clock is ahead of UTC at a moment, in ms."""
        ahead = self.at(time).utcoffset()
        return ahead // timedelta(milliseconds=1) if ahead else 0

    def local(self, time: int) -> int:
        """A moment as the wall clock shows it: ms since 1970-01-01 00:00 on that wall."""
        return time + self.offset(time)

    def hour(self, time: int) -> float:
        """Hours since local midnight."""
        return self.local(time) % DAY / HOUR

    def _zone(self, time: int) -> tzinfo:
        place = bisect_right(self.zones, time, key=lambda zone: zone.since)
        return self.zones[max(place - 1, 0)].zone


def clock(told: Sequence[tuple[int, str]], wished: str = "") -> Clock:
    """A clock from what the phone told: (Unix ms, text) in order of time; ``wished`` is the zone of owner.toml.

    An offset that agrees with the wished zone stands for that zone, so that summer time is kept between two tellings.
    A zone told once and contradicted right after (by the next telling) counts for that time only.
    """
    home = _named(wished)
    zones = [Zone(time, zone) for time, text in told if (zone := _parsed(text, time, home)) is not None]
    if zones:
        return Clock(tuple(_changes(zones)), "the phone told its time zone")
    if home is not None:
        return Clock((Zone(0, home),), "the time zone of owner.toml")
    return Clock((Zone(0, UTC),), "UTC, since neither the phone nor owner.toml tells the time zone")


def milliseconds(moment: datetime) -> int:
    """An aware moment in Unix ms."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _changes(zones: Sequence[Zone]) -> list[Zone]:
    kept = [zones[0]]
    for zone in zones[1:]:
        if zone.zone != kept[-1].zone:
            kept.append(zone)
    return kept


def _parsed(text: str, time: int, home: tzinfo | None) -> tzinfo | None:
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        return _named(text.strip())
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes > _LARGEST:
        return None
    ahead = timedelta(minutes=-minutes if match[1] == "-" else minutes)
    if home is not None and (_EPOCH + timedelta(milliseconds=time)).astimezone(home).utcoffset() == ahead:
        return home
    return timezone(ahead)


def _named(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
