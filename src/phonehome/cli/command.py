"""How every command behaves: help that opens with an example, one sentence for an error, exit codes 0, 1 and 2."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from phonehome.audit import Progress as Tell

DONE, BROKEN, COULD_NOT = 0, 1, 2


class Command(click.Command):
    """A command whose help opens with an example that works as pasted."""

    example: tuple[str, ...] = ()

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Example first, then click's own help."""
        for line in self.example:
            formatter.write(f"  $ {line}\n")
        formatter.write("\n")
        super().format_help(ctx, formatter)


def command_with(*example: str) -> type[Command]:
    """A class of commands with this example, one line a shell command."""
    return type("Command", (Command,), {"example": example})


def open_input(name: str) -> BinaryIO:
    """A file to read, or standard input for ``-``."""
    return open(0, "rb", closefd=False) if name == "-" else Path(name).open("rb")


@contextmanager
def progress_bar(what: str, total: int | None) -> Iterator[Tell]:
    """A bar on standard error while something is read; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def stoppable(tell: Tell) -> Iterator[Tell]:
    """Lets the first Ctrl-C end the reading, by an interrupt out of its next ``tell``; the second ends the program."""
    asked: list[int] = []

    def ask(number: int, _: FrameType | None) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, before)

    def told(done: int) -> None:
        if asked:
            raise KeyboardInterrupt
        tell(done)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield told
    finally:
        signal.signal(signal.SIGINT, before)
