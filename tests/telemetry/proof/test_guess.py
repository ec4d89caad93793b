from __future__ import annotations

from math import e

import numpy as np
import pytest

from phonehome.telemetry.proof.crowd import Truth, told
from phonehome.telemetry.proof.guess import guess
from telemetry.proof.crowds import true


@pytest.mark.parametrize("metric", ["screen_hours", "reboot_cause", "app_used", "os_version"])
def test_a_report_helps_a_guess_by_epsilon_at_most(metric: str) -> None:
    found = guess(true()[metric])
    epsilon = true()[metric].metric.epsilon / 1_000_000
    assert found.without <= found.with_report <= found.without * e**epsilon


def test_the_guess_is_as_good_as_on_real_reports() -> None:
    metric = true()["os_version"].metric
    even = Truth(metric, np.arange(8).reshape(1, 1, 8), None)
    rng, right = np.random.default_rng(1), 0
    counts = np.zeros((8, metric.oracle.outputs))
    for cell in range(8):
        one = Truth(metric, np.array([[[cell]]]), None)
        counts[cell] = told(one, 20_000, rng).counts.sum(axis=0)
    right = counts.max(axis=0).sum() / counts.sum()
    assert guess(even).with_report == pytest.approx(right, abs=0.01)
    assert guess(even).without == pytest.approx(1 / 8)
