"""How a person's days and nights go, before any phone is touched: plan, sleep, whereabouts."""

from __future__ import annotations

from msgspec import Struct

from phonehome.phones.chance import stream
from phonehome.phones.clock import Calendar
from phonehome.phones.naps import naps
from phonehome.phones.nights import Night, nights
from phonehome.phones.person import Person
from phonehome.phones.plan import Day, plan, zones_of
from phonehome.phones.spans import Span
from phonehome.phones.stays import Stay, stays
from phonehome.phones.traits import Traits
from phonehome.phones.zones import Zoned


class Course(Struct, frozen=True):
    """The course of somebody's days. Whoever has two phones has one of these."""

    calendar: Calendar
    traits: Traits
    days: tuple[Day, ...]
    zones: tuple[Zoned, ...]
    nights: tuple[Night, ...]
    naps: tuple[Span, ...]
    stays: tuple[Stay, ...]

    @property
    def flights(self) -> tuple[Span, ...]:
        """When the person sits in a plane."""
        return tuple(day.flight for day in self.days if day.flight)


def course(person: Person, calendar: Calendar, seed: int, traits: Traits) -> Course:
    """The course of that person's days."""
    days = plan(person, traits, calendar, stream(seed, "plan"))
    slept = nights(person, days, seed, traits.sleepless)
    return Course(
        calendar=calendar,
        traits=traits,
        days=days,
        zones=zones_of(calendar, days),
        nights=slept,
        naps=naps(days, slept, traits.naps, stream(seed, "naps")),
        stays=stays(person, days, slept, stream(seed, "stays")),
    )
