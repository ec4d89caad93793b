"""phonehome redact: a capture that can be shared: its structure stays, persons go."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from msgspec import Struct

from phonehome.audit import Tap
from phonehome.cli.command import BROKEN, DONE, command_with, open_input, progress_bar
from phonehome.cli.owned import read_owner
from phonehome.cli.redacted import sentences
from phonehome.cli.replaced import refuse_what_is_no_file
from phonehome.cli.tables import ADAPTER, RECIPIENTS, tables
from phonehome.knowledge.schema import Knowledge
from phonehome.live.opened import beginning, recording_of
from phonehome.model import Owner
from phonehome.read import reader_of
from phonehome.shield.outcome import Shield
from phonehome.shield.proof import Proof, prove
from phonehome.shield.redact_file import Form, form, redacted
from phonehome.shield.redactor import Redactor
from phonehome.shield.rules import find, read_rules
from phonehome.tshark import Packets


class Task(Struct, frozen=True):
    """What one call of the command asks for."""

    capture: str
    out: str
    owner: str | None
    rules: str
    keys: str | None
    force: bool
    adapter: tuple[str, ...]
    recipients: tuple[str, ...]


@click.command(
    cls=command_with(
        "phonehome simulate oneplus-2017 --days 7 --seed 1 --out week.har",
        "phonehome redact week.har -o safe.har --owner week.owner.toml",
    )
)
@click.argument("capture")
@click.option("--out", "-o", required=True, metavar="FILE", help="The redacted capture, readable by you alone.")
@click.option("--owner", metavar="FILE", help="owner.toml with the values that must go in any writing.")
@click.option(
    "--rules", default="everything", show_default=True, metavar="RULES", help="A file of rules, or a bundled set."
)
@click.option("--keys", metavar="FILE", help="Key log (SSLKEYLOGFILE) that opens the TLS of a packet capture.")
@ADAPTER
@RECIPIENTS
@click.option("--force", is_flag=True, help="Replace the file that --out already is.")
def redact(**options: object) -> int:
    """Take the persons out of a CAPTURE, for sharing it in a bug report.

    HAR and flow dumps of mitmproxy stay what they are; all other captures become a HAR.
    """
    task = Task(**options)  # type: ignore[arg-type]
    _refuse_target(task)
    knowledge = tables(task.adapter, task.recipients)
    owner = _owner(task, knowledge)
    # The key is drawn anew and forgotten: nobody can find out which value a pseudonym stands for.
    key = secrets.token_bytes(32)
    redactor = Redactor(Shield(owner, knowledge, read_rules(find(task.rules), knowledge), key))
    with _part_of(Path(task.out)) as part:
        made = _write(task, redactor, part)
        proof = _prove(made, redactor, part)
    for line in sentences(made, redactor, proof):
        click.echo(line)
    if not owner.values:
        click.echo("no --owner given: what has neither a shape nor a name was not sought", err=True)
    return BROKEN if proof.left else DONE


def _refuse_target(task: Task) -> None:
    target = Path(task.out)
    if task.out == "-":
        raise ValueError("--out is a file: what is written is read again, to see that nothing is left in it")
    if target.exists() and not task.force:
        raise ValueError(f"{task.out} is there already; --force replaces it")
    if target.exists() and Path(task.capture).exists() and target.samefile(recording_of(task.capture)):
        raise ValueError(f"{task.out} is the capture itself; give another name")
    refuse_what_is_no_file(target)


def _owner(task: Task, knowledge: Knowledge) -> Owner:
    """The owner given, or else the one that a recording was begun with."""
    if task.owner is None and recording_of(task.capture) != task.capture:
        return beginning(Path(task.capture)).owner
    return read_owner(task.owner, knowledge)


@contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its place if all goes well, and is gone if not."""
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        yield part
        part.replace(target)
    except OSError as error:
        error.filename = str(target) if error.filename == str(part) else error.filename
        raise
    finally:
        part.unlink(missing_ok=True)


def _write(task: Task, redactor: Redactor, part: Path) -> Form:
    with open_input(_capture(task.capture)) as file, progress_bar("redacting", _size(file)) as tell:
        tap = Tap(file, tell)
        if not (head := tap.head()):
            raise ValueError("the capture is empty")
        found = form(reader_of(head, Packets(task.keys or "")), head, task.out)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            written.writelines(redacted(io.BufferedReader(tap, 1 << 20), found, redactor))
        if tap.stopped:
            raise click.Abort
    return found


def _capture(name: str) -> str:
    """The file to read; ValueError for a case, which holds no capture."""
    found = recording_of(name)
    if Path(found).is_dir():
        raise ValueError(f"{name} is a folder without a recording; redact the capture that it was made from")
    return found


def _size(file: BinaryIO) -> int | None:
    return os.fstat(file.fileno()).st_size or None


def _prove(made: Form, redactor: Redactor, part: Path) -> Proof:
    if not part.stat().st_size:
        return Proof()
    with part.open("rb") as file, progress_bar("looking again", _size(file)) as tell:
        return prove(made.shown(io.BufferedReader(Tap(file, tell), 1 << 20)), redactor.shield, redactor.examine)
