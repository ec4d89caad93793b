"""phonehome profile: what the recipient can conclude about the person."""

from __future__ import annotations

from pathlib import Path

import click
import duckdb
from msgspec import Struct, structs

from phonehome import case as cases
from phonehome.cli.command import DONE, command_with, progress_bar
from phonehome.cli.show import SHOW_VALUES, look, put
from phonehome.infer.evidence import evidence
from phonehome.infer.profile import QUESTIONS, Profile
from phonehome.infer.profile import profile as ask
from phonehome.knowledge.load import load
from phonehome.masking import mask
from phonehome.report.profile import FORMATS

# What DuckDB raises for a file that is not as it was written; its other errors would be our own.
DAMAGED = (duckdb.OperationalError, duckdb.DataError, duckdb.InvalidInputException)


class Wish(Struct, frozen=True):
    """What is asked of whose data."""

    recipient: str
    show_values: bool


@click.command(
    cls=command_with(
        "phonehome profile case/",
        "phonehome profile case/ --recipient oneplus --format html --out profile.html",
    )
)
@click.argument("folders", metavar="CASE...", nargs=-1, required=True)
@click.option("--recipient", default="", metavar="NAME", help="Only what this organisation or host got.")
@click.option("--out", default="-", metavar="FILE", help="Write here; - is standard output.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="Form of the profile."
)
@SHOW_VALUES
def profile(folders: tuple[str, ...], out: str, form: str, **options: object) -> int:
    """Say what can be concluded about the person from one CASE or more of a phone."""
    wish = Wish(**options)  # type: ignore[arg-type]
    answered = _profile([Path(folder) for folder in folders], wish)
    put(FORMATS[form].render(answered, look(out)), out)
    return DONE


def _profile(folders: list[Path], wish: Wish) -> Profile:
    infos = tuple(cases.read_info(folder) for folder in folders)
    say = str if wish.show_values else mask
    with cases.connect_all(folders, wish.recipient) as tables, progress_bar("concluding", len(QUESTIONS)) as tell:
        try:
            given = evidence(tables, infos, load(), say)
            answered = ask(structs.replace(given, recipient=wish.recipient), tell)
            return structs.replace(answered, shows_values=wish.show_values)
        except DAMAGED as error:
            raise ValueError(f"{folders[0]} is damaged: {str(error).splitlines()[0]}") from None
