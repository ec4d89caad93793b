"""phonehome report: the report of a case, in any format."""

from __future__ import annotations

from pathlib import Path

import click

from phonehome.cli.command import DONE, command_with
from phonehome.cli.show import FORMAT, SHOW_VALUES, Wish, show


@click.command(cls=command_with("phonehome report case/ --format html"))
@click.argument("folder", metavar="CASE")
@click.option(
    "--out", metavar="FILE", help="Write here; - is standard output. HTML goes to CASE/report.html by default."
)
@FORMAT
@SHOW_VALUES
def report(folder: str, out: str | None, form: str, show_values: bool) -> int:  # noqa: FBT001
    """Report on a CASE that phonehome audit has made."""
    path = Path(folder)
    show(path, Wish(form, show_values, out or (str(path / "report.html") if form == "html" else "-")))
    return DONE
