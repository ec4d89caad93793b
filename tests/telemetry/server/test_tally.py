"""What the collector counts of itself."""

from __future__ import annotations

from phonehome.telemetry.server.tally import Tally


def test_counters_and_gauges_are_in_prometheus_text() -> None:
    tally = Tally()
    tally.answered("reports", 202)
    tally.answered("reports", 202)
    tally.answered("withdraw", 410)
    tally.failed("full")
    lines = tally.text({"phonehome_waiting": ("Uploads that wait.", 3.0)}).splitlines()
    assert [line for line in lines if not line.startswith("#") and "seconds" not in line] == [
        'phonehome_answers_total{route="reports",status="202"} 2',
        'phonehome_answers_total{route="withdraw",status="410"} 1',
        'phonehome_failed_commits_total{how="away"} 0',
        'phonehome_failed_commits_total{how="full"} 1',
        "phonehome_written_total 0",
        "phonehome_waiting 3",
    ]


def test_commits_are_told_by_how_long_they_took() -> None:
    tally = Tally()
    tally.committed(0.0015, 10)
    tally.committed(2.0, 1)
    tally.committed(9.0, 0)
    lines = [
        line.removeprefix("phonehome_commit_seconds_") for line in tally.text({}).splitlines() if "seconds_" in line
    ]
    assert [line for line in lines if not line.startswith("bucket")] == ["sum 2.001500", "count 2"]
    within = [line.rpartition(" ")[2] for line in lines if line.startswith("bucket")]
    assert within == ["0", "1", "1", "1", "1", "1", "1", "1", "1", "1", "2", "2"]
