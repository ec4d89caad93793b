from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad

from phonehome.telemetry.breach.risk import in_population, risk

K, CLASSES = np.array([1, 2, 20]), np.array([2, 4, 1])  # 2 + 8 + 20 = 30 records in 7 classes


def test_the_table_taken_for_the_population() -> None:
    found = risk(K, CLASSES, None)
    assert [(one.attacker, one.worst, one.mean, one.share_at_risk) for one in found.attacks] == [
        ("prosecutor", 1.0, round(7 / 30, 6), round(10 / 30, 6)),
        ("journalist", 1.0, round(7 / 30, 6), round(10 / 30, 6)),
        ("marketer", None, round(7 / 30, 6), None),
    ]


def test_a_sample_hides_its_records() -> None:
    prosecutor, journalist, marketer = risk(K, CLASSES, 3000).attacks
    assert (prosecutor.worst, journalist.worst) == (1.0, round(0.01 / 0.99 * math.log(100), 6))
    assert journalist.mean == marketer.mean < prosecutor.mean


@pytest.mark.parametrize("fraction", [1e-5, 0.001, 0.1, 0.9])
@pytest.mark.parametrize("records", [1, 2, 7, 23, 24, 200, 50_000])
def test_the_expected_chance_is_the_integral_that_defines_it(records: int, fraction: float) -> None:
    def density(time: float) -> float:  # Franconi and Polettini 2004, with u = exp(-time / records)
        u = math.exp(-time / records)
        return (fraction * u / (1 - (1 - fraction) * u)) ** records / records

    edges = [0.0, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 60, 900]
    wanted = sum(quad(density, *ends, limit=400)[0] for ends in pairwise(edges))
    assert in_population(np.array([records]), fraction)[0] == pytest.approx(wanted, rel=1e-6)


def test_the_whole_population_is_the_table() -> None:
    assert in_population(K, 1.0).tolist() == [1, 0.5, 0.05]


def test_a_population_smaller_than_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a population of 29 cannot hold the 30 records of the table$"):
        risk(K, CLASSES, 29)
