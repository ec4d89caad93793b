from __future__ import annotations

from itertools import chain
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from phonehome.telemetry.collect.cohorts import cohorts
from phonehome.telemetry.metric import Metric
from phonehome.telemetry.metrics import parse
from phonehome.telemetry.oracle.sample import report

TEXT = """
[purpose.help]
title = "Help the battery"
[attribute.version]
values = ["old", "new", "other"]
[metric.one]
type = "category"
values = ["a", "b", "other"]
purpose = "help"
why = "because it is needed"
owner = "team"
expires = 2028-01-01
bound = 1
epsilon_day = 3.0
epsilon_lifetime = 30.0
retention_days = 90
by = "version"
"""
METRIC = parse(TEXT).metrics["one"]
# Phones by version and value.
TRUTH = [[600, 300, 100], [900, 50, 50], [10, 0, 0]]


def counts(metric: Metric, seed: int) -> NDArray[np.int64]:
    source = Random(seed).randbytes
    phones = [number for number, many in enumerate(chain(*TRUTH)) for _ in range(many)]
    return np.bincount([report(metric.oracle, cell, source) for cell in phones], minlength=metric.oracle.outputs)


def test_a_cohort_that_is_too_small_has_no_answer() -> None:
    found = cohorts(METRIC, counts(METRIC, 0), 0.1)
    assert [(one.attribute, one.enough, len(one.cells)) for one in found] == [
        ("old", True, 3),
        ("new", True, 3),
        ("other", False, 0),
    ]


def test_intervals_within_a_cohort_hold_the_truth_as_often_as_they_say() -> None:
    held = []
    for seed in range(200):
        for one, truth in zip(cohorts(METRIC, counts(METRIC, seed), 0.1)[:2], TRUTH[:2], strict=True):
            shares = [many / sum(truth) for many in truth]
            held += [cell.low <= share <= cell.high for cell, share in zip(one.cells, shares, strict=True)]
            held.append(one.share.low <= sum(truth) / 2010 <= one.share.high)
    assert 0.93 <= sum(held) / len(held) <= 0.97


def test_what_is_shown_of_a_cohort_sums_to_all_of_it() -> None:
    found = cohorts(METRIC, counts(METRIC, 1), 0.1)[0]
    assert sum(cell.shown for cell in found.cells) == pytest.approx(1)


def test_more_reports_need_a_larger_cohort_but_a_smaller_share_of_all() -> None:
    few = cohorts(METRIC, counts(METRIC, 1), 0.1)[0].needed
    many = cohorts(METRIC, counts(METRIC, 1) * 100, 0.1)[0].needed
    assert (many / few) == pytest.approx(10, rel=0.01)


def test_of_no_reports_there_are_no_cohorts() -> None:
    assert cohorts(METRIC, np.zeros(METRIC.oracle.outputs, np.int64)) == ()
