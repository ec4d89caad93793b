"""Wall clocks: local time to Unix milliseconds and back, with European summer time (Directive 2000/84/EC)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec import Struct

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Zone(Struct, frozen=True):
    """A time zone: its IANA name, its standard offset in ms and whether it keeps European summer time."""

    name: str
    offset: int
    summer: bool = False


LONDON = Zone("Europe/London", 0, summer=True)


class Calendar(Struct, frozen=True):
    """The simulated stretch of time: ``start`` (Unix ms, midnight UTC), whole days, and the person's zone."""

    start: int
    days: int
    zone: Zone = LONDON

    @property
    def end(self) -> int:
        """The first millisecond after the last day."""
        return self.start + self.days * DAY


def milliseconds(moment: datetime) -> int:
    """Unix time of an aware moment in ms."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def moment(time: int) -> datetime:
    """Unix ms as an aware moment in UTC."""
    return _EPOCH + timedelta(milliseconds=time)


def iso(time: int) -> str:
    """ISO 8601 in UTC with milliseconds: ``2017-01-11T23:31:57.017Z``."""
    return moment(time).strftime("%Y-%m-%dT%H:%M:%S.") + f"{time % SECOND:03d}Z"


def offset(zone: Zone, time: int) -> int:
    """What the zone's clocks are ahead of UTC at that time, in ms."""
    year = moment(time).year
    in_summer = _last_sunday(year, 3) <= time < _last_sunday(year, 10)
    return zone.offset + HOUR if zone.summer and in_summer else zone.offset


def local(zone: Zone, time: int) -> int:
    """What a clock on the wall shows, as ms since 1970-01-01 00:00 on that wall."""
    return time + offset(zone, time)


def utc(zone: Zone, wall: int) -> int:
    """The inverse of ``local``; of an hour that comes twice the first, of an hour that never was the one after."""
    return wall - offset(zone, wall - zone.offset - (HOUR if zone.summer else 0))


def hour(zone: Zone, time: int) -> float:
    """Hours since local midnight."""
    return local(zone, time) % DAY / HOUR


def weekday(time: int) -> int:
    """Monday is 0; for a wall time the day on the wall."""
    return (time // DAY + 3) % 7


def gmt(zone: Zone, time: int) -> str:
    """The offset as Android prints it: ``GMT+0100``."""
    minutes = offset(zone, time) // MINUTE
    sign = "-" if minutes < 0 else "+"
    return f"GMT{sign}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


def _last_sunday(year: int, month: int) -> int:
    last = milliseconds(datetime(year, month, 31, 1, tzinfo=UTC))
    return last - (weekday(last) + 1) % 7 * DAY
