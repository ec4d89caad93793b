from __future__ import annotations

from itertools import pairwise

from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, HOUR, MINUTE, Calendar
from phonehome.phones.naps import naps, sleeps
from phonehome.phones.nights import nights
from phonehome.phones.person import person
from phonehome.phones.plan import plan
from phonehome.phones.spans import Span
from phonehome.phones.traits import Traits

CALENDAR = Calendar(1_483_920_000_000, 28)
NAPPING = Traits(naps=1)
DAYS = plan(person(1), NAPPING, CALENDAR, stream(1, "plan"))
NIGHTS = nights(person(1), DAYS, 1)
NAPS = naps(DAYS, NIGHTS, 1, stream(1, "naps"))


def test_naps_are_short_and_in_the_afternoon() -> None:
    assert 8 < len(NAPS) < 28
    assert all(20 * MINUTE <= nap.end - nap.start <= 120 * MINUTE for nap in NAPS)
    assert all(13 <= nap.start % DAY / HOUR < 17 for nap in NAPS)


def test_who_goes_to_work_at_night_sleeps_before() -> None:
    days = plan(person(1), Traits(rota="night"), CALENDAR, stream(1, "plan"))
    slept = naps(days, nights(person(1), days, 1), 0, stream(1, "naps"))
    assert slept != ()
    assert {(nap.start - CALENDAR.start) // DAY % 7 for nap in slept} == {0}


def test_sleeps_are_nights_from_falling_asleep_and_naps() -> None:
    slept = sleeps(NIGHTS, NAPS)
    assert len(slept) == len(NIGHTS) + len(NAPS)
    assert set(NAPS) < set(slept)
    assert Span(NIGHTS[3].onset, NIGHTS[3].wake) in slept
    assert all(one.end < other.start for one, other in pairwise(slept))
