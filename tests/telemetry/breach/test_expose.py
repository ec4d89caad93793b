from __future__ import annotations

import pytest

from phonehome.report.material import Look
from phonehome.telemetry.breach.columns import Wish
from phonehome.telemetry.breach.json import render
from phonehome.telemetry.breach.measured import Naming
from telemetry.breach.leaks import HEAD, PATIENTS, leak


def test_an_identifier_names_whom_it_is_only_of() -> None:
    rows = [("p1", "+447700900123"), ("p1", "+447700900123"), ("p2", "+447700900456"), ("p3", "+447700900456")]
    found = leak(("who", "phone"), rows, Wish(person="who"))
    assert found.naming == (Naming("who", "", 3), Naming("phone", "phone_number", 1))


def test_rows_of_nobody_are_left_out_and_counted() -> None:
    rows = [("p1", "a"), ("p2", "a"), (None, "b")]
    found = leak(("who", "q"), rows, Wish(person="who", quasi=("q",)))
    assert (found.rows, found.persons, found.nobody, found.anonymity.k) == (3, 2, 1, 2)


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the table has no rows$"):
        leak(HEAD, [])


def test_a_person_column_without_values_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^no row says whose it is: the column who is empty$"):
        leak(("who", "q"), [(None, "a")], Wish(person="who"))


def test_the_population_makes_a_record_harder_to_find() -> None:
    one = leak(HEAD, PATIENTS, Wish(quasi=("zip", "age"), population=9000)).risk
    assert [attack.mean for attack in one.attacks] == [0.333333, 0.0005, 0.0005]


def test_the_same_table_gives_the_same_bytes_in_any_order() -> None:
    wish = Wish(quasi=("zip", "age"), rows_are_persons=True)
    first, second = (b"".join(render(leak(HEAD, rows, wish), Look())) for rows in (PATIENTS, PATIENTS[::-1]))
    assert first == second
