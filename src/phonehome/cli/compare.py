"""phonehome compare: what opting out, another firmware, another app or a date really changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from msgspec import Struct

from phonehome.cli.asking import opened
from phonehome.cli.command import DONE, command_with
from phonehome.cli.show import look, put
from phonehome.infer.change import Comparison
from phonehome.infer.compare import compare as weigh
from phonehome.infer.evidence import Evidence
from phonehome.infer.sides import Split, apps_of
from phonehome.report.compare import FORMATS
from phonehome.report.words import iso, visible

_NAMED = 10


class Task(Struct, frozen=True):
    """Which cases are compared, and how they are told apart."""

    folders: tuple[str, ...]
    against: tuple[str, ...]
    at: str
    apps: tuple[str, str] | None
    recipient: str


@click.command(
    cls=command_with(
        "phonehome compare joined/ left/",
        "phonehome compare week1/ week2/ --against week3/ --against week4/ --format html --out compare.html",
        "phonehome compare case/ --at 2017-10-12T00:00:00Z",
    )
)
@click.argument("folders", metavar="CASE...", nargs=-1, required=True)
@click.option(
    "--against",
    metavar="CASE",
    multiple=True,
    help="A case of the second side; all CASEs are the first then. Repeatable.",
)
@click.option("--at", default="", metavar="TIME", help="Compare what was sent before and after this time (ISO 8601).")
@click.option("--apps", nargs=2, metavar="APP APP", help="Compare what two apps of the CASEs sent.")
@click.option("--recipient", default="", metavar="NAME", help="Only what this organisation or host got.")
@click.option("--out", default="-", metavar="FILE", help="Write here; - is standard output.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Form of the comparison.",
)
def compare(out: str, form: str, **options: object) -> int:
    """Say what changed from one CASE to another: stopped, goes on, new, in another form."""
    task = Task(**options)  # type: ignore[arg-type]
    folders, split = _split(task)
    put(FORMATS[form].render(_compared(folders, split, task.recipient), look(out)), out)
    return DONE


def _split(task: Task) -> tuple[list[Path], Split]:
    folders = [Path(folder) for folder in (*task.folders, *task.against)]
    if sum(map(bool, (task.against, task.at, task.apps))) > 1:
        raise ValueError("--against, --at and --apps exclude each other")
    if task.at:
        return folders, Split("time", moment=_moment(task.at), names=(f"before {task.at}", f"from {task.at} on"))
    if task.apps:
        return folders, Split("app", apps=task.apps, names=task.apps)
    if task.against:
        return folders, Split(first=len(task.folders), names=(_named(task.folders), _named(task.against)))
    if len(folders) != 2:
        raise ValueError("give two cases to compare, or name those of the second side with --against")
    return folders, Split(names=(task.folders[0], task.folders[1]))


def _named(folders: tuple[str, ...]) -> str:
    return folders[0] if len(folders) == 1 else f"{folders[0]} and {len(folders) - 1} more"


def _moment(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"--at {text}: no time in ISO 8601, such as 2017-10-12T00:00:00Z") from None
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def _compared(folders: list[Path], split: Split, recipient: str) -> Comparison:
    with opened(folders, recipient) as given:
        _require_apps(given, split)
        return _spanning(weigh(given, split), split)


def _require_apps(given: Evidence, split: Split) -> None:
    if split.by != "app":
        return
    there = apps_of(given)
    for name in split.apps:
        if name not in there:
            more = f" and {len(there) - _NAMED} more" if len(there) > _NAMED else ""
            named = f"there are {', '.join(map(visible, there[:_NAMED]))}{more}" if there else "none is named"
            raise ValueError(f"--apps {visible(name)}: no exchange names this app; {named}")


def _spanning(comparison: Comparison, split: Split) -> Comparison:
    sides = comparison.before, comparison.after
    if split.by != "time" or all(side.exchanges for side in sides):
        return comparison
    times = [time for side in sides for time in (side.first, side.last) if time is not None]
    span = f"which runs from {iso(min(times))} to {iso(max(times))}" if times else "which has no times"
    raise ValueError(f"--at {iso(split.moment)}: outside the capture, {span}")
