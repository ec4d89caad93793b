from __future__ import annotations

from pathlib import Path

import msgspec

from cli.said import Phonehome
from phonehome.telemetry.wire import Report
from telemetry.fleet.collector import Collector


def test_a_fleet_reports_to_a_collector(phonehome: Phonehome) -> None:
    collector = Collector([])
    wanted = ("--phones", "40", "--days", "3", "--consenting", "0.5", "--server", collector.address)
    said = phonehome("telemetry", "simulate", *wanted)
    assert said.code == 0
    assert said.out.endswith(f" phones sent {len(collector.got):,} reports; {len(collector.got):,} are kept\n")
    assert len(collector.got) > 0


def test_what_is_refused_is_counted(phonehome: Phonehome) -> None:
    collector = Collector([409] * 10_000)
    said = phonehome("telemetry", "simulate", "--phones", "40", "--days", "3", "--server", collector.address)
    assert said.code == 1
    assert said.err.endswith(" were refused with status 409\n")


def test_without_a_server_reports_are_printed_and_the_truth_is_written(phonehome: Phonehome, tmp_path: Path) -> None:
    file = tmp_path / "truth.json"
    said = phonehome("telemetry", "simulate", "--phones", "40", "--days", "3", "--consenting", "1", "--truth", file)
    assert said.code == 0
    assert all(msgspec.json.decode(line, type=Report).v == 1 for line in said.out.splitlines())
    shares = msgspec.json.decode(file.read_bytes(), type=dict[str, dict[str, float]])
    assert all(abs(sum(one.values()) - 1) < 1e-9 for one in shares.values())
    assert shares["network_type"]["wifi"] > 0.5


def test_nobody_there(phonehome: Phonehome) -> None:
    said = phonehome("telemetry", "simulate", "--phones", "20", "--server", "http://127.0.0.1:9")
    assert said.code == 2
    assert said.err.startswith("phonehome: ")
    assert said.err.count("\n") == 1


def test_a_metric_that_no_phone_can_answer(phonehome: Phonehome, tmp_path: Path) -> None:
    file = tmp_path / "metrics.toml"
    file.write_text(METRICS, encoding="utf-8")
    said = phonehome("telemetry", "simulate", "--phones", "3", "--days", "1", "--metrics", file)
    assert said.code == 0
    assert said.err == "no simulated phone can answer loudness\n"


METRICS = """
[purpose.improve-sound]
title = "make the loudspeaker last longer"

[metric.loudness]
type = "number"
range = [0, 100]
bins = 10
purpose = "improve-sound"
why = "Says how loud it is played"
owner = "sound team"
expires = 2090-01-01
bound = 1
epsilon_day = 1.0
epsilon_lifetime = 30.0
retention_days = 90
"""
