from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rich.table import Table

from phonehome.infer.answer import Answer
from phonehome.infer.apps import Apps, Special, Used
from phonehome.infer.day import Day
from phonehome.infer.places import Away, Places, Spot
from phonehome.report.profile.details import DETAILS, details


def test_a_question_without_a_table_shows_none() -> None:
    assert list(details(Answer(question="x", sentence="s", certainty="none", needed="n"))) == []


def test_an_empty_answer_shows_no_table() -> None:
    assert list(details(Day(question="day", sentence="s", certainty="none", needed="n"))) == []


def test_details_are_of_different_questions() -> None:
    assert len({kind for kind, _ in DETAILS}) == len(DETAILS)


def test_apps_by_minutes_and_what_they_give_away() -> None:
    moment = datetime(2017, 1, 16, 9, tzinfo=UTC)
    used = Used("com.strava", 2, 61.4, moment, moment, (0.0,) * 24)
    special = Special("health", "an illness", "GDPR Art. 9(1)", ("com.strava",), 1)
    answer = Apps(question="apps", sentence="s", certainty="high", needed="n", used=(used,), special=(special,))
    table, text = details(answer)
    assert isinstance(table, Table)
    assert [list(column.cells) for column in table.columns[1:]] == [["2"], ["61"]]
    assert str(text) == "May give away an illness (GDPR Art. 9(1) is relevant): 1 app, 1 seen in use: com.strava"


def test_places_and_nights_away() -> None:
    moment = datetime(2017, 1, 16, 9, tzinfo=UTC)
    spot = Spot("wifi", "Casa", 9, 3, moment, moment, (0,) * 168)
    away = Away(moment, moment + timedelta(days=3), 3, "Inn", "+08:00")
    alone = Away(moment, moment, 2, None, "+00:00")
    answer = Places(question="places", sentence="s", certainty="high", needed="n", spots=(spot,), away=(away, alone))
    table, *trips = details(answer)
    assert isinstance(table, Table)
    assert [list(column.cells) for column in table.columns[1:]] == [["wifi"], ["3"], ["9"]]
    assert list(map(str, trips)) == [
        "Away 16 Jan to 19 Jan: 3 nights on the Wi-Fi Inn, UTC+08:00",
        "Away 16 Jan to 16 Jan: 2 nights, UTC+00:00",
    ]


def test_places_without_a_spot_show_no_table() -> None:
    assert list(details(Places(question="places", sentence="s", certainty="none", needed="n"))) == []
