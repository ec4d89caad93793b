from __future__ import annotations

import re
from pathlib import Path

import msgspec

from cli.said import Phonehome, refused
from phonehome.telemetry.wire import Report
from telemetry.client.world import METRICS
from telemetry.fleet.collector import Collector


def test_a_fleet_reports_to_a_collector(phonehome: Phonehome) -> None:
    collector = Collector([])
    wanted = ("--phones", "40", "--days", "3", "--consenting", "0.5", "--server", collector.address)
    said = phonehome("telemetry", "simulate", *wanted)
    assert said.code == 0
    agreed = re.fullmatch(r"40 phones, (\d+) agreed, (\d+) had a day of answering: (\d+) reports, \3 kept\n", said.out)
    assert agreed is not None
    assert 0 < int(agreed[2]) <= int(agreed[1]) < 40
    assert int(agreed[3]) == len(collector.got)


def test_what_is_refused_is_explained(phonehome: Phonehome) -> None:
    collector = Collector([409] * 10_000)
    said = phonehome("telemetry", "simulate", "--phones", "40", "--days", "3", "--server", collector.address)
    assert said.code == 1
    assert said.err.endswith(
        " refused with status 409: the collector asks other metrics, or the same ones otherwise; "
        "give serve and simulate the same --metrics\n"
    )


def test_a_fleet_has_its_bound(phonehome: Phonehome) -> None:
    said = phonehome("telemetry", "simulate", "--phones", "1000001")
    assert said == refused("Invalid value for '--phones': 1000001 is not in the range 1<=x<=1000000.")


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
    file.write_text(METRICS.replace("crashed_component", "loudness"), encoding="utf-8")
    said = phonehome("telemetry", "simulate", "--phones", "3", "--days", "1", "--metrics", file)
    assert said.code == 0
    assert said.err == "no simulated phone can answer loudness\n"
