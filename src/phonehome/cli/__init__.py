"""The command line: parse arguments, open files, print. One file a command, listed in COMMANDS."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor

import click

from phonehome.cli.command import COULD_NOT, DONE, STOPPED
from phonehome.cli.lazy import group_of
from phonehome.report.words import visible
from phonehome.seldom import collect_seldom

COMMANDS = (
    "adapter",
    "audit",
    "capture",
    "check",
    "compare",
    "owner",
    "profile",
    "redact",
    "report",
    "shield",
    "simulate",
    "telemetry",
)
FAILURES = (click.ClickException, click.Abort, OSError, ValueError, BrokenExecutor, RecursionError, MemoryError)


@click.group(
    cls=group_of("phonehome.cli", COMMANDS),
    epilog="Use it for your own devices, consenting test subjects, and research.",
)
@click.version_option(package_name="phonehome", message="phonehome %(version)s")
@click.pass_obj
def phonehome(loaded: Callable[[], None]) -> None:
    """What a phone tells its maker, and what that gives away about its owner."""
    loaded()


def run(arguments: Sequence[str], loaded: Callable[[], None] = lambda: None) -> int:
    """One call of the command line; the answer is the exit code. ``loaded`` is called when the command is."""
    try:
        code = phonehome.main(
            args=list(arguments) or ["--help"], prog_name="phonehome", standalone_mode=False, obj=loaded
        )
    except FAILURES as error:
        said = "\n".join(map(visible, _sentence(error).split("\n")))  # names of files may hold anything
        click.echo(f"phonehome: {said}", err=True)
        return STOPPED if isinstance(error.__cause__, KeyboardInterrupt) else COULD_NOT
    return code if isinstance(code, int) else DONE


def main() -> None:
    """The console script."""
    # A shell's >&- leaves no standard output at all.
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.exit(run(sys.argv[1:], collect_seldom))


def _sentence(error: BaseException) -> str:
    match error:
        case click.ClickException():
            return error.format_message()
        case OSError():
            return f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")
        case BrokenExecutor():
            return "a process of the audit was killed (no memory left?); --jobs 1 needs the least"
        case click.Abort():
            return "stopped"
        case RecursionError() | MemoryError():
            return "a file nests too deeply, or is too large, for the memory there is"
    return str(error)
