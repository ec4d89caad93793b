"""Every output of every input, enumerated through the sampler in exact arithmetic."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.oracle.choice import ORDERS
from phonehome.telemetry.oracle.exact import MICRO, exp_below
from phonehome.telemetry.oracle.oracle import (
    WORD,
    Oracle,
    other_chance,
    own_chance,
    projective_geometry,
    randomised_response,
    ratio,
    variance,
)
from phonehome.telemetry.oracle.sample import output

EPSILONS = (50_000, 500_000, MICRO, 1_234_567, 2 * MICRO, 4 * MICRO, 5 * MICRO)
SMALL = [
    *(randomised_response(cells, epsilon) for cells in (2, 3, 5, 16) for epsilon in EPSILONS),
    *(
        projective_geometry(cells, epsilon, order)
        for cells, order in ((3, 2), (7, 2), (9, 2), (13, 3), (20, 3), (21, 4), (30, 4), (31, 5), (40, 7))
        for epsilon in EPSILONS
    ),
]
CATALOGUE = [metric.oracle for metric in read(catalogue()).metrics.values()]


def name_of(oracle: Oracle) -> str:
    return f"{oracle.name}-{oracle.cells}-{oracle.order}-{oracle.epsilon}"


def chances(oracle: Oracle, cell: int) -> list[int]:
    """How likely each output is, times 2^64 own outputs: whole numbers, through the sampler's own steps."""
    own = Counter(output(oracle, cell, True, rank) for rank in range(oracle.own))  # noqa: FBT003
    anyone = Counter(output(oracle, cell, False, rank) for rank in range(oracle.outputs))  # noqa: FBT003
    told = oracle.threshold * oracle.outputs
    return [
        told * own[number] + (WORD - oracle.threshold) * oracle.own * anyone[number] for number in range(oracle.outputs)
    ]


@pytest.mark.parametrize("oracle", [*SMALL, *CATALOGUE], ids=name_of)
def test_no_output_is_more_than_e_to_the_epsilon_times_as_likely_under_another_value(oracle: Oracle) -> None:
    table = [chances(oracle, cell) for cell in range(oracle.cells)]
    assert {sum(row) for row in table} == {WORD * oracle.own * oracle.outputs}
    worst = max(Fraction(max(column), min(column)) for column in zip(*table, strict=True))
    assert worst == ratio(oracle) <= exp_below(Fraction(oracle.epsilon, MICRO))


@pytest.mark.parametrize("oracle", [*SMALL, *CATALOGUE], ids=name_of)
def test_a_larger_threshold_would_break_the_promise(oracle: Oracle) -> None:
    more = Fraction((oracle.threshold + 1) * oracle.outputs, (WORD - oracle.threshold - 1) * oracle.own)
    assert 1 + more > exp_below(Fraction(oracle.epsilon, MICRO))


@pytest.mark.parametrize("oracle", SMALL, ids=name_of)
def test_own_and_other_chances_are_those_of_the_sampler(oracle: Oracle) -> None:
    own = [{output(oracle, cell, True, rank) for rank in range(oracle.own)} for cell in range(2)]  # noqa: FBT003
    told = chances(oracle, 0)
    whole = WORD * oracle.own * oracle.outputs
    found = [Fraction(sum(told[number] for number in some), whole) for some in own]
    assert found == [own_chance(oracle), other_chance(oracle)]


def test_the_variance_is_that_of_the_literature() -> None:
    """GRR: (k - 1) cells of variance (e + k - 2) / (e - 1)^2 and one of that plus (k - 2) / (e - 1), n = 1."""
    oracle = randomised_response(10, MICRO)
    e = float(ratio(oracle))
    told = 10 * (e + 8) / (e - 1) ** 2 + 8 / (e - 1)
    assert float(variance(oracle)) == pytest.approx(told, rel=1e-12)


@given(some.integers(2, 5000), some.integers(50_000, 5 * MICRO), some.sampled_from((0, *ORDERS)))
def test_any_integers_keep_the_promise_as_tightly_as_they_can(cells: int, epsilon: int, order: int) -> None:
    oracle = projective_geometry(cells, epsilon, order) if order else randomised_response(cells, epsilon)
    more = Fraction((oracle.threshold + 1) * oracle.outputs, (WORD - oracle.threshold - 1) * oracle.own)
    assert ratio(oracle) <= exp_below(Fraction(epsilon, MICRO)) < 1 + more
