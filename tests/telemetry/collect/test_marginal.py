from __future__ import annotations

from random import Random

import numpy as np
import pytest

from phonehome.telemetry.collect.estimate import needed as of_a_cell
from phonehome.telemetry.collect.marginal import marginal, needed, rows
from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.oracle.sample import report
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


def test_with_as_many_reports_as_are_needed_a_rare_labels_interval_is_as_narrow_as_wanted() -> None:
    enough = needed(METRIC, 0.1)
    told = [report(METRIC.oracle, 0, Random(phone).randbytes) for phone in range(enough)]
    cells = marginal(METRIC, np.bincount(told, minlength=METRIC.oracle.outputs))
    assert max((cell.high - cell.low) / 2 for cell in cells[1:]) == pytest.approx(0.1, rel=0.1)


def test_without_an_attribute_it_is_what_a_cell_needs() -> None:
    metric = read(catalogue()).metrics["screen_hours"]
    assert needed(metric) == pytest.approx(of_a_cell(metric.oracle), abs=1)
