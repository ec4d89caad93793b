from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonehome.telemetry.breach import diversity
from phonehome.telemetry.breach.columns import Wish
from telemetry.breach.leaks import HEAD, PATIENTS, leak, slow

CELLS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), min_size=1, max_size=40)
WISH = Wish(quasi=("q",), sensitive=("s",), rows_are_persons=True)


@pytest.mark.parametrize("ground", ["ordered", "category"])
@given(cells=CELLS)
@settings(max_examples=40, deadline=None)
def test_the_measures_are_those_of_the_papers_row_by_row(ground: str, cells: list[tuple[int, int]]) -> None:
    found = leak(("q", "s"), [(quasi, value if ground == "ordered" else f"v{value}") for quasi, value in cells], WISH)
    (one,) = found.diversity
    long = slow(cells, ordered=ground == "ordered")
    assert (one.ground, found.anonymity.k, found.anonymity.unique) == (ground, long.k, long.unique)
    assert (one.distinct_l, round(one.entropy_l, 4), round(one.t, 4)) == (
        long.distinct_l,
        round(long.entropy_l, 4),
        round(long.t, 4),
    )


def test_the_tables_of_the_papers() -> None:
    found = leak(HEAD, PATIENTS, Wish(quasi=("zip", "age"), sensitive=("salary", "disease")))
    # Li et al. 2007, section 5.1: the class of 3k, 4k, 5k is 0.375 from the table, that of 6k, 8k, 11k 0.167.
    assert [(one.column, one.ground, one.distinct_l, one.t) for one in found.diversity] == [
        ("salary", "ordered", 3, 0.375),
        ("disease", "category", 3, 0.444444),
    ]


def test_a_large_table_is_measured_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = leak(HEAD, PATIENTS, Wish(quasi=("zip", "age")))
    monkeypatch.setattr(diversity, "ROOM", 2)
    assert leak(HEAD, PATIENTS, Wish(quasi=("zip", "age"))) == whole


def test_a_persons_value_counts_once_and_empty_ones_do_not() -> None:
    rows = [("p1", "a", 1), ("p1", "a", 1), ("p2", "a", 2), ("p2", "a", None), ("p3", "b", None)]
    (one,) = leak(("who", "q", "s"), rows, Wish(person="who", quasi=("q",), sensitive=("s",))).diversity
    assert (one.records, one.distinct_l, one.entropy_l, one.t) == (2, 2, 2.0, 0.0)


def test_what_everybody_of_a_class_has_is_known_without_singling_out() -> None:
    rows = [("a", "flu"), ("a", "flu"), ("b", "flu"), ("b", "cold")]
    (one,) = leak(("q", "s"), rows, Wish(quasi=("q",), sensitive=("s",))).diversity
    assert (one.known, one.records) == (2, 4)


def test_a_column_without_any_value_is_left_out() -> None:
    assert leak(("q", "s"), [("a", None), ("b", None)], Wish(quasi=("q",), sensitive=("s",))).diversity == ()
