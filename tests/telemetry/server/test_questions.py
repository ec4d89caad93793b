"""What the collector knows of metrics.toml."""

from __future__ import annotations

from importlib.resources import as_file
from pathlib import Path

import pytest

from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.server.batch import Question
from phonehome.telemetry.server.questions import metrics_of, question, questions_of
from phonehome.telemetry.wire import definition


def test_the_shipped_catalogue_can_be_collected() -> None:
    with as_file(catalogue()) as file:
        found = metrics_of(Path(file))
    assert list(questions_of(found.metrics)) == list(read(catalogue()).metrics)


def test_a_question_has_the_oracles_outputs_and_the_metrics_dates() -> None:
    metric = read(catalogue()).metrics["screen_hours"]
    terms = metric.terms
    told = Question("screen_hours", metric.oracle.outputs, definition(metric), terms.expires, terms.retention_days)
    assert question(metric) == told


def test_what_may_not_be_asked_is_refused_by_the_files_name(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[metric]\n")
    with pytest.raises(ValueError, match=r"^mine.toml: "):
        metrics_of(file)
