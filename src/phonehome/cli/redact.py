"""phonehome redact: a capture that can be shared: its structure stays, persons go."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from pathlib import Path
from typing import BinaryIO

import click

from phonehome.cli.command import DONE, command_with, open_input, progress_bar
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Knowledge
from phonehome.model import Owner
from phonehome.owner import parse
from phonehome.read import har
from phonehome.shield.outcome import Shield
from phonehome.shield.redact_har import redact_har
from phonehome.shield.redactor import Redacted, Redactor
from phonehome.shield.rules import find, read_rules

_HEAD = 1 << 16


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
@click.option("--force", is_flag=True, help="Replace the file that --out already is.")
def redact(capture: str, out: str, *, force: bool, **options: str) -> int:
    """Take the persons out of a CAPTURE (HAR), for sharing it in a bug report."""
    target, owner, rules = Path(out), options["owner"], options["rules"]
    if target.exists() and not force:
        raise ValueError(f"{out} is there already; --force replaces it")
    if target.exists() and Path(capture).exists() and target.samefile(capture):
        raise ValueError(f"{out} is the capture itself; give another name")
    knowledge = load()
    # The key is drawn anew and forgotten: nobody can find out which value a pseudonym stands for.
    shield = Shield(_owner(owner, knowledge), knowledge, read_rules(find(rules), knowledge), secrets.token_bytes(32))
    redactor = Redactor(shield)
    part = target.with_name(f"{target.name}.part")
    try:
        with open_input(capture) as file, progress_bar("redacting", None) as tell:
            _refuse_other(file)
            part.unlink(missing_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
                for piece in redact_har(file, redactor):
                    written.write(piece)
                    tell(written.tell())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    _say(redactor.done, owner)
    return DONE


def _refuse_other(file: BinaryIO) -> None:
    if not file.seekable():
        return
    head = file.read(_HEAD)
    file.seek(0)
    if not har.recognises(head):
        raise ValueError("only HAR can be redacted; convert the capture, or audit it and share the report")


def _owner(name: str | None, knowledge: Knowledge) -> Owner:
    if name is None:
        return Owner()
    with open_input(name) as file:
        return parse(file.read(), knowledge)


def _say(done: Redacted, owner: str | None) -> None:
    click.echo(f"{done.exchanges:,} exchanges")
    for kind, count in _ordered(done.kinds):
        click.echo(f"{count:>9,}  {kind} replaced")
    for why, count in _ordered(done.left_out):
        click.echo(f"{count:>9,}  exchanges left out: {why}")
    if owner is None:
        click.echo("no --owner given: what has neither a shape nor a name was not sought", err=True)


def _ordered(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
