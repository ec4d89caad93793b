"""From metrics.toml to what the collector knows of it."""

from __future__ import annotations

from pathlib import Path

from phonehome.telemetry.metric import Metric
from phonehome.telemetry.metrics import read
from phonehome.telemetry.server.batch import Question, Questions, checked
from phonehome.telemetry.wire import definition


def questions_of(file: Path) -> Questions:
    """The questions of a file. Raises ValueError with one sentence for what may not be asked or cannot be collected."""
    return checked({name: question(metric) for name, metric in read(file).metrics.items()})


def question(metric: Metric) -> Question:
    """What the collector knows of a metric to take its reports: nothing of what its answers mean."""
    terms = metric.terms
    return Question(metric.name, metric.oracle.outputs, definition(metric), terms.expires, terms.retention_days)
