"""An answer as text."""

from __future__ import annotations

from msgspec.structs import replace

from phonehome.cli.telemetry.answered import lines
from telemetry.dashboard.said import COHORTED, FEW, MANY, WEEK, WEEKLY

PERIOD, EPSILON = "unlocks, 2026-10-01 to 2026-10-28", "epsilon 1 a report, at most 26 in a phone's life"
HEAD = [f"{PERIOD}: 9,000 reports of 2 days", EPSILON]
TABLE = [
    "          share   95 % interval     unadjusted   95 % interval",
    "0 to 1   25.0 %   20.0 to 32.0 %      26.0 %   20.0 to 32.0 %",
    "1 to 2   75.0 %   70.0 to 100.0 %     74.0 %   70.0 to 110.0 %",
]
DOUBTS = [
    "A share under 3.1 % cannot be told from none with so many reports.",
    "If one report in a hundred were made up, they could move a share by up to 2.8 percentage points",
]
MEAN = "mean 1.25 (1.2 to 1.5) a day; unadjusted 1.25 (1.2 to 2.3)"


def test_too_few_are_told_instead_of_noise() -> None:
    assert list(lines(FEW)) == [
        f"{PERIOD}: 50 reports of 3 days; 20 wait to be counted, and can be taken back until then",
        "left out: 1 day on which it was asked in another definition",
        EPSILON,
        "too few reports to say: 4,000 are needed, or the answer is noise",
    ]


def test_shares_are_told_as_they_are_shown_and_unadjusted() -> None:
    assert list(lines(MANY)) == [*HEAD, MEAN, *TABLE, DOUBTS[0], f"{DOUBTS[1]}, the mean by 0.12."]


def test_weeks_are_told_where_they_have_enough() -> None:
    assert list(lines(WEEKLY, "week"))[-2:] == [
        "2026-10-01 to 2026-10-04: 50 reports; too few reports to say: 4,000 are needed, or the answer is noise",
        "2026-10-05 to 2026-10-11: 8,950 reports; mean 1.25 (1.2 to 1.5)",
    ]


def test_a_category_by_week_has_its_largest_shares() -> None:
    weeks = (replace(WEEK, mean=None, mean_shown=None),)
    assert list(lines(replace(COHORTED, weeks=weeks), "week"))[-1:] == [
        "2026-10-05 to 2026-10-11: 8,950 reports; 1 to 2 75.0 % (70.0 to 100.0 %), 0 to 1 25.0 % (20.0 to 32.0 %)"
    ]


def test_cohorts_are_named_and_divided_where_that_is_asked() -> None:
    first, other = "os_version 9.0: 50.0 % of the phones", "os_version other: 10.0 % of the phones"
    few = f"{other}; too few to say more (10 are needed)"
    doubts = [DOUBTS[0], f"{DOUBTS[1]}."]
    within = ["  0 to 1    0.0 %   0.0 to 10.0 %", "  1 to 2  100.0 %   90.0 to 100.0 %"]
    assert list(lines(COHORTED)) == [*HEAD, *TABLE, first, few, *doubts]
    assert list(lines(COHORTED, "os_version")) == [*HEAD, *TABLE, first, *within, few, *doubts]
