from __future__ import annotations

from datetime import time

import pytest
from msgspec import structs

from infer.given import Found, Sent, given
from phonehome.infer.answer import Answer
from phonehome.infer.apps import Apps, Special
from phonehome.infer.asleep.habits import Habit
from phonehome.infer.combined import combined
from phonehome.infer.contacts import Contact
from phonehome.infer.day import Day, Diary
from phonehome.infer.matching import Match
from phonehome.infer.people import People
from phonehome.infer.places import Home, Places, Work
from phonehome.infer.sleep import Nights

HEAD = {"sentence": "", "certainty": "high", "needed": ""}
MATCH = Match("owner", 30, 20, 19, 2.0, 1.0)
ONEPLUS = (Diary("OnePlus", (), {}),)
CONTACT = Contact("+447700900123", 1, 0, 1, 0, 1, 1, None, None, (0,) * 24, saved=False)


def _statements(answer: Answer, match: Match = MATCH, *found: Found) -> list[str]:
    evidence = structs.replace(given([Sent()], found), answers=(answer,))
    return [one.statement for one in combined("owner", match, evidence)]


ANSWERS = {
    "no identifier": (
        Day(question="day", recipients=ONEPLUS, **HEAD),  # type: ignore[arg-type]
        "OnePlus can put the name of owner to the events it was told.",
    ),
    "sleep": (
        Nights(question="sleep", weekends=Habit(5, time(0, 30), time(4), time(8), 450), **HEAD),  # type: ignore[arg-type]
        "Whoever writes as owner sleeps from about 00:30 to 08:00.",
    ),
    "home": (
        Places(question="places", home=Home("Casa", None, 5, 5), **HEAD),  # type: ignore[arg-type]
        "Whoever writes as owner sleeps on the Wi-Fi Casa.",
    ),
    "home and work": (
        Places(question="places", home=Home("Casa", None, 5, 5), work=Work("CORP", 5, 9, 17), **HEAD),  # type: ignore[arg-type]
        "Whoever writes as owner sleeps on the Wi-Fi Casa and works on the Wi-Fi CORP.",
    ),
    "apps": (
        Apps(question="apps", special=(Special("health", "an illness", "Art. 9", ("a",), 1),), **HEAD),  # type: ignore[arg-type]
        "Whoever writes as owner has apps that point to an illness.",
    ),
    "people": (
        People(question="people", contacts=(CONTACT,), **HEAD),  # type: ignore[arg-type]
        "Whoever writes as owner is closest to +447700900123, by calls and messages.",
    ),
}


@pytest.mark.parametrize(("answer", "statement"), ANSWERS.values(), ids=ANSWERS.keys())
def test_each_answer_adds_what_the_name_does_not_tell(answer: Answer, statement: str) -> None:
    assert _statements(answer) == [statement]


EMPTY = (Day, Nights, Places, Apps, People)


@pytest.mark.parametrize("question", EMPTY)
def test_an_empty_answer_adds_nothing(question: type[Answer]) -> None:
    assert _statements(question(question="x", sentence="", certainty="none", needed="")) == []


def test_the_recipient_can_put_a_name_to_identifiers() -> None:
    found = (Found(0, "serial", "258cfeb1"), Found(0, "imei", "490154203237518"))
    day = Day(question="day", recipients=ONEPLUS, **HEAD)  # type: ignore[arg-type]
    assert _statements(day, MATCH, *found) == [
        "OnePlus can put the name of owner to the phone's identifiers (IMEI, Serial number)."
    ]


def test_posts_while_the_phone_lay_idle() -> None:
    match = structs.replace(MATCH, met=15)
    empty = Answer(question="x", sentence="", certainty="none", needed="")
    assert _statements(empty, match) == [
        "5 of 20 posts came while the phone lay idle: owner seems to use another device, too."
    ]
