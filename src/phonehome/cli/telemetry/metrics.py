"""phonehome telemetry metrics: the catalogue that comes with phonehome, to begin one's own with."""

from __future__ import annotations

import click

from phonehome.cli.command import DONE, command_with
from phonehome.telemetry.metrics import catalogue


@click.command(
    cls=command_with("phonehome telemetry metrics > metrics.toml"),
    epilog="What each key means: docs/reference/telemetry-metrics.md",
)
def metrics() -> int:
    """Print the catalogue of metrics that comes with phonehome: change it to ask what you need."""
    click.echo(catalogue().read_text(encoding="utf-8"), nl=False)
    return DONE
