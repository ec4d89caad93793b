from __future__ import annotations

from datetime import UTC, datetime, time

from rich.table import Table
from rich.text import Text

from phonehome.infer.answer import Answer
from phonehome.infer.asleep.habits import Habit
from phonehome.infer.combined import Combined
from phonehome.infer.contacts import Contact
from phonehome.infer.logged import Asleep, Person
from phonehome.infer.people import Pair, People
from phonehome.infer.sources import Account, Sources
from phonehome.report.profile.details_people import mostly, people, sources

MOMENT = datetime(2017, 1, 16, 9, tzinfo=UTC)
HOURS = (0,) * 9 + (3,) + (0,) * 14
CONTACT = Contact("+447700900123", 1, 2, 1, 0, 5, 3, MOMENT, MOMENT, HOURS, saved=False)
PAIR = Pair("anna", "bert", 12, 7.35, 1.2e-9, HOURS, ())
USUAL = Habit(5, time(23, 15), time(3), time(7), 465)
PERSON = Person("anna", 20, 35.2, MOMENT, MOMENT, HOURS, (Asleep(MOMENT, MOMENT),), USUAL)


def _rows(table: object) -> list[list[str]]:
    assert isinstance(table, Table)
    columns = [[str(cell) for cell in column.cells] for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _people(**fields: object) -> People:
    return People(question="people", sentence="s", certainty="high", needed="n", **fields)  # type: ignore[arg-type]


def test_contacts_pairs_and_nights() -> None:
    contacts, pairs, nights = people(_people(contacts=(CONTACT,), pairs=(PAIR,), persons=(PERSON,)))
    assert _rows(contacts) == [["+447700900123", "1", "2", "1", "0", "3", "09 h"]]
    assert _rows(pairs) == [["anna", "bert", "12", "7.3", "1e-09", "09 h"]]
    assert _rows(nights) == [["anna", "35 min", "1", "23:15 to 07:00", ""]]


def test_what_is_left_out_is_said() -> None:
    _, more, last = people(_people(contacts=(CONTACT,) * 22, more_contacts=5, more_persons=2))
    assert (str(more), isinstance(last, Text)) == ("and 7 more", True)
    assert str(last) == "2 persons who were online least were not compared"


def test_other_answers_and_empty_ones_show_nothing() -> None:
    assert (
        list(people(_people())) == list(people(Answer(question="x", sentence="s", certainty="none", needed="n"))) == []
    )


def test_no_hour_of_nothing() -> None:
    assert mostly((0,) * 24) == ""


def test_accounts_and_what_they_add() -> None:
    account = Account("anna_writes", "blog", 30, 20, 18, 2.04, 0.99999, HOURS)
    adds = (Combined("She sleeps till noon.", ("sleep",), "the name"),)
    answer = Sources(
        question="sources", sentence="s", certainty="high", needed="n", owned=(account,), compared=9, adds=adds
    )
    table, text = sources(answer)
    assert (_rows(table), str(text)) == (
        [["anna_writes", "20", "18", "2.0", "1"]],
        "Only together: She sleeps till noon.",
    )


def test_no_account_shows_no_table() -> None:
    empty = Sources(question="sources", sentence="s", certainty="none", needed="n")
    assert list(sources(empty)) == list(sources(_people())) == []
