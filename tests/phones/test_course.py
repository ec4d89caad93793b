from __future__ import annotations

from phonehome.phones.clock import HOUR, Calendar
from phonehome.phones.course import course
from phonehome.phones.person import person
from phonehome.phones.traits import PLAIN, Traits

CALENDAR = Calendar(1_483_920_000_000, 28)


def test_whereabouts_last_from_the_first_bed_to_the_last_wake() -> None:
    plain = course(person(1), CALENDAR, 1, PLAIN)
    assert (plain.stays[0].start, plain.stays[-1].end) == (plain.nights[0].bed, plain.nights[-1].wake)
    assert (plain.flights, plain.naps, len(plain.zones)) == ((), (), 1)


def test_who_travels_flies_twice() -> None:
    far = course(person(1), CALENDAR, 1, Traits(trip="far"))
    assert [zoned.start for zoned in far.zones[1:]] == [flight.end for flight in far.flights]
    assert all(flight.end - flight.start > 10 * HOUR for flight in far.flights)
    aloft = [(stay.start, stay.end) for stay in far.stays if stay.place == "flight"]
    assert aloft == [(flight.start, flight.end) for flight in far.flights]
