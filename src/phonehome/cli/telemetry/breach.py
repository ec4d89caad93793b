"""phonehome telemetry breach: what a leak of a table would expose."""

from __future__ import annotations

import click
from msgspec import Struct

from phonehome.cli.command import BROKEN, DONE, command_with
from phonehome.cli.show import look, put
from phonehome.cli.telemetry.collected import as_collected, as_said, collected
from phonehome.cli.telemetry.source import leaked
from phonehome.knowledge.load import load
from phonehome.telemetry.breach import json, text
from phonehome.telemetry.breach.columns import Wish
from phonehome.telemetry.breach.expose import expose
from phonehome.telemetry.breach.measured import Breach

FORMATS = {"text": text, "json": json}


class Task(Struct, frozen=True):
    """Which table is looked at, whose of a case, and where the answer goes."""

    tables: tuple[str, ...]
    db: str
    recipient: str
    fail_under: int
    out: str
    form: str


@click.command(
    cls=command_with(
        "phonehome telemetry breach --table events.parquet",
        "phonehome telemetry breach --table people.csv --quasi zip --quasi birthday --sensitive diagnosis",
        "phonehome telemetry breach --table case/ --recipient oneplus --format json",
        "phonehome telemetry breach --db telemetry.sqlite",
    )
)
@click.option(
    "--table",
    "tables",
    metavar="TABLE",
    multiple=True,
    help="Parquet, CSV or JSON Lines; or a case, as its recipient would store it. Cases may be several.",
)
@click.option("--db", default="", metavar="FILE|URL", help="What phonehome telemetry serve holds, instead.")
@click.option("--recipient", default="", metavar="NAME", help="Of a case: whose table. Without it, of who got most.")
@click.option("--identifier", metavar="COLUMN", multiple=True, help="It names a person or phone by itself. Repeatable.")
@click.option("--quasi", metavar="COLUMN", multiple=True, help="An attacker may know it from elsewhere. Repeatable.")
@click.option("--sensitive", metavar="COLUMN", multiple=True, help="It is what an attacker would learn. Repeatable.")
@click.option("--ignore", metavar="COLUMN", multiple=True, help="It is none of these. Repeatable.")
@click.option("--person", default="", metavar="COLUMN", help="Rows with the same value here are of one person.")
@click.option("--rows-are-persons", is_flag=True, help="Each row is of another person.")
@click.option(
    "--point", metavar="COLUMN", multiple=True, help="A point of a trace is made of it, a time by the hour. Repeatable."
)
@click.option(
    "--population",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many persons the table is a sample of. Without it, it is taken for all there are.",
)
@click.option(
    "--fail-under",
    type=click.IntRange(min=0),
    default=0,
    metavar="K",
    help="Exit code 1 where somebody is named outright or a class has fewer than K persons, for CI.",
)
@click.option("--out", default="-", metavar="FILE", help="Write here; - is standard output.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="Form of the answer."
)
def breach(**options: object) -> int:
    """Say what a leak of a table would expose: whom it names, who stands alone in it, what would be known."""
    task = Task(**{name: options.pop(name) for name in Task.__struct_fields__})  # type: ignore[arg-type]
    found = _found(task, Wish(**options))  # type: ignore[arg-type]
    put(FORMATS[task.form].render(found, look(task.out)), task.out)
    named = any(one.persons for one in found.naming)
    return BROKEN if task.fail_under and (named or found.anonymity.k < task.fail_under) else DONE


def _found(task: Task, wish: Wish) -> Breach:
    if bool(task.db) == bool(task.tables):
        raise ValueError("say --table (a file, or cases) or --db (a collector's database)")
    if task.db:
        with collected(task.db) as (connection, table):
            return as_said(expose(connection, table, as_collected(wish), load()))
    with leaked(task.tables, task.recipient) as (connection, table):
        return expose(connection, table, wish, load())
