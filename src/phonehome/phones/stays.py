"""Where a person is: lodging, work, the way between, an outing; each moment of the simulated time is in one stay."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from random import Random

from msgspec import Struct

from phonehome.phones.chance import between
from phonehome.phones.clock import HOUR, MINUTE, utc
from phonehome.phones.nights import Night
from phonehome.phones.person import Person
from phonehome.phones.plan import Day, Shift

OUTING = 0.7
SHIFTS: dict[Shift, tuple[float, float]] = {"early": (6, 14), "late": (14, 22), "night": (22, 30)}
TO_AIRPORT, FROM_AIRPORT = 90 * MINUTE, 60 * MINUTE


class Stay(Struct, frozen=True):
    """A stretch of time (Unix ms) at one place, by its name in the phone's places."""

    place: str
    start: int
    end: int


def stays(person: Person, days: Sequence[Day], nights: Sequence[Night], rng: Random) -> tuple[Stay, ...]:
    """All stays in order, without gaps, from the first night's bed to the last night's wake."""
    evenings = {night.evening: night for night in nights}
    away: list[Stay] = []
    moves = [Stay(days[0].lodging, nights[0].bed, nights[-1].wake)]
    for number, (before, day) in enumerate(pairwise(days[:-1])):
        awake = _awake(day, evenings, number)
        mine = [stay for stay in _day(person, day, awake, rng) if not away or stay.start >= away[-1].end]
        move = _move(before, day, mine, awake)
        away += [stay for stay in mine if not move or stay.end <= move[0].start] + move
        if move:
            moves.append(Stay(day.lodging, move[-1].end, nights[-1].wake))
    return tuple(_lodged(away, moves, nights[-1].wake))


def at(stays: Sequence[Stay], time: int) -> Stay:
    """The stay at that time; before the first one the first, after the last one the last."""
    place = bisect_right(stays, time, key=lambda stay: stay.start)
    return stays[max(place - 1, 0)]


def _awake(day: Day, evenings: Mapping[int, Night], number: int) -> tuple[int, int]:
    """Up and bed of a day; six and five in the morning where there was no night."""
    up, bed = evenings.get(number - 1), evenings.get(number)
    midnight = utc(day.zone, day.midnight)
    return (up.wake if up else midnight + 6 * HOUR), (bed.bed if bed else midnight + 29 * HOUR)


def _day(person: Person, day: Day, awake: tuple[int, int], rng: Random) -> list[Stay]:
    """The stays away from the lodging between two nights."""
    at_work = "venue" if day.lodging == "hotel" else "work"
    if day.shift != "free":
        hours = _hours(person, day, rng)
        return [] if day.at_home else _work(person, (at_work, *hours), awake, rng)
    if rng.random() < OUTING:
        return _outing(utc(day.zone, day.midnight) + round(between(rng, 11, 16) * HOUR), awake, rng)
    return []


def _move(before: Day, day: Day, away: Sequence[Stay], awake: tuple[int, int]) -> list[Stay]:
    """The way to another lodging: a flight, or an evening's way."""
    if day.flight:
        flight = day.flight
        return [
            Stay("way", flight.start - TO_AIRPORT, flight.start),
            Stay("flight", flight.start, flight.end),
            Stay("way", flight.end, flight.end + FROM_AIRPORT),
        ]
    if before.lodging == day.lodging:
        return []
    evening = utc(day.zone, day.midnight + 18 * HOUR)
    leaves = max(evening, away[-1].end if away else 0)
    return [Stay("way", min(leaves, awake[1] - HOUR), min(leaves, awake[1] - HOUR) + 40 * MINUTE)]


def _hours(person: Person, day: Day, rng: Random) -> tuple[int, int]:
    """When work starts and ends that day."""
    begin = utc(day.zone, day.midnight)
    starts, ends = SHIFTS.get(day.shift, (person.work_starts, person.work_ends))
    return begin + round((starts + rng.gauss(0, 0.15)) * HOUR), begin + round((ends + rng.gauss(0, 0.5)) * HOUR)


def _work(person: Person, work: tuple[str, int, int], awake: tuple[int, int], rng: Random) -> list[Stay]:
    """The way there, work, the way back; nothing on a day that began too late for it."""
    place, *hours = work
    way = round(person.commute * HOUR * between(rng, 0.85, 1.3))
    leaves = max(hours[0] - way, awake[0] + 25 * MINUTE)
    ends = min(hours[1], awake[1] - way - HOUR)
    if ends - leaves - way < 2 * HOUR:
        return []
    return [Stay("way", leaves, leaves + way), Stay(place, leaves + way, ends), Stay("way", ends, ends + way)]


def _outing(leaves: int, awake: tuple[int, int], rng: Random) -> list[Stay]:
    """Somewhere in town for one to four hours."""
    leaves = max(leaves, awake[0] + HOUR)
    back = leaves + round(between(rng, 1, 4) * HOUR)
    if back > awake[1] - HOUR:
        return []
    arrives, ends = leaves + 20 * MINUTE, back - 20 * MINUTE
    place = "cafe" if rng.random() < 0.3 else "town"
    return [Stay("way", leaves, arrives), Stay(place, arrives, ends), Stay("way", ends, back)]


def _lodged(away: Sequence[Stay], lodgings: Sequence[Stay], end: int) -> Iterator[Stay]:
    """The stays away, and between them those in the lodging of the time."""
    start = lodgings[0].start
    for stay in away:
        if stay.start > start:
            yield Stay(at(lodgings, start).place, start, stay.start)
        yield stay
        start = stay.end
    yield Stay(at(lodgings, start).place, start, end)
