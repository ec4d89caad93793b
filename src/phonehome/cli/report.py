"""phonehome report: the report of a case, in any format."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import replace

from phonehome.cli.command import DONE, command_with
from phonehome.cli.show import FORMAT, GROUP_BY, SHOW_VALUES, Wish, show


@click.command(
    cls=command_with(
        "phonehome report case/ --format html",
        "phonehome report case/ --group-by kind",
        "phonehome report case/ --format letter --out letters.txt",
    )
)
@click.argument("folder", metavar="CASE")
@click.option(
    "--out", metavar="FILE", help="Write here; - is standard output. HTML goes to CASE/report.html by default."
)
@FORMAT
@GROUP_BY
@SHOW_VALUES
def report(folder: str, out: str | None, **options: object) -> int:
    """Report on a CASE that phonehome audit has made."""
    path, wish = Path(folder), Wish(**options)  # type: ignore[arg-type]
    file = str(path / "report.html") if wish.form == "html" else "-"
    show(path, replace(wish, file=out or file))
    return DONE
