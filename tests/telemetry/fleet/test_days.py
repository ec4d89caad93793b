from __future__ import annotations

from random import Random

import pytest

from phonehome.phones.clock import DAY, Calendar
from phonehome.phones.life import Life, live
from phonehome.phones.person import person
from phonehome.telemetry import metrics
from phonehome.telemetry.domain import cell
from phonehome.telemetry.fleet.days import Day, Handset, days_of, handset, values

CALENDAR = Calendar(20_000 * DAY, 14)


@pytest.fixture(scope="module")
def life() -> Life:
    return live(person(3), CALENDAR, 3)


def test_the_days_hold_all_that_happened_within_them(life: Life) -> None:
    days = days_of(life, CALENDAR)
    inside = [light for light in life.lights if CALENDAR.start <= light.on and light.off <= CALENDAR.end]
    lit = sum(light.off - light.on for light in inside) / 3_600_000
    assert len(days) == 14
    assert lit - 1e-6 <= sum(day.screen_hours for day in days) <= lit + 1
    assert sum(day.unlocks for day in days) == sum(CALENDAR.start <= one.unlock < CALENDAR.end for one in life.lights)
    boots = [boot for boot in life.boots if CALENDAR.start <= boot.start < CALENDAR.end]
    assert sum(len(day.causes) for day in days) == len(boots)
    assert all(0 <= day.screen_hours <= 24 and 0 <= day.lowest <= 100 for day in days)
    apps = {session.app for session in life.sessions}
    assert set().union(*(day.apps for day in days)) <= apps


def test_every_metric_of_the_catalogue_is_measured(life: Life) -> None:
    asked = metrics.read(metrics.catalogue()).metrics
    phone = handset(Random(1))
    for day in days_of(life, CALENDAR):
        measured = values(day, phone, Random(2))
        assert measured.keys() == asked.keys()
        for name, value in measured.items():
            assert 0 <= cell(asked[name], value, phone.version) < asked[name].cells


def test_lots_are_drawn_as_the_catalogue_says() -> None:
    day = Day(2.0, 30, ("by the user", "watchdog"), (), 20, "wifi", {"long": 900.0, "short": 100.0})
    rng = Random(5)
    told = [values(day, Handset("5.0", 90), rng) for _ in range(2000)]
    shares = {name: sum(one[name] == "long" for one in told) / 2000 for name in ("app_used", "app_duration")}
    assert abs(shares["app_used"] - 0.5) < 0.05
    assert abs(shares["app_duration"] - 0.9) < 0.03
    assert {one["reboot_cause"] for one in told} == {"by the user", "watchdog"}
    assert {one["crashes"] for one in told} == {"none"}
