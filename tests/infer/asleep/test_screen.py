from __future__ import annotations

import pytest

from infer.asleep.weeks import START
from phonehome.infer.asleep.screen import Lit, lit
from phonehome.infer.asleep.signs import HOUR, Use
from phonehome.infer.evidence import Happening


def happening(kind: str, name: str, second: float, end: float | None = None) -> Happening:
    start, stop = (None if one is None else START + round(one * 1_000) for one in (second, end))
    assert start is not None
    return Happening(0, "h", "o", kind, name, start, stop, "", 0, 0, None, misdated=False)


def screen(*events: tuple[str, float]) -> list[Happening]:
    return [happening("screen_event", name, second) for name, second in events]


def at(second: float) -> int:
    return START + round(second * 1_000)


@pytest.mark.parametrize(
    ("on", "unlock", "off"),
    [
        ("screen_on", "unlock", "screen_off"),
        ("screenon", "user_present", "screenoff"),
        ("SCREEN_INTERACTIVE", "KEYGUARD_HIDDEN", "SCREEN_NON_INTERACTIVE"),
        ("android.intent.action.SCREEN_ON", "android.intent.action.USER_PRESENT", "android.intent.action.SCREEN_OFF"),
    ],
)
def test_makers_names(on: str, unlock: str, off: str) -> None:
    got = lit(screen((on, 0), (off, 9), (on, 100), (unlock, 102), (off, 150)))
    assert got == Lit((Use(at(100), at(150), at(102)),), (at(0),))


def test_an_end_that_was_not_told_is_half_a_minute_after_the_last_sign() -> None:
    got = lit(screen(("screen_on", 0), ("unlock", 2), ("screen_on", 7_000), ("unlock", 7_001)))
    assert [(use.start, use.end) for use in got.uses] == [(at(0), at(32)), (at(7_000), at(7_031))]


def test_a_beginning_that_was_not_told_is_the_unlock() -> None:
    assert lit(screen(("unlock", 2), ("screen_off", 9))).uses == (Use(at(2), at(9), at(2)),)


def test_without_any_unlock_long_lights_are_uses() -> None:
    got = lit(screen(("screen_on", 0), ("screen_off", 9), ("screen_on", 100), ("screen_off", 160)))
    assert got == Lit((Use(at(100), at(160), at(100)),), (at(0),))


def test_an_app_in_use_shows_a_hand_where_the_unlock_is_missing() -> None:
    unlocked = screen(("screen_on", 500), ("unlock", 501), ("screen_off", 510))
    dim = screen(("screen_on", 0), ("screen_off", 60))
    got = lit([*dim, happening("app_usage", "session", 3, 59), *unlocked])
    assert got.glimmers == ()
    assert len(got.uses) == 2


def test_sessions_alone() -> None:
    got = lit([happening("app_usage", "session", 0, 60), happening("app_usage", "session", 60.5, 90)])
    assert got == Lit((Use(at(0), at(90), at(60.5)),), ())


def test_an_end_many_hours_later_is_no_end() -> None:
    (use,) = lit([happening("app_usage", "session", 0, 13 * HOUR / 1_000)]).uses
    assert use.start == use.end


def test_other_events_count_where_nothing_better_is_told_but_not_the_systems_own() -> None:
    got = lit([happening("browsing", "visit", 5), happening("boot_event", "reboot", 900)])
    assert got == Lit((Use(at(5), at(5), at(5)),), ())
