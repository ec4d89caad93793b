"""phonehome telemetry: what a maker may learn of its phones, and what it may not. One file a command."""

from __future__ import annotations

import click

from phonehome.cli.lazy import group_of

COMMANDS = ("breach", "certificate", "metrics", "query", "serve", "simulate")


@click.group(cls=group_of("phonehome.cli.telemetry", COMMANDS))
def telemetry() -> None:
    """Learn how phones are used, not who uses them how."""
