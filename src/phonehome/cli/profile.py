"""phonehome profile: what the recipient can conclude about the person."""

from __future__ import annotations

from pathlib import Path

import click

from phonehome.cli.asking import Ask, answered
from phonehome.cli.command import DONE, command_with
from phonehome.cli.show import SHOW_VALUES, look, put
from phonehome.report.profile import FORMATS


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
    answers = answered([Path(folder) for folder in folders], Ask(**options))  # type: ignore[arg-type]
    put(FORMATS[form].render(answers, look(out)), out)
    return DONE
