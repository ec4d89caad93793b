"""The words of an answer."""

from __future__ import annotations

from datetime import date

import pytest

from phonehome.telemetry.dashboard import words
from telemetry.dashboard.said import FEW, FEW_WEEK, MANY

MOVED = "If one report in a hundred were made up, they could move a share by up to 2.8 percentage points"


@pytest.mark.parametrize(
    ("part", "written"), [(0.1234, "12.3 %"), (-0.0001, "0.0 %"), (-0.021, "-2.1 %"), (1, "100.0 %")]
)
def test_a_share(part: float, written: str) -> None:
    assert words.share(part) == written


def test_an_interval_is_kept_to_what_can_be() -> None:
    assert [words.interval(*ends) for ends in ((-0.2, 0.1), (0.7, 1.1), (-0.3, -0.1))] == [
        "0.0 to 10.0 %",
        "70.0 to 100.0 %",
        "0.0 to 0.0 %",
    ]


def test_days() -> None:
    assert words.days(date(2026, 10, 1), date(2026, 10, 1)) == "2026-10-01"
    assert words.days(date(2026, 10, 1), date(2026, 10, 2)) == "2026-10-01 to 2026-10-02"


def test_reports_say_how_many_wait() -> None:
    assert words.reports(FEW) == ("50 reports of 3 days; 20 wait to be counted, and can be taken back until then")
    assert words.reports(FEW_WEEK) == "50 reports of 1 day"


def test_doubts_name_what_cannot_be_told_and_what_liars_could_do() -> None:
    assert list(words.doubts(MANY)) == [
        "A share under 3.1 % cannot be told from none with so many reports.",
        f"{MOVED}, the mean by 0.12.",
    ]
    assert list(words.doubts(FEW)) == [f"{MOVED}."]
