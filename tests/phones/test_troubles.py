from __future__ import annotations

from itertools import pairwise

from phonehome.phones.clock import DAY, Calendar
from phonehome.phones.course import course
from phonehome.phones.person import person
from phonehome.phones.traits import PLAIN, Traits
from phonehome.phones.troubles import Reset, Troubles, shown, troubles

CALENDAR = Calendar(1_483_920_000_000, 28)


def test_a_plain_life_has_none() -> None:
    assert troubles(course(person(1), CALENDAR, 1, PLAIN), 1) == Troubles()


def test_each_comes_where_its_chance_is_great() -> None:
    traits = Traits(nights_off=1, days_off=0.1, offline=0.1, lost=0.1, reset=True)
    much = troubles(course(person(1), CALENDAR, 1, traits), 1)
    assert len(much.off) >= 29
    assert len(much.offline) > 0
    assert len(much.lost) > 0
    for spans in (much.off, much.offline, much.lost):
        assert all(one.end < other.start for one, other in pairwise(spans))
    (reset,) = much.resets
    assert CALENDAR.start + 7 * DAY < reset.time < reset.synced < CALENDAR.end


def test_the_clock_shows_the_builds_date_until_it_is_set() -> None:
    resets = (Reset(1_000, 2_000, 5),)
    assert [shown(resets, time) for time in (999, 1_000, 1_999, 2_000)] == [999, 5, 1_004, 2_000]


def test_a_plane_has_no_network() -> None:
    away = course(person(1), CALENDAR, 1, Traits(trip="far"))
    assert troubles(away, 1).offline == away.flights
