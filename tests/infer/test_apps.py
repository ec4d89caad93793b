from __future__ import annotations

import pytest

from infer.given import DAY, HOUR, START, Found, Sent, given
from phonehome.infer.apps import Apps, ask
from phonehome.knowledge.load import load

MINUTE = 60_000
LIST = "com.tinder, com.whatsapp, org.jw.jwlibrary.mobile, com.android.settings, com.strava, com.Slack"


def _event(name: str, start: int, end: int | None = None, app: str = "com.whatsapp") -> Found:
    return Found(0, "app_usage", event=(name, start, end, app))


def _ask(*found: Found, zone: str = "") -> Apps:
    return ask(given([Sent(START + DAY)], found, timezone=zone))


def test_sessions_are_summed_by_app_and_local_hour() -> None:
    session = _event("", START + 8 * HOUR, START + 8 * HOUR + 30 * MINUTE)
    (used,) = _ask(session, zone="Europe/Berlin").used
    assert (used.app, used.sessions, used.minutes, used.hours[9], sum(used.hours)) == ("com.whatsapp", 1, 30, 30, 30)
    assert used.first.isoformat() == "2017-01-16T09:00:00+01:00"


def test_a_start_and_its_stop_are_a_session() -> None:
    found = (_event("start", START), _event("stop", START + MINUTE), _event("start", START + HOUR))
    (used,) = _ask(*found).used
    assert (used.sessions, used.minutes) == (1, 1)


def test_two_streams_that_tell_the_same_use_count_it_once() -> None:
    found = (_event("start", START + 5), _event("stop", START + MINUTE), _event("", START, START + 2 * MINUTE))
    (used,) = _ask(*found).used
    assert (used.sessions, used.minutes) == (1, 2)


@pytest.mark.parametrize("end", [START + 7 * HOUR, START - 1])
def test_a_use_that_cannot_be_is_none(end: int) -> None:
    assert _ask(_event("", START, end)).used == ()


def test_what_a_list_gives_away() -> None:
    answer = _ask(Found(0, "app_list", LIST))
    assert [(one.category, one.apps, one.used) for one in answer.special] == [
        ("health", ("com.strava",), 0),
        ("sex life and orientation", ("com.tinder",), 0),
        ("religion and belief", ("org.jw.jwlibrary.mobile",), 0),
    ]
    assert (answer.chosen, answer.listed, answer.certainty) == (5, 5, "medium")
    assert "4 apps single out 91 %" in answer.sentence


def test_a_version_glued_to_a_name_is_no_app_of_its_own() -> None:
    assert _ask(Found(0, "app_list", "com.Slack, com.Slack20003701, com.is24")).chosen == 2


def test_names_of_apps_are_masked() -> None:
    answer = ask(given([Sent()], [Found(0, "app_list", LIST), _event("", START, START + 9)], say=lambda _: "*"))
    assert {name for one in answer.special for name in one.apps} | {one.app for one in answer.used} == {"*"}


def test_no_app_named_is_said() -> None:
    answer = _ask(Found(0, "imei", "490154203237518"))
    assert (answer.certainty, answer.sentence) == ("none", "Nothing that was sent names the apps.")


def test_many_apps_are_counted() -> None:
    found = [_event("", START, START + number, f"com.app{number}.x") for number in range(1, 60)]
    answer = _ask(*found)
    assert (len(answer.used), answer.more, answer.chosen, answer.certainty) == (40, 19, 59, "high")


def test_the_table_names_no_app_twice() -> None:
    apps = [app for category in load().apps.categories.values() for app in category.apps]
    assert len(apps) == len(set(apps))
