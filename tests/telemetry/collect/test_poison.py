from __future__ import annotations

from random import Random

import numpy as np
import pytest

from phonehome.telemetry.collect.estimate import estimate, mean
from phonehome.telemetry.collect.poison import gain, moved, worst_report, worth
from phonehome.telemetry.oracle.choice import choose
from phonehome.telemetry.oracle.exact import MICRO
from phonehome.telemetry.oracle.oracle import Oracle, other_chance, own_chance, projective_geometry
from phonehome.telemetry.oracle.sample import output, report


@pytest.mark.parametrize(("epsilon", "reports"), [(1, 3.33), (2, 2.10), (4, 1.99)])
def test_a_false_report_weighs_more_than_one(epsilon: int, reports: float) -> None:
    assert worth(choose(1024, epsilon * MICRO)) == pytest.approx(reports, abs=0.01)


def test_one_report_can_support_several_cells() -> None:
    oracle = projective_geometry(13, MICRO, 3)
    best, supported = worst_report(oracle, [0, 1, 2])
    own = [{output(oracle, cell, True, rank) for rank in range(oracle.own)} for cell in range(3)]  # noqa: FBT003
    most = max(sum(number in some for some in own) for number in range(oracle.outputs))
    assert (supported, sum(best in some for some in own)) == (most, most)


def test_liars_gain_what_the_formula_says() -> None:
    oracle, source = choose(24, 2 * MICRO), Random(1).randbytes
    lie, _ = worst_report(oracle, [5])
    honest = [report(oracle, phone % 4, source) for phone in range(19_000)]
    counts = np.bincount([*honest, *[lie] * 1_000], minlength=oracle.outputs)
    found = estimate(oracle, counts).cells[5]
    assert found.low <= gain(oracle, 0.05, 0.0) <= found.high


@pytest.mark.parametrize("oracle", [choose(2, MICRO), choose(24, MICRO), choose(60, 2 * MICRO)])
def test_a_share_is_moved_most_where_nobody_has_it(oracle: Oracle) -> None:
    one = np.eye(oracle.cells)[0]
    assert moved(oracle, one, (0.0, 0.0), 0.01) == pytest.approx(0.01 * worth(oracle))
    p, q = own_chance(oracle), other_chance(oracle)
    assert moved(oracle, one, (1.0, 1.0), 0.01) == pytest.approx(0.01 * float(p / (p - q)))


def test_a_mean_is_moved_by_what_its_worst_report_adds() -> None:
    oracle = choose(24, MICRO)
    weights = np.arange(24.0)
    honest = np.bincount([report(oracle, 3, Random(1).randbytes) for _ in range(990)], minlength=oracle.outputs)
    before = mean(oracle, honest, weights.tolist())
    shifts = []
    for lie in range(oracle.outputs):
        false = honest.copy()
        false[lie] += 10
        after = mean(oracle, false, weights.tolist())
        assert before is not None
        assert after is not None
        shifts.append(abs(after.mean - before.mean))
    assert before is not None
    assert moved(oracle, weights, (before.mean, before.mean), 0.01) == pytest.approx(max(shifts))
