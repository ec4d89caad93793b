"""The words of an answer."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from phonehome.telemetry.dashboard import words
from phonehome.telemetry.metric import Count
from phonehome.telemetry.metrics import catalogue, read
from telemetry.dashboard.said import FEW, FEW_WEEK, MANY

METRICS = read(catalogue()).metrics
LIKELY = "as likely under one value as under another"
ROUNDED = "each phone rounds to a multiple of 20, which leaves the mean right"
REPEATED = "noise included: more days say hardly more"
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


@pytest.mark.parametrize(
    ("since", "until", "short", "dated"),
    [
        (date(2026, 10, 5), date(2026, 10, 11), "5 to 11 Oct", "5 to 11 Oct 2026"),
        (date(2026, 9, 28), date(2026, 10, 4), "28 Sep to 4 Oct", "28 Sep to 4 Oct 2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "29 Dec to 4 Jan", "29 Dec 2025 to 4 Jan 2026"),
        (date(2025, 10, 29), date(2026, 10, 4), "29 Oct to 4 Oct", "29 Oct 2025 to 4 Oct 2026"),
        (date(2026, 10, 5), date(2026, 10, 5), "5 Oct", "5 Oct 2026"),
    ],
)
def test_days_in_few_words(since: date, until: date, short: str, dated: str) -> None:
    assert (words.short_days(since, until), words.dated(since, until)) == (short, dated)


def test_reports_say_how_many_wait() -> None:
    assert words.reports(FEW) == ("50 reports of 3 days; 20 wait to be counted, and can be taken back until then")
    assert words.reports(FEW_WEEK) == "50 reports of 1 day"


def test_doubts_name_what_cannot_be_told_and_what_liars_could_do() -> None:
    assert list(words.doubts(MANY)) == [
        "A share under 3.1 % cannot be told from none with so many reports.",
        f"{MOVED}, the mean by 0.12.",
    ]
    assert list(words.doubts(FEW)) == [f"{MOVED}."]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("screen_hours", "A mean takes each report at its bin's middle; what is beyond 0 to 24 is in an end bin."),
        (
            "unlocks",
            "What is more than 200 counts as 200; each phone rounds to a multiple of 20, which leaves the mean right.",
        ),
        ("reboots", "Only the mean means something: each phone rounds its count to 0 or 4, by lot."),
        (
            "reboots",
            "While a phone's value stays the same it repeats its answer, noise included: more days say hardly more.",
        ),
        ("network_type", "What the list does not have counts as other."),
        ("network_type", "A phone answers on one day in 91: a day's reports are of few of the phones."),
        (
            "network_type",
            f"Of one phone: nothing. Any one report is at most 2.7 times {LIKELY}.",
        ),
        (
            "crashes",
            f"Of one phone: nothing. Any one report is at most 7.4 times {LIKELY}.",
        ),
    ],
)
def test_limits_are_of_the_metric(name: str, said: str) -> None:
    assert said in list(words.limits(METRICS[name]))


def test_a_count_that_is_not_rounded_says_its_cap_alone() -> None:
    metric = replace(METRICS["unlocks"], form=Count(3))
    assert "What is more than 3 counts as 3." in list(words.limits(metric))


def test_how_to_read_is_a_sentence_a_line() -> None:
    assert all(line[0].isupper() and line.endswith(".") for line in words.how_to_read())
