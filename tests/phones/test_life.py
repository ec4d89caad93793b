from __future__ import annotations

from itertools import pairwise

from phonehome.phones.clock import DAY, HOUR, Calendar
from phonehome.phones.life import BOOTS, CRASHES, live
from phonehome.phones.person import person

MONDAY = 1_483_920_000_000
CALENDAR = Calendar(MONDAY, 28)
LIVES = [live(person(seed), CALENDAR, seed) for seed in range(30)]


def test_same_seed_is_the_same_life() -> None:
    assert live(person(3), CALENDAR, 3) == LIVES[3]
    assert live(person(3), CALENDAR, 4) != LIVES[3]


def test_life_covers_the_calendar() -> None:
    for life in LIVES:
        assert life.stays[0].start == life.nights[0].bed
        assert life.stays[-1].end == life.nights[-1].wake
        assert life.nights[-1].wake > CALENDAR.end


def test_lights_do_not_overlap_and_screen_tells_them() -> None:
    for life in LIVES[:5]:
        assert all(one.off < other.on for one, other in pairwise(life.lights))
        assert all(one.start <= other.start for one, other in pairwise(life.screen))
        names = [event.name for event in life.screen]
        assert names.count("screen_on") == names.count("screen_off") == len(life.lights)
        assert names.count("unlock") == sum(light.unlock > 0 for light in life.lights)


def test_apps_are_open_in_unlocked_lights_only() -> None:
    life = LIVES[0]
    within = [(light.unlock, light.off) for light in life.lights if light.unlock]
    starts = dict(within)
    opened = [max(unlock for unlock in starts if unlock <= session.start) for session in life.sessions[:500]]
    assert all((session.end or 0) <= starts[unlock] for session, unlock in zip(life.sessions, opened, strict=False))


def test_many_lights_are_without_unlock() -> None:
    shares = [sum(light.unlock == 0 for light in life.lights) / len(life.lights) for life in LIVES]
    assert 0.1 < sum(shares) / len(shares) < 0.5


def test_some_person_unlocks_between_midnight_and_six() -> None:
    early = [
        any(night.bed < light.unlock < night.bed - night.bed % DAY + DAY + 6 * HOUR for light in life.lights)
        for life in LIVES
        for night in life.nights
        if night.bed % DAY > DAY / 2
    ]
    assert 0.15 < sum(early) / len(early) < 0.45


def test_restarts_come_while_the_screen_is_dark() -> None:
    boots = [(life, boot) for life in LIVES for boot in life.boots]
    assert {boot.name for _, boot in boots} <= set(BOOTS)
    assert 20 < len(boots) < 90
    assert not any(light.on <= boot.start <= light.off for life, boot in boots for light in life.lights)


def test_crashes_are_of_apps_that_were_open() -> None:
    crashes = [(life, crash) for life in LIVES for crash in life.crashes]
    assert {crash.name for _, crash in crashes} == set(CRASHES)
    ends = [{(session.app, session.end) for session in life.sessions} for life in LIVES]
    assert all((crash.app, crash.start) in ends[LIVES.index(life)] for life, crash in crashes[:40])


def test_a_longer_calendar_keeps_the_days_before() -> None:
    week = live(person(1), Calendar(MONDAY, 7), 1)
    assert LIVES[1].nights[:8] == week.nights


def test_pages_are_visited_while_a_browser_is_open() -> None:
    for life in LIVES[:5]:
        opened = [session for session in life.sessions if session.app == "com.android.chrome"]
        times = [visit.time for visit in life.visits]
        assert len(times) > len(opened) / 2
        assert all(any(one.start < time < (one.end or 0) for one in opened) for time in times[:100])
