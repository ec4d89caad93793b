from __future__ import annotations

from pathlib import Path

import pytest

from phonehome.cli.telemetry.asked import file_of, metrics_of
from telemetry.client.world import METRICS


def test_the_catalogue_or_a_file(tmp_path: Path) -> None:
    assert "screen_hours" in metrics_of(None).metrics
    file = tmp_path / "metrics.toml"
    file.write_text(METRICS, encoding="utf-8")
    assert set(metrics_of(str(file)).metrics) == {"battery_health", "crashed_component"}
    assert file_of(str(file)) == file
    file.write_bytes(b"\xff")
    with pytest.raises(ValueError, match=r"metrics\.toml: not UTF-8 text"):
        metrics_of(str(file))
