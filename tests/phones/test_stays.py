from __future__ import annotations

from itertools import pairwise

from msgspec import structs

from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, HOUR, Calendar, weekday
from phonehome.phones.nights import Night, nights
from phonehome.phones.person import person
from phonehome.phones.stays import Stay, at, stays

MONDAY = 1_483_920_000_000
CALENDAR = Calendar(MONDAY, 28)


def weeks(seed: int) -> tuple[Stay, ...]:
    return stays(person(seed), CALENDAR, nights(person(seed), CALENDAR, stream(seed, "nights")), stream(seed, "stays"))


MANY = [weeks(seed) for seed in range(20)]


def test_stays_follow_each_other_without_a_gap() -> None:
    assert all(one.end == other.start for mine in MANY for one, other in pairwise(mine))
    assert all(stay.start < stay.end for mine in MANY for stay in mine)


def test_work_is_on_working_days_only() -> None:
    work = [stay for mine in MANY for stay in mine if stay.place == "work"]
    assert {weekday(stay.start) for stay in work} == {0, 1, 2, 3, 4}


def test_every_place_is_visited_and_reached_by_a_way() -> None:
    places = [[stay.place for stay in mine] for mine in MANY]
    assert {place for mine in places for place in mine} == {"home", "work", "way", "cafe", "town"}
    assert all("way" in pair for mine in places for pair in pairwise(mine))


def test_stay_at_a_time_is_the_one_around_it() -> None:
    mine = MANY[0]
    assert [at(mine, stay.start) for stay in mine] == list(mine)
    assert at(mine, mine[0].start - 1) == mine[0]
    assert at(mine, mine[-1].end + DAY) == mine[-1]


def test_who_wakes_too_late_for_work_stays_at_home() -> None:
    late = (Night(MONDAY - HOUR, MONDAY + 17 * HOUR), Night(MONDAY + 23 * HOUR, MONDAY + 30 * HOUR))
    mine = stays(person(1), Calendar(MONDAY, 1), late, stream(1, "late"))
    assert mine == (Stay("home", MONDAY - HOUR, MONDAY + 30 * HOUR),)


def test_no_outing_begins_when_there_is_no_time_left() -> None:
    never = structs.replace(person(1), works=())
    late = (Night(MONDAY - HOUR, MONDAY + 18 * HOUR), Night(MONDAY + 20 * HOUR, MONDAY + 30 * HOUR))
    for seed in range(9):
        mine = stays(never, Calendar(MONDAY, 1), late, stream(seed, "late"))
        assert [stay.place for stay in mine] == ["home"]
