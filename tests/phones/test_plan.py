from __future__ import annotations

from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, HOUR, LONDON, Calendar
from phonehome.phones.person import person
from phonehome.phones.plan import FAR, Day, plan, zones_of
from phonehome.phones.traits import PLAIN, Traits

MONDAY = 1_483_920_000_000
CALENDAR = Calendar(MONDAY, 28)


def days(seed: int, traits: Traits, calendar: Calendar = CALENDAR) -> tuple[Day, ...]:
    return plan(person(seed), traits, calendar, stream(seed, "plan"))


def test_a_plain_plan_is_home_and_work_from_the_day_before_to_the_day_after() -> None:
    mine = days(1, PLAIN)
    assert [day.midnight for day in mine] == [MONDAY + day * DAY for day in range(-1, 29)]
    assert {(day.zone, day.lodging, day.lag, day.flight) for day in mine} == {(LONDON, "home", 0, None)}
    assert [day.shift for day in mine[:8]] == ["free", *["day"] * 5, "free", "free"]


def test_rotating_shifts_change_with_the_week() -> None:
    weeks = [tuple(day.shift for day in days(1, Traits(rota="rotating"))[1 + 7 * week :][:4]) for week in range(3)]
    assert sorted(weeks) == [("early",) * 4, ("late",) * 4, ("night",) * 4]


def test_night_workers_are_free_from_friday_on() -> None:
    assert [day.shift for day in days(1, Traits(rota="night"))[1:8]] == ["night"] * 4 + ["free"] * 3


def test_a_journey_changes_the_zone_at_its_flights_ends() -> None:
    for seed in range(9):
        mine = days(seed, Traits(trip="far"))
        out, home, back = zones_of(CALENDAR, mine)[0], *zones_of(CALENDAR, mine)[1:]
        assert (out.zone, back.zone) == (LONDON, LONDON)
        assert home.zone in {zone for zone, _, _ in FAR}
        assert 3 * DAY < back.start - home.start < 13 * DAY


def test_the_body_is_late_in_the_east_and_early_after_the_way_back() -> None:
    mine = next(mine for mine in (days(seed, Traits(trip="far")) for seed in range(20)) if max(d.lag for d in mine) > 2)
    lags = [day.lag for day in mine if day.zone.offset >= 8 * HOUR]
    assert lags == sorted(lags, reverse=True)
    assert min(day.lag for day in mine) < 0


def test_nobody_travels_in_a_short_calendar() -> None:
    assert zones_of(Calendar(MONDAY, 7), days(1, Traits(trip="far"), Calendar(MONDAY, 7))) == zones_of(CALENDAR, ())
