from __future__ import annotations

from random import Random

import numpy as np
import pytest
from scipy.stats import chisquare

from phonehome.telemetry.oracle.choice import choose
from phonehome.telemetry.oracle.sample import report
from phonehome.telemetry.proof import crowd
from telemetry.proof.crowds import SMALL, true

MICRO = 1_000_000


@pytest.mark.parametrize(("cells", "epsilon"), [(2, 1), (24, 1), (73, 2)])
@pytest.mark.parametrize("cell", [0, 1])
def test_reports_are_distributed_as_the_phones_own(cells: int, epsilon: int, cell: int) -> None:
    oracle, source = choose(cells, epsilon * MICRO), Random(3).randbytes
    ours = np.bincount(
        crowd.reports(oracle, np.full(200_000, cell), np.random.default_rng(1)), minlength=oracle.outputs
    )
    theirs = np.bincount([report(oracle, cell, source) for _ in range(20_000)], minlength=oracle.outputs)
    assert chisquare(theirs, ours * theirs.sum() / ours.sum()).pvalue > 0.001


def test_a_fresh_metric_is_told_once_a_phone_and_a_memoised_one_every_day() -> None:
    fresh, kept = (crowd.told(true()[name], 500, np.random.default_rng(1)) for name in ("screen_hours", "reboots"))
    assert (fresh.counts.sum(), fresh.cells.sum()) == (500, 500)
    assert kept.counts.sum(axis=1).tolist() == [500] * SMALL.days


def test_a_phone_repeats_a_memoised_answer() -> None:
    said = crowd.told(true()["reboots"], 1, np.random.default_rng(4)).counts
    cells = crowd.told(true()["reboots"], 1, np.random.default_rng(4)).cells
    assert min(cells) == 0, "this phone's rounded value should never change"
    assert sorted(said.sum(axis=0).tolist()) == [0, SMALL.days]


def test_memory_is_bounded_by_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "CHUNK", 7)
    assert crowd.told(true()["crashes"], 100, np.random.default_rng(1)).counts.sum() == 100


def test_truth_is_of_the_values_and_of_what_is_asked() -> None:
    unlocks, crashes = true()["unlocks"], true()["crashes"]
    assert unlocks.mean is not None
    assert unlocks.binned < unlocks.mean, "counts over the cap are told as the cap"
    assert crashes.mean is None
    assert (crashes.shares.sum(), unlocks.shares.sum()) == (pytest.approx(1), pytest.approx(1))


def test_shares_are_by_label_whatever_the_attribute() -> None:
    metric = true()["crashes"].metric
    counts = np.zeros(metric.cells, np.int64)
    counts[[0, len(metric.labels), len(metric.labels) + 1]] = (1, 1, 2)
    assert crowd.labelled(metric, counts)[:3].tolist() == [0.5, 0.5, 0.0]


def test_a_planted_share_comes_from_one_label_alone() -> None:
    before, rng = true()["crashes"], np.random.default_rng(1)
    after = crowd.planted(before, ("none", "bluetooth"), 0.1, rng)
    changed = dict(zip(before.metric.labels, (after.shares - before.shares).round(1).tolist(), strict=True))
    assert {label: share for label, share in changed.items() if share} == {"none": -0.1, "bluetooth": 0.1}
