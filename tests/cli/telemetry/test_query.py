"""phonehome telemetry query, of a collector that runs."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from cli.said import Phonehome, refused
from phonehome.cli.telemetry.query import Answer, Cohort, Interval, Share, lines
from telemetry.server.alive import Phone, collector, current, metrics, report

SHARES = (Share("0 to 1", 0.26, 0.2, 0.32, 0.25), Share("1 to 2", 0.74, 0.7, 1.1, 0.75))
HALF, TENTH = Interval(0.5, 0.4, 0.6), Interval(0.1, 0.0, 0.2)
COHORTS = (Cohort("9.0", HALF, 10, enough=True), Cohort("other", TENTH, 10, enough=False))
MANY = Answer(
    metric="unlocks",
    since=date(2026, 10, 1),
    until=date(2026, 10, 28),
    unit="a day",
    days=2,
    other_days=0,
    n=9_000,
    needed=4_000,
    enough=True,
    epsilon_report=1.0,
    epsilon_lifetime=26.0,
    shares=SHARES,
    mean=Interval(1.25, 1.2, 1.3),
    cohorts=COHORTS,
)
FEW = replace(MANY, days=3, other_days=1, n=50, enough=False, shares=(), mean=None, cohorts=())


def test_too_few_are_told_instead_of_noise() -> None:
    assert list(lines(FEW)) == [
        "unlocks, 2026-10-01 to 2026-10-28: 50 reports of 3 days",
        "left out: 1 days on which it was asked in another definition",
        "epsilon 1 a report, at most 26 in a phone's life",
        "too few reports to say: 4,000 are needed, or the answer is noise",
    ]


def test_shares_are_told_with_their_intervals() -> None:
    assert list(lines(MANY)) == [
        "unlocks, 2026-10-01 to 2026-10-28: 9,000 reports of 2 days",
        "epsilon 1 a report, at most 26 in a phone's life",
        "mean 1.25 a day (1.2 to 1.3)",
        "         share   95 % interval       unadjusted",
        "0 to 1  25.00%  20.00% to 32.00%     26.00%",
        "1 to 2  75.00%  70.00% to 100.00%    74.00%",
        "9.0: 50.00% of the phones",
        "other: 10.00% of the phones; too few to say more (10 are needed)",
    ]


def test_a_running_collector_is_asked(phonehome: Phonehome, tmp_path: Path) -> None:
    metrics(tmp_path)
    with collector(tmp_path, str(tmp_path / "telemetry.sqlite")) as alive:
        report(alive, [Phone(number, 3) for number in range(40)], current(alive))
        text = phonehome("telemetry", "query", "screen_hours", "--server", alive.asks)
        found = phonehome("telemetry", "query", "screen_hours", "--format", "json", "--server", alive.asks)
        unknown = phonehome("telemetry", "query", "steps", "--server", alive.asks)
    assert re.match(r"screen_hours, \S+ to \S+: 40 reports of 1 days\n", text.out)
    said = json.loads(found.out)
    assert (said["n"], said["enough"], said["shares"]) == (40, False, [])
    assert unknown.err.startswith("phonehome: the collector says: no metric 'steps' is asked; there are screen_hours, ")


@pytest.mark.parametrize("server", ["file:///etc/passwd", "127.0.0.1:8441"])
def test_what_is_no_address_is_refused(phonehome: Phonehome, server: str) -> None:
    said = phonehome("telemetry", "query", "screen_hours", "--server", server)
    assert said == refused(f"--server must be an http:// or https:// address, not {server!r}")


def test_a_collector_that_is_not_there_is_told(phonehome: Phonehome) -> None:
    said = phonehome("telemetry", "query", "screen_hours", "--server", "http://127.0.0.1:1")
    assert said.err.startswith("phonehome: no collector answers at http://127.0.0.1:1 (")
