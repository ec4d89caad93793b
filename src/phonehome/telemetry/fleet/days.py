"""What a phone measures of each day of a simulated life, by the names of the catalogue."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from random import Random

import msgspec
from msgspec import Struct

from phonehome.model import Event
from phonehome.phones.battery import battery
from phonehome.phones.chance import weighted
from phonehome.phones.clock import DAY, HOUR, Calendar
from phonehome.phones.life import Life
from phonehome.phones.stays import at

# Where a phone is on a Wi-Fi network.
_WIFI = frozenset({"home", "work", "partner", "hotel", "cafe"})
_NOTHING = "none"


class Handset(Struct, frozen=True):
    """What stays the same of a phone: its system's version, and its battery's health in per cent."""

    version: str
    health: int


class Day(Struct, frozen=True):
    """One day (UTC). ``apps`` are seconds by package; ``crashed`` components; ``causes`` of restarts."""

    screen_hours: float
    unlocks: int
    causes: tuple[str, ...]
    crashed: tuple[str, ...]
    lowest: int
    network: str
    apps: dict[str, float]


class _Tables(Struct, frozen=True):
    component: dict[str, str]
    cause: dict[str, str]
    version: dict[str, int]


def days_of(life: Life, calendar: Calendar) -> tuple[Day, ...]:
    """All whole days of the calendar, in order."""
    lit, unlocks = defaultdict[int, float](float), Counter[int]()
    for light in life.lights:
        unlocks[_day(calendar, light.unlock)] += bool(light.unlock)
        for day, length in _split(calendar, light.on, light.off):
            lit[day] += length / HOUR
    boots, crashes, apps = (
        _by_day(calendar, life.boots),
        _by_day(calendar, life.crashes),
        _apps(calendar, life.sessions),
    )
    return tuple(
        Day(
            screen_hours=lit[day],
            unlocks=unlocks[day],
            causes=tuple(_tables().cause.get(boot.name, "other") for boot in boots[day]),
            crashed=tuple(_tables().component.get(crash.app, "other") for crash in crashes[day]),
            lowest=min(battery(life.charges, time)[1] for time in _hours(calendar, day)),
            network=_network(life, calendar, day),
            apps=apps[day],
        )
        for day in range(calendar.days)
    )


def handset(rng: Random) -> Handset:
    """A phone as the fleet has them."""
    versions = _tables().version
    return Handset(weighted(rng, tuple(versions), tuple(versions.values())), min(100, max(40, round(rng.gauss(88, 7)))))


def values(day: Day, phone: Handset, rng: Random) -> dict[str, str | int | float]:
    """The day as the catalogue's metrics ask for it. Of several apps, crashes or restarts one is told, drawn by lot."""
    apps = sorted(day.apps)
    return {
        "screen_hours": day.screen_hours,
        "unlocks": day.unlocks,
        "reboots": len(day.causes),
        "reboot_cause": rng.choice(day.causes or (_NOTHING,)),
        "crashes": rng.choice(day.crashed or (_NOTHING,)),
        "battery_level": day.lowest,
        "battery_health": phone.health,
        "app_used": rng.choice(apps) if apps else "other",
        "app_duration": weighted(rng, apps, [day.apps[app] for app in apps]) if apps else "other",
        "network_type": day.network,
        "os_version": phone.version,
    }


def _by_day(calendar: Calendar, events: Iterable[Event]) -> dict[int, list[Event]]:
    found = defaultdict[int, list[Event]](list)
    for event in events:
        found[_day(calendar, event.start)].append(event)
    return found


def _apps(calendar: Calendar, sessions: Sequence[Event]) -> dict[int, dict[str, float]]:
    found = defaultdict[int, dict[str, float]](dict)
    for session in sessions:
        for day, length in _split(calendar, session.start, session.end or session.start + 1):
            found[day][session.app] = found[day].get(session.app, 0.0) + length / 1000
    return found


def _split(calendar: Calendar, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A stretch of time by the days it lies in."""
    while start < end:
        day = _day(calendar, start)
        until = min(end, calendar.start + (day + 1) * DAY)
        yield day, until - start
        start = until


def _network(life: Life, calendar: Calendar, day: int) -> str:
    """The one that the phone was on at most hours."""
    seen = Counter("wifi" if at(life.stays, time).place in _WIFI else "4g" for time in _hours(calendar, day))
    return seen.most_common(1)[0][0]


def _hours(calendar: Calendar, day: int) -> range:
    start = calendar.start + day * DAY
    return range(start, start + DAY, HOUR)


def _day(calendar: Calendar, time: int) -> int:
    return (time - calendar.start) // DAY


@cache
def _tables() -> _Tables:
    text = (files("phonehome.telemetry.fleet") / "components.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), type=_Tables)
