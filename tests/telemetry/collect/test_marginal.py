from __future__ import annotations

import numpy as np
import pytest

from phonehome.telemetry.collect.marginal import marginal, rows
from telemetry.collect.test_cohorts import METRIC, TRUTH, counts

SHARES = [sum(row[at] for row in TRUTH) / 2010 for at in range(3)]


def test_rows_add_up_a_label_over_all_of_the_attribute() -> None:
    assert rows(METRIC).tolist() == [[1, 0, 0] * 3, [0, 1, 0] * 3, [0, 0, 1] * 3]


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    cells = [marginal(METRIC, counts(METRIC, seed)) for seed in range(200)]
    held = [cell.low <= share <= cell.high for one in cells for cell, share in zip(one, SHARES, strict=True)]
    assert 0.92 <= sum(held) / len(held) <= 0.98


def test_what_is_shown_sums_to_all_and_what_is_large_is_told() -> None:
    found = marginal(METRIC, counts(METRIC, 1))
    assert sum(cell.shown for cell in found) == pytest.approx(1)
    assert found[0].told


def test_of_no_reports_nothing_is_told() -> None:
    assert [cell.told for cell in marginal(METRIC, np.zeros(METRIC.oracle.outputs, np.int64))] == [False] * 3
