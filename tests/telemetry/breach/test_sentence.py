from __future__ import annotations

import pytest

from phonehome.telemetry.breach.columns import Wish
from telemetry.breach.leaks import HEAD, PATIENTS, Row, leak

NAMED: list[Row] = [("a@example.org", "f", "flu"), ("b@example.org", "f", "flu"), ("c@example.org", "m", "hiv")]


ALONE = "no column is known that would single a person out"
CASES: tuple[tuple[tuple[str, ...], list[Row], Wish, str], ...] = (
    (
        HEAD,
        PATIENTS,
        Wish(quasi=("zip", "age")),
        "0 % of the 9 persons would be unique by zip and age; their salary and disease would be known",
    ),
    (
        ("email", "sex", "disease"),
        NAMED,
        Wish(),
        (
            "100 % of the 3 persons would be named outright by e-mail address, and without these 33 % would be unique "
            "by gender; their disease would be known"
        ),
    ),
    (
        ("email",),
        [("a@example.org",)],
        Wish(),
        (
            "the only person in it would be named outright by e-mail address, and no other column is known that would "
            "single a person out"
        ),
    ),
    (("x",), [(1,)], Wish(), ALONE),
    (
        tuple("abcdefgh"),
        [tuple("abcdefgh")],
        Wish(quasi=tuple("abcdefgh")),
        "the only person in it would be unique by a, b, c, d, e and 3 more",
    ),
)


@pytest.mark.parametrize(("head", "rows", "wish", "sentence"), CASES)
def test_the_headline(head: tuple[str, ...], rows: list[Row], wish: Wish, sentence: str) -> None:
    assert leak(head, rows, wish).sentence == f"If this table leaked, {sentence}."
