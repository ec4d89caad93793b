from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect.behaviour import LEAST_APPS, Behaviour
from phonehome.detect.request import request_of
from phonehome.knowledge.load import load
from phonehome.model import Event, Exchange, Field, Value

from .building import get, post, said

BEHAVIOUR = Behaviour(load())
MOMENT = 1_484_177_517_017
APPS = ["com.android.chrome", "com.Slack", "org.mozilla.firefox", "de.hafas.android.db", "com.whatsapp"]


def events(message: object) -> list[tuple[str, Event | None]]:
    return [(clue.kind, clue.event) for clue in BEHAVIOUR.find(said(message))]


@pytest.mark.parametrize(
    "time",
    [
        MOMENT,
        float(MOMENT),
        MOMENT * 1000,
        MOMENT * 1_000_000,
        MOMENT / 1000,
        str(MOMENT),
        "2017-01-11T23:31:57.017Z",
        "2017-01-12 00:31:57.017+01:00",
    ],
)
def test_an_event_and_a_time_in_one_record_tell_what_was_done(time: float | str) -> None:
    assert events({"log": [{"what": "screen_off", "at": time}]}) == [
        ("screen_event", Event("screen_off", MOMENT)),
    ]


@pytest.mark.parametrize(
    ("record", "kind", "event"),
    [
        (
            {"e": "android.intent.action.USER_PRESENT", "t": MOMENT},
            "screen_event",
            "android.intent.action.USER_PRESENT",
        ),
        ({"e": "abnormal_reboot", "t": MOMENT}, "boot_event", "abnormal_reboot"),
        ({"e": "system_app_crash", "t": MOMENT}, "crash_event", "system_app_crash"),
    ],
)
def test_each_sort_of_event_has_its_kind(record: object, kind: str, event: str) -> None:
    assert events(record) == [(kind, Event(event, MOMENT))]


def test_an_app_with_its_event_and_without_its_glued_version_code() -> None:
    record = {"pn": "com.Slack20003701", "pvc": "20003701", "en": "start", "ts": MOMENT}
    assert events(record) == [("app_usage", Event("start", MOMENT, app="com.Slack"))]


def test_a_screen_event_has_no_app() -> None:
    assert events({"pn": "com.android.systemui", "en": "unlock", "ts": MOMENT}) == [
        ("screen_event", Event("unlock", MOMENT))
    ]


@pytest.mark.parametrize(
    "message",
    [
        {"en": "screen_off"},
        {"en": "screen_off", "ts": 12},
        {"en": "screen_off", "at": {"ts": MOMENT}},
        {"en": "start", "ts": MOMENT},
        {"en": "nothing", "ts": MOMENT},
        {"app": "com.Slack", "ts": MOMENT},
    ],
)
def test_an_event_without_its_time_or_a_vague_one_without_its_app_says_nothing(message: object) -> None:
    assert events(message) == []


def test_sessions_of_an_app_are_pairs_of_times() -> None:
    record = {
        "pn": "com.Slack20003701",
        "pvc": "20003701",
        "tk": [[MOMENT, MOMENT + 5], [MOMENT + 9, MOMENT + 11], [MOMENT, MOMENT - 1], [MOMENT]],
    }
    clues = list(BEHAVIOUR.find(said({"dl": [record]})))
    assert [(clue.kind, clue.event, clue.record) for clue in clues] == [
        ("app_usage", Event("", MOMENT, MOMENT + 5, "com.Slack"), "$.dl[0].tk[0]"),
        ("app_usage", Event("", MOMENT + 9, MOMENT + 11, "com.Slack"), "$.dl[0].tk[1]"),
    ]


def test_pairs_of_times_without_an_app_are_no_sessions() -> None:
    assert events({"e": "screen_off", "tk": [[MOMENT, MOMENT + 5]]}) == [("screen_event", Event("screen_off", MOMENT))]


def test_each_record_of_a_list_tells_its_own() -> None:
    message = [{"en": "screen_on", "ts": MOMENT}, {"en": "screen_off", "ts": MOMENT + 1}]
    clues = list(BEHAVIOUR.find(said(message)))
    assert [(clue.value, clue.record) for clue in clues] == [
        ("screen_on 2017-01-11T23:31:57.017Z", "$[0]"),
        ("screen_off 2017-01-11T23:31:57.018Z", "$[1]"),
    ]


def test_events_stand_in_queries_and_forms_too() -> None:
    requests = [
        get(f"https://a.example.org/?event=screen_on&time={MOMENT}"),
        post(f"event=screen_on&time={MOMENT}".encode()),
    ]
    assert [[clue.kind for clue in BEHAVIOUR.find(request)] for request in requests] == [["screen_event"]] * 2


@pytest.mark.parametrize(
    ("message", "record"),
    [
        ({"apps": APPS}, "$.apps"),
        ({"apps": [{"name": app} for app in APPS]}, "$.apps"),
        (dict(zip("abcde", APPS, strict=True)), "$"),
    ],
)
def test_enough_names_of_apps_are_a_list(message: object, record: str) -> None:
    clues = [clue for clue in BEHAVIOUR.find(said(message)) if clue.kind == "app_list"]
    assert [(clue.certainty, clue.value, clue.record) for clue in clues] == [("likely", ", ".join(APPS), record)]


@pytest.mark.parametrize(
    "names",
    [
        APPS[: LEAST_APPS - 1],
        APPS[:4] * 5,
        ["app.a.com", "de.b.org", "fr.c.net", "us.d.com", "it.e.com"],
        ["app.js", "app.css", "in.png", "info.plist", "app.html"],
        [f"com.example.app.Main.run{place}" for place in range(9)],
        [f"at com.example.app.main(Main.java:{place})" for place in range(9)],
        [f"1.2.{place}" for place in range(9)],
    ],
)
def test_other_names_are_no_list_of_apps(names: list[str]) -> None:
    assert events({"a": names}) == []


def test_a_name_among_apps_is_an_app_whatever_it_begins_with() -> None:
    message = {"apps": [*APPS, "bbc.mobile.news.uk", "v2.php"], "about": "bbc.mobile.other"}
    clues = [clue.value for clue in BEHAVIOUR.find(said(message)) if clue.kind == "app_list"]
    assert clues == [", ".join([*APPS, "bbc.mobile.news.uk"])]


def test_what_an_app_declares_of_itself_is_no_list_of_apps() -> None:
    assert events({"LSApplicationQueriesSchemes": APPS}) == []


def test_the_reason_counts_the_apps() -> None:
    assert [clue.reason.text for clue in BEHAVIOUR.find(said(APPS))] == ["5 different app names stand in one message"]


EVENTS = st.sampled_from(["screen_off", "start", "com.Slack", MOMENT, str(MOMENT), "²" * 10, float("nan")])


@given(st.lists(st.tuples(st.sampled_from(["$.a", "$[0].b", "$[0][1]", "", "x"]) | st.text(), EVENTS | st.text())))
def test_no_field_raises(values: list[tuple[str, Value]]) -> None:
    request = request_of(Exchange(0, "GET", "x"), [Field("json", path, value) for path, value in values])
    assert all(clue.certainty == "likely" for clue in BEHAVIOUR.find(request))
