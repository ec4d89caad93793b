from __future__ import annotations

import msgspec
from msgspec import structs

from infer.given import Found, Sent, given
from infer.presence_log import at_the_same_minute, lines_of, routine
from phonehome.infer.evidence import Brought
from phonehome.infer.online import Session
from phonehome.infer.people import MOST_CONTACTS, MOST_PEOPLE, People, ask
from phonehome.masking import mask

FRIENDS = {name: routine(name, talks=1) for name in ("anna", "bert")} | {"carl": routine("carl")}


def _ask(online: dict[str, tuple[Session, ...]], *found: Found, masked: bool = False) -> People:
    evidence = given([Sent()], found, say=mask if masked else str)
    return ask(structs.replace(evidence, brought=Brought(tuple(lines_of(online)))))


def test_who_talks_to_whom() -> None:
    answer = _ask(FRIENDS)
    (pair,) = answer.pairs
    assert (pair.a, pair.b, answer.compared, answer.log_days, answer.certainty) == ("anna", "bert", 3, 14, "high")
    assert 11 <= pair.conversations <= 25
    assert (sum(pair.hours), len(pair.examples)) == (pair.conversations, 5)
    assert all(talk.turns >= 3 and talk.start < talk.end for talk in pair.examples)
    assert answer.sentence.startswith("Of 3 people in a log of 14 days, 1 pair talks to each other:")
    assert answer.sentence.endswith("When 3 of the people in the log sleep shows from being offline alone.")


def test_names_are_masked() -> None:
    answer = _ask(FRIENDS, Found(0, "contact", "Bert Meier"), masked=True)
    assert [name for name in (*FRIENDS, "Meier") if name in msgspec.json.encode(answer).decode()] == []
    assert [one.person for one in answer.persons] == ["***** #1", "***** #2", "***** #3"]


def test_same_habits_are_no_talk() -> None:
    answer = _ask({name: at_the_same_minute(name) for name in ("anna", "bert", "carl")})
    assert (answer.pairs, answer.compared, answer.certainty) == ((), 3, "low")
    assert answer.sentence.startswith("Of the people in the log, no two are online in turns more often")


def test_the_busiest_are_compared() -> None:
    answer = _ask(
        {f"p{number:02d}": routine(f"p{number}", days=1)[: 1 + number % 2] for number in range(MOST_PEOPLE + 5)}
    )
    assert (len(answer.persons), answer.more_persons, answer.compared) == (MOST_PEOPLE, 5, 0)


def test_contacts_are_bounded_and_proved() -> None:
    found = [Found(0, "contact", f"Name {number:03d}", path=f"$.c[{number}]") for number in range(MOST_CONTACTS + 2)]
    answer = _ask({}, *found)
    assert (len(answer.contacts), answer.more_contacts, answer.proved_by) == (MOST_CONTACTS, 2, MOST_CONTACTS + 2)
    assert (answer.certainty, answer.sentence) == (
        "low",
        "42 others are known by their numbers or names, without calls or messages.",
    )


def test_calls_are_certain() -> None:
    answer = _ask({}, Found(0, "call_log", "+447700900123"))
    assert (answer.certainty, [one.calls for one in answer.contacts]) == ("high", [1])


def test_a_log_of_a_day_is_too_short() -> None:
    answer = _ask({name: routine(name, days=1) for name in ("anna", "bert")})
    assert (answer.pairs, answer.sentence) == (
        (),
        "The log of who was online is too short for sleep or talks: two days, and two people, are needed.",
    )


def test_nothing_is_said_of_nothing() -> None:
    answer = _ask({})
    assert (answer.certainty, answer.sentence, answer.persons) == (
        "none",
        "Nothing that was sent names another person, and no log of who was online was given.",
        (),
    )
