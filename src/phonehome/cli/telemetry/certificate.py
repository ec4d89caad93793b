"""phonehome telemetry certificate: what each metric can tell of one phone, exactly."""

from __future__ import annotations

from typing import Literal

import click
import msgspec

from phonehome.cli.command import DONE, command_with
from phonehome.cli.telemetry.asked import METRICS, metrics_of
from phonehome.telemetry import certificate as statements


@click.command(cls=command_with("phonehome telemetry certificate --metrics metrics.toml"))
@METRICS
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form.")
def certificate(metrics: str | None, form: Literal["text", "json"]) -> int:
    """State exactly what the reports of each metric can tell of one phone."""
    whole = statements.certificate(metrics_of(metrics))
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(whole), indent=2))
    else:
        click.echo("\n".join(statements.text(whole)))
    return DONE
