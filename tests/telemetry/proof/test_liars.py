from __future__ import annotations

import pytest

from phonehome.telemetry.proof.liars import liars
from telemetry.proof.crowds import crowd, true


@pytest.mark.parametrize("metric", ["screen_hours", "app_used", "battery_health"])
def test_liars_gain_what_theory_says(metric: str) -> None:
    found = liars(true()[metric], crowd(20_000, 60))
    assert found.measured == pytest.approx(found.theory, abs=4 * found.error)
    assert found.theory > 0.02
