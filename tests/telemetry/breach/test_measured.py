"""Beside pycanon 1.3.6, which needs older libraries than phonehome and was run apart; its answers stand here."""

from __future__ import annotations

import random

import pytest
from msgspec import Struct

from phonehome.telemetry.breach.columns import Wish
from telemetry.breach.leaks import Row, leak

QUASI = ("age", "zip")


class Canon(Struct, frozen=True):
    """What pycanon says: k, and of salary and disease distinct l and t."""

    k: int
    distinct: tuple[int, int]
    t: tuple[float, float]


ANSWERS = (
    (12, Canon(1, (1, 1), (0.625, 0.75))),
    (30, Canon(1, (1, 1), (0.6, 0.766667))),
    (60, Canon(2, (2, 2), (0.285714, 0.55))),
    (60, Canon(4, (2, 1), (0.371429, 0.633333))),
    (200, Canon(16, (7, 4), (0.118214, 0.165385))),
    (200, Canon(14, (6, 4), (0.159694, 0.213333))),
)


def patients(seed: int, count: int) -> list[Row]:
    draw = random.Random(seed)
    diseases = ("flu", "hiv", "cold", "cancer")
    return [
        (draw.randrange(3), "abc"[draw.randrange(3)], draw.randrange(8), diseases[draw.randrange(4)])
        for _ in range(count)
    ]


@pytest.mark.parametrize("seed", range(len(ANSWERS)))
def test_the_measures_agree_with_pycanon(seed: int) -> None:
    count, answer = ANSWERS[seed]
    found = leak(("age", "zip", "salary", "disease"), patients(seed, count), Wish(quasi=QUASI))
    salary, disease = found.diversity
    assert answer == Canon(
        found.anonymity.k,
        (salary.distinct_l, disease.distinct_l),
        (salary.t, disease.t),
    )
