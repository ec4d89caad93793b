from __future__ import annotations

import numpy as np
import pytest

from phonehome.infer.asleep.delays import FIRST_USE, LAST_USE, Gaps, by, until_sleep

GAPS = Gaps(1.0, 1.6)


@pytest.mark.parametrize(
    ("minutes", "share"), [(0, 0), (1, 0.25), (4, 0.5), (16, 0.75), (51, 0.9), (85, 0.95), (999, 1)]
)
def test_first_use_has_the_measured_quantiles(minutes: float, share: float) -> None:
    assert by(FIRST_USE, np.array([minutes]))[0] == pytest.approx(share)


def test_gaps_are_a_law() -> None:
    minutes = np.linspace(0.005, 700, 400_000)
    density = GAPS.density(minutes)
    assert np.trapezoid(density, minutes) == pytest.approx(1, abs=0.01)
    assert np.trapezoid(density * minutes, minutes) == pytest.approx(GAPS.mean, rel=0.05)
    longer = 1 - np.concatenate(([0], np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(minutes))))
    assert np.abs(longer - GAPS.longer(minutes)).max() < 0.01


def test_sleep_comes_later_after_the_last_use_of_those_who_seldom_use_the_phone() -> None:
    lags = np.arange(0, 600.0)
    often, seldom = (until_sleep(gaps, LAST_USE)(lags) for gaps in (GAPS, Gaps(3.5, 1.6)))
    middle = [float((law * lags).sum() / law.sum()) for law in (often, seldom)]
    assert middle[0] < middle[1]
