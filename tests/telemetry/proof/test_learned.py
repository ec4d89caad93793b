from __future__ import annotations

import numpy as np
import pytest

from phonehome.telemetry.proof.crowd import planted
from phonehome.telemetry.proof.learned import Rare, learned, rare
from telemetry.proof.crowds import crowd, true


@pytest.mark.parametrize("metric", ["screen_hours", "battery_health", "app_used", "crashes"])
def test_intervals_hold_what_they_promise(metric: str) -> None:
    shares = learned(true()[metric], crowd(10_000, 40)).shares
    assert shares is not None
    assert 0.9 < shares.held <= 1
    assert shares.error < shares.half


def test_more_phones_make_a_mean_truer() -> None:
    few, many = (learned(true()["battery_health"], crowd(phones, 20)).mean for phones in (10_000, 1_000_000))
    assert few is not None
    assert many is not None
    assert many.half == pytest.approx(few.half / 10, rel=0.05)
    assert many.error < few.error


def test_too_few_reports_are_no_answer() -> None:
    found = learned(true()["screen_hours"], crowd(1000))
    assert (found.enough, found.mean, found.shares) == (False, None, None)
    assert found.reports < found.needed


def test_a_rare_fault_is_told_from_none_by_many_phones_only() -> None:
    faulty = planted(true()["crashes"], ("none", "bluetooth"), 0.01, np.random.default_rng(1))
    found = [rare(faulty, "bluetooth", crowd(phones)) for phones in (100, 10_000, 1_000_000)]
    assert found[0] == Rare(100)
    assert [one.low > 0 for one in found[1:]] == [False, True]
    assert found[2].least < 0.01 < found[1].least
