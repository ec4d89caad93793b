"""Which metrics a command is about."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

import click

from phonehome.telemetry.metric import Metrics
from phonehome.telemetry.metrics import catalogue, read

METRICS = click.option(
    "--metrics", metavar="FILE", help="What is asked: metrics.toml. Without it the catalogue that comes with phonehome."
)


def file_of(name: str | None) -> Path | Traversable:
    """The file that is named, or the catalogue."""
    return catalogue() if name is None else Path(name)


def metrics_of(name: str | None) -> Metrics:
    """The metrics of a file, or of the catalogue. ValueError for what may not be asked."""
    return read(file_of(name))
