"""phonehome telemetry: what a maker may learn of its phones, and what it may not. One file a command."""

from __future__ import annotations

import click

from phonehome.cli.telemetry.breach import breach
from phonehome.cli.telemetry.certificate import certificate
from phonehome.cli.telemetry.metrics import metrics
from phonehome.cli.telemetry.query import query
from phonehome.cli.telemetry.serve import serve
from phonehome.cli.telemetry.simulate import simulate

COMMANDS = (breach, certificate, metrics, query, serve, simulate)


@click.group()
def telemetry() -> None:
    """Learn how phones are used, not who uses them how."""


for command in COMMANDS:
    telemetry.add_command(command)
