from __future__ import annotations

import pytest

from phonehome.telemetry.breach.columns import Wish
from telemetry.breach.leaks import Row, leak

HEAD = ("serial", "ts", "ssid", "app_usage", "x")
ROWS: list[Row] = [
    ("859571a4", 1_484_000_000_123, "Home", "a.b.c", 1),
    ("859571a4", 1_484_000_900_123, "Work", "a.b.c", 2),
    ("1234abcd", 1_484_000_900_123, "Work", "d.e.f", 3),
]


def test_the_roles_that_columns_have() -> None:
    found = leak(HEAD, ROWS)
    assert [(one.name, one.role, one.filled, one.distinct) for one in found.columns] == [
        ("serial", "identifier", 3, 2),
        ("ts", "time", 3, None),
        ("ssid", "quasi", 3, None),
        ("app_usage", "sensitive", 3, None),
        ("x", "unused", 3, None),
    ]
    assert (found.person, found.persons, found.unicity.made_of) == ("serial", 2, ("ts", "ssid"))


def test_what_the_user_says_counts() -> None:
    wish = Wish(quasi=("app_usage",), sensitive=("ssid",), ignore=("ts",), identifier=("x",), point=("app_usage",))
    found = leak(HEAD, ROWS, wish)
    assert [one.role for one in found.columns] == ["identifier", "unused", "sensitive", "quasi", "identifier"]
    assert [one.why for one in found.columns[1:]] == ["you said so"] * 4
    assert found.unicity.made_of == ("app_usage",)


def test_rows_are_persons_where_the_user_says_so_or_every_identifier_differs() -> None:
    assert leak(HEAD, ROWS, Wish(rows_are_persons=True)).persons == 3
    assert leak(HEAD, ROWS[1:]).person == ""


def test_app_use_makes_points_where_no_place_is_told() -> None:
    assert leak(HEAD, ROWS, Wish(ignore=("ssid",))).unicity.made_of == ("ts", "app_usage")


def test_an_identifier_that_most_rows_lack_says_not_whose_they_are() -> None:
    rows = [*ROWS[:2], *((None, *row[1:]) for row in ROWS)]
    assert leak(HEAD, rows).person == ""


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish(quasi=("y",)), "the table has no column y; it has serial, ts, ssid, app_usage, x"),
        (Wish(person="y"), "the table has no column y; it has serial, ts, ssid, app_usage, x"),
        (Wish(quasi=("x",), sensitive=("x",)), "the column x cannot be a quasi-identifier and sensitive"),
        (Wish(person="x", ignore=("x",)), "the column x cannot be ignored and say whose a row is"),
        (Wish(person="x", rows_are_persons=True), "--person x and --rows-are-persons exclude each other"),
    ],
)
def test_what_cannot_be_is_refused(wish: Wish, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        leak(HEAD, ROWS, wish)
