from __future__ import annotations

from random import Random

import numpy as np
import pytest

from phonehome.telemetry.collect.estimate import estimate
from phonehome.telemetry.collect.poison import gain, worst_report, worth
from phonehome.telemetry.oracle.choice import choose
from phonehome.telemetry.oracle.exact import MICRO
from phonehome.telemetry.oracle.oracle import projective_geometry
from phonehome.telemetry.oracle.sample import output, report


@pytest.mark.parametrize(("epsilon", "reports"), [(1, 2.75), (2, 2.10), (4, 1.99)])
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
