from __future__ import annotations

from random import Random

import numpy as np
import pytest

from phonehome.telemetry.collect.aggregate import added, counted, spread, supports
from phonehome.telemetry.oracle.choice import choose
from phonehome.telemetry.oracle.exact import MICRO
from phonehome.telemetry.oracle.oracle import WORD, Oracle, projective_geometry, randomised_response
from phonehome.telemetry.oracle.sample import output, packed

ORACLES = [
    randomised_response(2, MICRO),
    randomised_response(9, MICRO),
    projective_geometry(7, MICRO, 2),
    projective_geometry(9, MICRO, 2),
    projective_geometry(24, MICRO, 3),
    projective_geometry(21, MICRO, 4),
    projective_geometry(300, MICRO, 4),
    projective_geometry(31, MICRO, 5),
    projective_geometry(100, MICRO, 5),
    projective_geometry(300, MICRO, 7),
]
NAMES = [f"{oracle.name}-{oracle.cells}-{oracle.order}" for oracle in ORACLES]


def own(oracle: Oracle, cell: int) -> list[int]:
    return [output(oracle, cell, True, rank) for rank in range(oracle.own)]  # noqa: FBT003


@pytest.mark.parametrize("oracle", ORACLES, ids=NAMES)
def test_supports_are_counts_of_own_outputs(oracle: Oracle) -> None:
    draw = Random(3)
    counts = np.array([draw.randrange(10_000) for _ in range(oracle.outputs)])
    expected = [sum(int(counts[number]) for number in own(oracle, cell)) for cell in range(oracle.cells)]
    assert supports(oracle, counts).tolist() == expected


@pytest.mark.parametrize("oracle", ORACLES, ids=NAMES)
def test_spreading_weights_asks_which_cells_own_an_output(oracle: Oracle) -> None:
    weights = np.linspace(0.5, 9.5, oracle.cells)
    expected = np.zeros(oracle.outputs)
    for cell in range(oracle.cells):
        expected[own(oracle, cell)] += weights[cell]
    assert spread(oracle, weights) == pytest.approx(expected)


@pytest.mark.parametrize("oracle", ORACLES, ids=NAMES)
def test_what_reports_add_is_on_average_what_their_cell_weighs(oracle: Oracle) -> None:
    weights = np.linspace(-1, 9, oracle.cells)
    given, told = added(oracle, weights), oracle.threshold / WORD
    average = [told * given[own(oracle, cell)].mean() + (1 - told) * given.mean() for cell in range(oracle.cells)]
    assert average == pytest.approx(weights)


def test_supports_stay_exact_for_a_billion_reports() -> None:
    oracle = choose(1024, 2 * MICRO)
    counts = np.full(oracle.outputs, 10**9)
    assert set(supports(oracle, counts).tolist()) == {oracle.own * 10**9}


def test_reports_are_counted_and_what_is_none_is_not() -> None:
    oracle = ORACLES[2]
    counts, wrong = counted(oracle, b"".join(map(packed, [0, 6, 6, 7, 2**32 - 1])))
    assert (counts.tolist(), wrong) == ([1, 0, 0, 0, 0, 0, 2], 2)


def test_no_reports_are_no_counts() -> None:
    counts, wrong = counted(ORACLES[0], b"")
    assert (counts.tolist(), wrong) == ([0, 0], 0)


def test_a_cut_report_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^5 bytes are no whole number of reports of 4 bytes$"):
        counted(ORACLES[0], b"12345")
