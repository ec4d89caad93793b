from __future__ import annotations

from pathlib import Path

import msgspec

from cli.said import Phonehome, refused
from phonehome.telemetry.certificate import Certificate


def test_the_catalogue_in_words(phonehome: Phonehome) -> None:
    said = phonehome("telemetry", "certificate")
    assert said.code == 0
    assert "screen_hours:" in said.out
    assert "Not protected:" in said.out


def test_as_json(phonehome: Phonehome) -> None:
    said = phonehome("telemetry", "certificate", "--format", "json")
    whole = msgspec.json.decode(said.out, type=Certificate)
    assert {one.metric for one in whole.statements} >= {"screen_hours", "crashes", "app_used"}


def test_a_metric_that_may_not_be_asked(phonehome: Phonehome, tmp_path: Path) -> None:
    file = tmp_path / "metrics.toml"
    file.write_text('[purpose.sell]\ntitle = "sell it on"\n[metric.imei]\ntype = "text"\n', encoding="utf-8")
    said = phonehome("telemetry", "certificate", "--metrics", file)
    assert said.code == 2
    assert said.err.startswith("phonehome: metrics.toml: metric imei: name speaks of imei")


def test_no_such_file(phonehome: Phonehome, tmp_path: Path) -> None:
    said = phonehome("telemetry", "certificate", "--metrics", tmp_path / "none.toml")
    assert said == refused(f"{tmp_path / 'none.toml'}: No such file or directory")
