from __future__ import annotations

from datetime import date
from pathlib import Path

import httpx
import pytest

from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.proof.serving import collecting
from phonehome.telemetry.wire import REPORTS, Report, definition, pack

DAY = date(2017, 2, 5)


def _status(port: int, day: date) -> int:
    means = definition(read(catalogue()).metrics["screen_hours"])
    body = pack(Report(1, "screen_hours", means, day, 1, "A" * 22, ""))
    return httpx.post(f"http://127.0.0.1:{port}{REPORTS}", content=body).status_code


def test_a_collector_lives_on_the_day_that_it_is_told(tmp_path: Path) -> None:
    with collecting(tmp_path / "t.sqlite", DAY) as port:
        said = [_status(port, day) for day in (DAY, date(2017, 1, 8), date(2017, 1, 7))]
    assert said == [202, 202, 422]


def test_a_collector_that_does_not_start_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="did not start"), collecting(tmp_path / "no" / "t.sqlite", DAY):
        pass
