"""Which metrics a command is about."""

from __future__ import annotations

from pathlib import Path

import click

from phonehome.telemetry.metric import Metrics
from phonehome.telemetry.metrics import catalogue, read

METRICS = click.option(
    "--metrics", metavar="FILE", help="What is asked: metrics.toml. Without it the catalogue that comes with phonehome."
)


def metrics_of(name: str | None) -> Metrics:
    """The metrics of a file, or of the catalogue. ValueError for what may not be asked."""
    return read(catalogue() if name is None else Path(name))
