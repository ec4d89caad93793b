"""Where a person is: home, work, the way between, an outing; each moment of the simulated time is in one stay."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

from msgspec import Struct

from phonehome.phones.chance import between
from phonehome.phones.clock import DAY, HOUR, MINUTE, Calendar, local, utc, weekday
from phonehome.phones.nights import Night
from phonehome.phones.person import Person

OUTING = 0.7
CELL_TIME = 10 * MINUTE


class Stay(Struct, frozen=True):
    """A stretch of time (Unix ms) at one place, by its name in the phone's places."""

    place: str
    start: int
    end: int


def stays(person: Person, calendar: Calendar, nights: Sequence[Night], rng: Random) -> tuple[Stay, ...]:
    """All stays in order, without gaps, from the first night's bed to the last night's wake."""
    away = [stay for before, after in pairwise(nights) for stay in _day(person, calendar, (before, after), rng)]
    return tuple(_with_home(away, nights[0].bed, nights[-1].wake))


def at(stays: Sequence[Stay], time: int) -> Stay:
    """The stay at that time; before the first one the first, after the last one the last."""
    place = bisect_right(stays, time, key=lambda stay: stay.start)
    return stays[max(place - 1, 0)]


def _day(person: Person, calendar: Calendar, around: tuple[Night, Night], rng: Random) -> list[Stay]:
    """The stays away from home between two nights."""
    up, bed = around[0].wake, around[1].bed
    midnight = local(calendar.zone, up) // DAY * DAY
    if weekday(midnight) in person.works:
        return _work(person, _hours(calendar, midnight, person, rng), (up, bed), rng)
    if rng.random() < OUTING:
        return _outing(utc(calendar.zone, midnight) + round(between(rng, 11, 16) * HOUR), (up, bed), rng)
    return []


def _hours(calendar: Calendar, midnight: int, person: Person, rng: Random) -> tuple[int, int]:
    """When work starts and ends that day."""
    begin = utc(calendar.zone, midnight)
    starts = begin + round((person.work_starts + rng.gauss(0, 0.15)) * HOUR)
    return starts, begin + round((person.work_ends + rng.gauss(0, 0.5)) * HOUR)


def _work(person: Person, hours: tuple[int, int], awake: tuple[int, int], rng: Random) -> list[Stay]:
    """The way there, work, the way back; nothing on a day that began too late for it."""
    way = round(person.commute * HOUR * between(rng, 0.85, 1.3))
    leaves = max(hours[0] - way, awake[0] + 25 * MINUTE)
    ends = min(hours[1], awake[1] - way - HOUR)
    if ends - leaves - way < 2 * HOUR:
        return []
    return [Stay("way", leaves, leaves + way), Stay("work", leaves + way, ends), Stay("way", ends, ends + way)]


def _outing(leaves: int, awake: tuple[int, int], rng: Random) -> list[Stay]:
    """Somewhere in town for one to four hours."""
    leaves = max(leaves, awake[0] + HOUR)
    back = leaves + round(between(rng, 1, 4) * HOUR)
    if back > awake[1] - HOUR:
        return []
    arrives, ends = leaves + 20 * MINUTE, back - 20 * MINUTE
    place = "cafe" if rng.random() < 0.3 else "town"
    return [Stay("way", leaves, arrives), Stay(place, arrives, ends), Stay("way", ends, back)]


def _with_home(away: Sequence[Stay], start: int, end: int) -> Iterator[Stay]:
    for stay in away:
        if stay.start > start:
            yield Stay("home", start, stay.start)
        yield stay
        start = stay.end
    yield Stay("home", start, end)
