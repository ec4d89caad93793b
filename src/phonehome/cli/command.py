"""How every command behaves: help that opens with an example, one sentence for an error, exit codes 0, 1 and 2."""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn

Tell = Callable[[int], None]
DONE, BROKEN, COULD_NOT = 0, 1, 2
# As shells say it of a program that Ctrl-C ended: 128 and the number of the signal.
STOPPED = 130
_ENDS = tuple(one for one in signal.Signals if one.name in {"SIGINT", "SIGTERM", "SIGHUP"})
_HANGS_UP = next((one for one in _ENDS if one.name == "SIGHUP"), None)


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
def progress_bar(what: str, total: int | None, of: str = "bytes") -> Iterator[Tell]:
    """A bar on standard error while something is read; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TransferSpeedColumn() if of == "bytes" else TextColumn("{task.completed:,.0f} " + of),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def stoppable(tell: Tell) -> Iterator[Tell]:
    """Lets the first Ctrl-C, SIGTERM or SIGHUP end the reading, by an interrupt out of its next ``tell``.

    The second does what it did before. After a SIGHUP nothing is said: the terminal is gone.
    """
    asked: list[int] = []

    def ask(number: int, _: FrameType | None) -> None:
        asked.append(number)
        if number == _HANGS_UP:
            _fall_silent()
        restore()

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def told(done: int) -> None:
        if asked:
            raise KeyboardInterrupt
        tell(done)

    before = {number: signal.getsignal(number) for number in _ENDS}
    for number, handler in before.items():
        if number != _HANGS_UP or handler != signal.SIG_IGN:  # nohup says that it is not to end
            signal.signal(number, ask)
    try:
        yield told
    finally:
        restore()


def _fall_silent() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        with suppress(OSError):
            if stat.S_ISCHR(os.fstat(stream).st_mode):
                os.dup2(nowhere, stream)
    os.close(nowhere)
