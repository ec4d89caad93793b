"""Reads what is brought beside a case: --presence and --source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from phonehome import brought
from phonehome.brought import Row
from phonehome.cli.command import open_input
from phonehome.infer.evidence import Brought


def read(logs: Sequence[str], sources: Sequence[str]) -> Brought:
    """All of the files together; what could not be read of one is said on standard error."""
    return Brought(
        tuple(line for name in logs for line in _rows(name, brought.presence)),
        tuple(post for name in sources for post in _rows(name, partial(brought.posts, source=Path(name).stem))),
    )


def _rows(name: str, parse: Callable[[bytes], brought.Brought[Row]]) -> tuple[Row, ...]:
    with open_input(name) as file:
        data = file.read()
    try:
        found = parse(data)
    except ValueError as error:
        raise ValueError(f"{name} cannot be read: {error}") from None
    if found.refused:
        lines = "1 line" if found.refused == 1 else f"{found.refused:,} lines"
        click.echo(f"{name}: {lines} could not be read, the first: {found.first}", err=True)
    return found.rows
