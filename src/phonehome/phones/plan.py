"""What every day of a life is meant to be: free or at work, in which shift, where the night is spent, in which zone."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Literal

from msgspec import Struct

from phonehome.phones.clock import DAY, HOUR, Calendar, Zone, local, offset, utc, weekday
from phonehome.phones.person import Person
from phonehome.phones.spans import Span
from phonehome.phones.traits import Rota, Traits
from phonehome.phones.zones import Zoned

Shift = Literal["free", "day", "early", "late", "night"]
Lodging = Literal["home", "partner", "hotel"]

# where one flies, how many hours that takes, and when, by the clock on the wall, one leaves to go and to come back
FAR = (
    (Zone("Asia/Shanghai", 8 * HOUR), 11.5, (12, 11)),
    (Zone("Asia/Singapore", 8 * HOUR), 13.2, (11, 23)),
    (Zone("Asia/Tokyo", 9 * HOUR), 12.0, (13, 12)),
    (Zone("America/Phoenix", -7 * HOUR), 10.5, (12, 18)),
)
NEAR = Zone("Europe/Paris", HOUR, summer=True)
NEAR_HOURS = 1.3
LEAST_DAYS = 10
WEEK = 7
LAG_DAYS = 6  # after which the body keeps the new time
LAG_SHARE = 0.3  # of what the body is off, how much bed and wake are


class Day(Struct, frozen=True):
    """One day: ``midnight`` on the wall, the zone of its evening, and the lodging of the night that follows.

    ``lag`` is how many hours later than the clock the body wants its night; ``flight`` is in Unix ms.
    """

    midnight: int
    zone: Zone
    shift: Shift
    at_home: bool = False
    lodging: Lodging = "home"
    lag: float = 0
    flight: Span | None = None


class _Travel(Struct, frozen=True):
    """Days of leaving and of coming back, where to, and how far it is."""

    out: int
    back: int
    zone: Zone
    hours: float
    leaves: tuple[float, float]


def plan(person: Person, traits: Traits, calendar: Calendar, rng: Random) -> tuple[Day, ...]:
    """The day before the first one, each of the calendar and the one after: day n stands at place n + 1."""
    phase = rng.randrange(3)
    travel = _travel(traits, calendar, rng)
    usual = [_usual((person, traits), calendar, (day, phase), rng) for day in range(-1, calendar.days + 1)]
    return tuple(_day(calendar, travel, day, number) for number, day in enumerate(usual, -1))


def zones_of(calendar: Calendar, days: Sequence[Day]) -> tuple[Zoned, ...]:
    """The zones of a plan; each flight's end changes it."""
    landed = [Zoned(day.flight.end, day.zone) for day in days if day.flight]
    return (Zoned(calendar.start - 2 * DAY, calendar.zone), *landed)


def _usual(who: tuple[Person, Traits], calendar: Calendar, place: tuple[int, int], rng: Random) -> Day:
    """A day without travel; ``place`` is its number and the phase of the rota."""
    (person, traits), (day, phase) = who, place
    midnight = local(calendar.zone, calendar.start) // DAY * DAY + day * DAY
    shift = _shift(person, traits.rota, (weekday(midnight), day // WEEK + phase), first=day < 0)
    with_partner = rng.random() < traits.partner and not traits.rota
    return Day(
        midnight=midnight,
        zone=calendar.zone,
        shift=shift,
        at_home=shift == "day" and weekday(midnight) in traits.home_days,
        lodging="partner" if with_partner else "home",
    )


def _shift(person: Person, rota: Rota, place: tuple[int, int], *, first: bool) -> Shift:
    """The shift on that weekday of that week of the rota. The day before the first has none to work at night."""
    day, week = place
    if not rota:
        return "day" if day in person.works else "free"
    if first or day > 4:
        return "free"
    if rota == "rotating":
        return (("early", "late", "night") if day < 4 else ("early", "late", "free"))[week % 3]
    return "night" if day < 4 else "free"


def _travel(traits: Traits, calendar: Calendar, rng: Random) -> _Travel | None:
    if not traits.trip or calendar.days < LEAST_DAYS:
        return None
    out = rng.randrange(2, calendar.days - 6)
    if traits.trip == "near":
        return _Travel(out, min(out + rng.randrange(2, 5), calendar.days - 2), NEAR, NEAR_HOURS, (17, 16))
    zone, hours, leaves = rng.choice(FAR)
    return _Travel(out, min(out + rng.randrange(5, 11), calendar.days - 2), zone, hours, leaves)


def _day(calendar: Calendar, travel: _Travel | None, day: Day, number: int) -> Day:
    """The day as travel changes it."""
    if travel is None or number < travel.out:
        return day
    away = number < travel.back
    zone = travel.zone if away else calendar.zone
    travelling = number in {travel.out, travel.back}
    return Day(
        midnight=day.midnight,
        zone=zone,
        shift="free" if travelling or (away and day.shift != "day") else day.shift,
        at_home=day.at_home and not away,
        lodging="hotel" if away else day.lodging,
        lag=_lag(calendar, travel, number),
        flight=_flight(calendar, travel, day, number),
    )


def _flight(calendar: Calendar, travel: _Travel, day: Day, number: int) -> Span | None:
    if number not in {travel.out, travel.back}:
        return None
    going = number == travel.out
    zone = calendar.zone if going else travel.zone
    leaves = utc(zone, day.midnight + round(travel.leaves[0 if going else 1] * HOUR))
    return Span(leaves, leaves + round(travel.hours * HOUR))


def _lag(calendar: Calendar, travel: _Travel, number: int) -> float:
    """After a flight east one lies awake, after one west one is early; less so each day."""
    ahead = travel.zone.offset - offset(calendar.zone, calendar.start)
    since, way = (number - travel.out, 1) if number < travel.back else (number - travel.back, -1)
    return way * ahead / HOUR * LAG_SHARE * max(1 - since / LAG_DAYS, 0)
