from __future__ import annotations

from itertools import pairwise

import pytest
from msgspec import structs

from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, HOUR, Calendar, weekday
from phonehome.phones.nights import Night, nights
from phonehome.phones.person import Person, person
from phonehome.phones.plan import plan
from phonehome.phones.stays import Stay, at, stays
from phonehome.phones.traits import PLAIN, Traits

MONDAY = 1_483_920_000_000
CALENDAR = Calendar(MONDAY, 28)


def weeks(seed: int, traits: Traits = PLAIN) -> tuple[Stay, ...]:
    days = plan(person(seed), traits, CALENDAR, stream(seed, "plan"))
    return stays(person(seed), days, nights(person(seed), days, seed), stream(seed, "stays"))


def one_day(one: Person, nights: tuple[Night, Night], seed: int) -> tuple[Stay, ...]:
    days = plan(one, PLAIN, Calendar(MONDAY, 1), stream(seed, "plan"))
    return stays(one, days, nights, stream(seed, "late"))


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
    late = (Night(MONDAY - HOUR, MONDAY + 17 * HOUR, evening=-1), Night(MONDAY + 23 * HOUR, MONDAY + 30 * HOUR))
    mine = one_day(person(1), late, 1)
    assert mine == (Stay("home", MONDAY - HOUR, MONDAY + 30 * HOUR),)


def test_no_outing_begins_when_there_is_no_time_left() -> None:
    never = structs.replace(person(1), works=())
    late = (Night(MONDAY - HOUR, MONDAY + 18 * HOUR, evening=-1), Night(MONDAY + 20 * HOUR, MONDAY + 30 * HOUR))
    for seed in range(9):
        mine = one_day(never, late, seed)
        assert [stay.place for stay in mine] == ["home"]


HARD = {
    "home_days": Traits(home_days=(1, 3)),
    "partner": Traits(partner=0.3),
    "near": Traits(trip="near"),
    "far": Traits(trip="far"),
    "night": Traits(rota="night"),
    "rotating": Traits(rota="rotating"),
}


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("seed", range(6))
def test_hard_weeks_have_no_gap_either(name: str, seed: int) -> None:
    mine = weeks(seed, HARD[name])
    assert all(one.end == other.start for one, other in pairwise(mine))
    assert all(stay.start < stay.end for stay in mine)


def test_on_days_at_home_nobody_goes_to_work() -> None:
    assert {weekday(stay.start) for stay in weeks(1, HARD["home_days"]) if stay.place == "work"} == {0, 2, 4}


def test_nights_at_a_partners_are_spent_there() -> None:
    nights_there = [stay for stay in weeks(1, HARD["partner"]) if stay.place == "partner"]
    assert len(nights_there) > 4
    assert "partner" not in {stay.place for stay in weeks(1)}


def test_travel_goes_by_plane_to_a_hotel_and_back_home() -> None:
    for seed in range(6):
        places = [stay.place for stay in weeks(seed, HARD["far"])]
        assert places.count("flight") == 2
        away = places[places.index("flight") : len(places) - places[::-1].index("flight")]
        assert "hotel" in away
        assert "home" not in away
        assert places[-1] == "home"


def test_shifts_are_worked_at_their_hours() -> None:
    work = [stay for stay in weeks(1, HARD["night"]) if stay.place == "work"]
    assert len(work) > 10
    assert all(stay.start % DAY > 20 * HOUR for stay in work)
