"""From metrics.toml to what the collector knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from phonehome.telemetry.metric import Metric, Metrics
from phonehome.telemetry.metrics import read
from phonehome.telemetry.server.batch import Question, Questions, checked
from phonehome.telemetry.wire import definition


def metrics_of(file: Path | Traversable) -> Metrics:
    """The metrics of a file. Raises ValueError with one sentence for what may not be asked or cannot be collected."""
    found = read(file)
    checked(questions_of(found.metrics))
    return found


def questions_of(metrics: Mapping[str, Metric]) -> Questions:
    """What the collector knows of some metrics."""
    return {name: question(metric) for name, metric in metrics.items()}


def question(metric: Metric) -> Question:
    """What the collector knows of a metric to take its reports: nothing of what its answers mean."""
    terms = metric.terms
    return Question(metric.name, metric.oracle.outputs, definition(metric), terms.expires, terms.retention_days)
