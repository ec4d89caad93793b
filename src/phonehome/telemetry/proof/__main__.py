"""python -m phonehome.telemetry.proof: makes the proof, prints its tables and writes the page."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from phonehome.telemetry.proof.page import markdown, terminal
from phonehome.telemetry.proof.plan import QUICK, Plan, sections
from phonehome.telemetry.proof.words import OPENING, TITLE


@click.command()
@click.option("--out", metavar="FILE", required=True, help="Where the page is written.")
@click.option("--quick", is_flag=True, help="The same tables of a few phones, whose figures prove nothing.")
def main(out: str, *, quick: bool) -> None:
    """Make the proof: the same lives through the design of 2017 and through telemetry."""
    said, made = Console(width=110), []
    with Console(stderr=True).status("") as status:
        for section in sections(QUICK if quick else Plan(), status.update):
            said.print(terminal(section))
            made.append(section)
    Path(out).write_text(markdown(TITLE, OPENING, made), encoding="utf-8")


if __name__ == "__main__":
    main()
