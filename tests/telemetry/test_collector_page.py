"""The page for those who try the collector: its metrics may be asked, and a simulated phone answers them."""

from __future__ import annotations

import re
from pathlib import Path

from phonehome.telemetry import metrics
from phonehome.telemetry.fleet.fleet import Fleet, known, lives_of

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "telemetry-collector.md"


def test_the_metrics_of_the_page_may_be_asked() -> None:
    (table,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    asked = metrics.parse(table)
    assert known(asked, lives_of(Fleet(1, 1, 20_000))) == tuple(asked.metrics) == ("screen_hours",)
