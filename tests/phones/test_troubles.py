from __future__ import annotations

from itertools import pairwise

from phonehome.phones.clock import DAY, HOUR, Calendar
from phonehome.phones.nights import Night
from phonehome.phones.traits import PLAIN, Traits
from phonehome.phones.troubles import Reset, Troubles, shown, troubles

CALENDAR = Calendar(1_483_920_000_000, 28)
NIGHTS = tuple(Night(CALENDAR.start + n * DAY - HOUR, CALENDAR.start + n * DAY + 7 * HOUR) for n in range(29))


def test_a_plain_life_has_none() -> None:
    assert troubles(PLAIN, CALENDAR, NIGHTS, 1) == Troubles()


def test_each_comes_where_its_chance_is_great() -> None:
    much = troubles(Traits(nights_off=1, days_off=0.1, offline=0.1, lost=0.1, reset=True), CALENDAR, NIGHTS, 1)
    assert len(much.off) >= len(NIGHTS)
    assert len(much.offline) > 0
    assert len(much.lost) > 0
    for spans in (much.off, much.offline, much.lost):
        assert all(one.end < other.start for one, other in pairwise(spans))
    (reset,) = much.resets
    assert CALENDAR.start + 7 * DAY < reset.time < reset.synced < CALENDAR.end


def test_the_clock_shows_the_builds_date_until_it_is_set() -> None:
    resets = (Reset(1_000, 2_000, 5),)
    assert [shown(resets, time) for time in (999, 1_000, 1_999, 2_000)] == [999, 5, 1_004, 2_000]
