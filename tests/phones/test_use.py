from __future__ import annotations

import math
import statistics
from itertools import pairwise

import pytest
from msgspec import structs

from phonehome.model import Event
from phonehome.phones import use
from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, HOUR, LONDON, MINUTE, SECOND, Calendar
from phonehome.phones.nights import Night, nights
from phonehome.phones.person import Person, person
from phonehome.phones.plan import plan
from phonehome.phones.traits import PLAIN
from phonehome.phones.use import Light

MONDAY = 1_483_920_000_000
CALENDAR = Calendar(MONDAY, 28)
PEOPLE = [person(seed) for seed in range(30)]
SLEEPS = [nights(one, plan(one, PLAIN, CALENDAR, stream(seed, "plan")), seed) for seed, one in enumerate(PEOPLE)]
NIGHT = Night(MONDAY - HOUR, MONDAY + 8 * HOUR)
FOLLOWING = Night(MONDAY + 23 * HOUR, MONDAY + 31 * HOUR)


def days(seed: int) -> list[list[Light]]:
    rng = stream(seed, "use")
    return [list(use.awake(PEOPLE[seed], pair, rng)) for pair in pairwise(SLEEPS[seed])]


DAYS = [days(seed) for seed in range(30)]
GAPS = [[max((other.on - one.off) / SECOND, 1) for day in mine for one, other in pairwise(day)] for mine in DAYS]


def test_unlocks_a_day_have_the_measured_quartiles() -> None:
    low, middle, high = statistics.quantiles((len(day) for mine in DAYS for day in mine), n=4)
    assert 40 < low < 75 < middle < 120 < high < 190


def test_a_quarter_of_the_gaps_is_under_a_minute() -> None:
    gaps = [gap for mine in GAPS for gap in mine]
    assert abs(sum(gap < 60 for gap in gaps) / len(gaps) - 0.25) < 0.03


def test_successive_gaps_correlate_as_measured() -> None:
    logs = [[math.log(gap) for gap in mine] for mine in GAPS]
    assert abs(statistics.mean(statistics.correlation(mine[:-1], mine[1:]) for mine in logs) - 0.15) < 0.04


def test_first_unlock_after_waking_has_the_measured_quantiles() -> None:
    waited = sorted(
        (mine[place][0].on - SLEEPS[seed][place].wake) / MINUTE
        for seed, mine in enumerate(DAYS)
        for place in range(28)
        if mine[place]
    )
    found = [waited[int(len(waited) * share)] for share in (0.25, 0.5, 0.75, 0.9)]
    measured = (1, 4, 16, 51)
    assert all(abs(got - known) < max(0.25 * known, 1) for got, known in zip(found, measured, strict=True))


def test_phone_is_in_hand_before_getting_up_on_a_third_of_the_nights() -> None:
    rng = stream(1, "asleep")
    early = [
        any(light.unlock % DAY >= 6 * HOUR for light in use.asleep(night, LONDON, rng))
        for mine in SLEEPS
        for night in mine
    ]
    assert abs(sum(early) / len(early) - 0.33) < 0.06


def test_unlocks_in_bed_are_within_the_night() -> None:
    rng = stream(1, "asleep")
    assert all(
        night.bed < light.on < night.wake
        for mine in SLEEPS
        for night in mine
        for light in use.asleep(night, LONDON, rng)
    )


def test_some_nights_have_a_check_before_six() -> None:
    rng = stream(1, "asleep")
    checked = [
        any(light.unlock % DAY < 6 * HOUR for light in use.asleep(night, LONDON, rng))
        for mine in SLEEPS
        for night in mine
    ]
    assert 0.01 < sum(checked) / len(checked) < 0.3


def test_nobody_there_means_no_unlock() -> None:
    lights = list(use.unattended(PEOPLE[1], NIGHT, FOLLOWING.bed, stream(1, "dark")))
    assert lights != []
    assert all(light.unlock == 0 and light.on < light.off for light in lights)


@pytest.mark.parametrize("silent", [True, False])
def test_a_silent_phone_stays_dark_at_night(silent: bool) -> None:  # noqa: FBT001
    one = structs.replace(PEOPLE[1], silent_at_night=silent, notifications=200.0)
    lights = use.unattended(one, NIGHT, FOLLOWING.bed, stream(1, "dark"))
    assert any(light.on < NIGHT.wake for light in lights) is not silent


def test_an_alarm_lights_the_screen() -> None:
    night = structs.replace(NIGHT, alarms=(NIGHT.wake,))
    assert next(use.unattended(PEOPLE[1], night, FOLLOWING.bed, stream(1, "dark"))).on == NIGHT.wake


def test_a_light_under_another_one_is_not_seen() -> None:
    unlocked = [Light(10_000, 20_000, 11_000), Light(50_000, 60_000, 51_000)]
    others = [
        Light(5_000, 9_500),
        Light(15_000, 16_000),
        Light(30_000, 31_000),
        Light(59_000, 65_000),
        Light(90_000, 91_000),
    ]
    assert use.apart(unlocked, others) == [
        Light(10_000, 20_000, 11_000),
        Light(30_000, 31_000),
        Light(50_000, 60_000, 51_000),
        Light(90_000, 91_000),
    ]


def sessions(one: Person, light: Light) -> list[Event]:
    return list(use.sessions(one, LONDON, light, stream(1, "apps")))


def test_apps_fill_an_unlocked_light_one_after_the_other() -> None:
    light = Light(MONDAY, MONDAY + HOUR, MONDAY + SECOND)
    opened = sessions(PEOPLE[1], light)
    ends = [session.end or 0 for session in opened]
    assert len(opened) > 3
    assert opened[0].start == light.unlock + 300
    assert ends[-1] == light.off - 100
    assert all(session.start < end for session, end in zip(opened, ends, strict=True))
    assert all(end < session.start for session, end in zip(opened[1:], ends, strict=False))
    assert {session.app for session in opened} <= {app.package for app in PEOPLE[1].apps}


def test_talks_are_with_contacts_in_apps_that_talk() -> None:
    one = PEOPLE[1]
    opened = sessions(one, Light(MONDAY, MONDAY + DAY, MONDAY + SECOND))
    talks = list(use.talks(one, opened, stream(1, "talks")))
    assert talks != []
    assert {talk.contact for talk in talks} <= {contact.name for contact in one.contacts}
    assert {talk.app for talk in talks} <= {app.package for app in one.apps if app.talks}
    assert {(talk.start, talk.end, talk.app) for talk in talks} <= {(one.start, one.end, one.app) for one in opened}


def test_an_app_that_fills_the_light_is_the_only_one() -> None:
    light = Light(MONDAY, MONDAY + HOUR, MONDAY + SECOND, "com.netflix.mediaclient")
    assert sessions(PEOPLE[1], light) == [Event("session", light.unlock + 300, light.off - 100, light.app)]


def test_a_phone_is_put_away_hours_before_bed() -> None:
    lights = list(use.awake(PEOPLE[1], (NIGHT, FOLLOWING), stream(1, "use"), 3))
    assert lights[-1].on < FOLLOWING.bed - 3 * HOUR
