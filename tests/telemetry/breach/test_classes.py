from __future__ import annotations

from phonehome.telemetry.breach.columns import Wish
from phonehome.telemetry.breach.measured import Step
from telemetry.breach.leaks import HEAD, PATIENTS, leak


def test_patients_in_threes() -> None:
    found = leak(HEAD, PATIENTS, Wish(quasi=("zip", "age"))).anonymity
    assert (found.quasi, found.k, found.median, found.classes, found.records, found.unique) == (
        ("zip", "age"), 3, 3, 3, 9, 0,
    )  # fmt: skip
    assert [step for step in found.distribution if step.records] == [Step(3, 4, 3, 9)]


def test_a_class_counts_persons_not_rows() -> None:
    rows = [("p1", "a"), ("p1", "a"), ("p1", "b"), ("p2", "b")]
    found = leak(("who", "q"), rows, Wish(person="who", quasi=("q",))).anonymity
    assert (found.k, found.records, found.classes, found.unique, found.unique_persons) == (1, 3, 2, 1, 1)


def test_an_empty_value_is_a_value() -> None:
    found = leak(("q", "r"), [("a", None), ("a", None), ("a", "x")], Wish(quasi=("q", "r"))).anonymity
    assert (found.k, found.unique, found.classes) == (1, 1, 2)


def test_without_quasi_identifiers_all_are_alike() -> None:
    found = leak(("s",), [("a",), ("b",), ("c",)], Wish(sensitive=("s",))).anonymity
    assert (found.quasi, found.k, found.unique_persons) == ((), 3, 0)


def test_columns_called_as_the_measures_call_theirs() -> None:
    head = ("row", "person", "class", "k", "rank", 'a "b"; --', "text")
    rows = [(1, "p1", "c", 5, 6, "x", "t"), (2, "p2", "c", 5, 7, "x", "u")]
    wish = Wish(person="person", quasi=("class", "k", 'a "b"; --'), sensitive=("row", "rank", "text"))
    found = leak(head, rows, wish)
    assert (found.anonymity.k, [one.column for one in found.diversity]) == (2, ["row", "rank", "text"])
