"""phonehome profile: what the recipient can conclude about the person."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import Struct

from phonehome.cli.asking import Ask, answered
from phonehome.cli.beside import read
from phonehome.cli.command import DONE, command_with
from phonehome.cli.show import SHOW_VALUES, look, put
from phonehome.report.profile import FORMATS


class Wish(Struct, frozen=True):
    """What is asked of whose data, and the files beside it."""

    recipient: str
    show_values: bool
    logs: tuple[str, ...]
    sources: tuple[str, ...]


@click.command(
    cls=command_with(
        "phonehome profile case/",
        "phonehome profile case/ --recipient oneplus --format html --out profile.html",
        "phonehome profile case/ --presence log.csv --source posts.csv",
    )
)
@click.argument("folders", metavar="[CASE]...", nargs=-1)
@click.option("--recipient", default="", metavar="NAME", help="Only what this organisation or host got.")
@click.option("--out", default="-", metavar="FILE", help="Write here; - is standard output.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="Form of the profile."
)
@click.option(
    "--presence",
    "logs",
    multiple=True,
    metavar="FILE",
    help="A log of who was online when (CSV or JSON); may be repeated.",
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="FILE",
    help="Posts of accounts with their times (CSV or JSON); may be repeated.",
)
@SHOW_VALUES
def profile(folders: tuple[str, ...], out: str, form: str, **options: object) -> int:
    """Say what can be concluded about the person from one CASE or more of a phone, and from logs beside it."""
    wish = Wish(**options)  # type: ignore[arg-type]
    if not folders and not wish.logs:
        raise ValueError("give a CASE that phonehome audit has made, or a log with --presence")
    asked = Ask(wish.recipient, wish.show_values, read(wish.logs, wish.sources))
    answers = answered([Path(folder) for folder in folders], asked)
    put(FORMATS[form].render(answers, look(out)), out)
    return DONE
