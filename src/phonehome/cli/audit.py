"""phonehome audit: which personal data left, to whom, how wrapped, with proof."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from msgspec import Struct

from phonehome import case as cases
from phonehome.audit import Capture, Sums
from phonehome.audit import audit as run
from phonehome.cli.command import BROKEN, DONE, command_with, open_input, progress_bar, stoppable
from phonehome.cli.owned import read_owner
from phonehome.cli.show import FORMAT, GROUP_BY, SHOW_VALUES, Wish, show
from phonehome.cli.tables import ADAPTER, RECIPIENTS, tables
from phonehome.knowledge.schema import Knowledge
from phonehome.live.opened import grows, recording_of
from phonehome.model import Input, Owner
from phonehome.report.faults import noted
from phonehome.report.material import GroupBy

# A capture below this is audited faster by one process than two processes start.
WORTH_SPREADING = 32 << 20


class Task(Struct, frozen=True):
    """What one call of the command asks for."""

    capture: str
    owner: str | None
    force: bool
    jobs: int
    fail_on: tuple[str, ...]
    adapter: tuple[str, ...]
    recipients: tuple[str, ...]
    keys: str | None


@click.command(
    cls=command_with(
        "phonehome simulate oneplus-2017 --days 7 --seed 1 --out week.har",
        "phonehome audit week.har --owner week.owner.toml --out case/",
    )
)
@click.argument("capture")
@click.option(
    "--owner", metavar="FILE", help="owner.toml with the values to look for (IMEI, phone number, e-mail ...)."
)
@click.option("--out", metavar="FOLDER", help="Keep the case here: three Parquet tables and case.json.")
@click.option("--force", is_flag=True, help="Replace the case that --out already holds.")
@click.option(
    "--fail-on", metavar="KIND", multiple=True, help="Exit 1 when this kind left, likely or confirmed. Repeatable."
)
@click.option(
    "--jobs",
    default=0,
    metavar="N",
    type=click.IntRange(min=0),
    help="Processes; 0 decides by the size of the capture.",
)
@click.option("--keys", metavar="FILE", help="Key log (SSLKEYLOGFILE) that opens the TLS of a packet capture.")
@ADAPTER
@RECIPIENTS
@FORMAT
@GROUP_BY
@SHOW_VALUES
def audit(out: str | None, form: str, group_by: GroupBy, **options: object) -> int:
    """Find the personal data in a CAPTURE (- reads standard input)."""
    show_values = bool(options.pop("show_values"))
    task = Task(**options)  # type: ignore[arg-type]
    knowledge = tables(task.adapter, task.recipients)
    _refuse_unknown(task.fail_on, knowledge)
    owner = read_owner(task.owner, knowledge)
    with ExitStack() as stack:
        folder = Path(out or stack.enter_context(TemporaryDirectory(prefix="phonehome-")))
        sums = _fill(task, owner, folder, knowledge)
        _say_what_misses(task)
        if form != "text":  # which tells them itself
            for one in noted(Input(Path(task.capture).name, "", 0, "", sums.exchanges, tuple(sums.damage))):
                click.echo(f"{Path(task.capture).name}: {one}", err=True)
        file = str(folder / "report.html") if out and form == "html" else "-"
        show(folder, Wish(form, show_values, file, group_by))
    broken = [f"{kind} ({sums.kinds[kind]:,})" for kind in task.fail_on if sums.kinds.get(kind)]
    if broken:
        click.echo(f"left the phone, likely or confirmed: {', '.join(broken)}", err=True)
    return BROKEN if broken else DONE


def _fill(task: Task, owner: Owner, folder: Path, knowledge: Knowledge) -> Sums:
    with open_input(recording_of(task.capture)) as file:
        # A pipe has no size to tell.
        size = os.fstat(file.fileno()).st_size or None
        with (
            cases.create(folder, force=task.force) as case,
            progress_bar("auditing", size) as tell,
            stoppable(tell) as told,
        ):
            own = knowledge if task.adapter or task.recipients else None
            capture = Capture(
                file, Path(task.capture).name, told, own, task.keys or "", grows=grows(file, task.capture)
            )
            return run(capture, owner, case, _jobs(task.jobs, size))


def _say_what_misses(task: Task) -> None:
    if task.owner is None:
        click.echo("no --owner given: known values cannot be confirmed, only shapes, names and endpoints", err=True)


def _jobs(wanted: int, size: int | None) -> int:
    if wanted:
        return wanted
    return 1 if size is not None and size < WORTH_SPREADING else os.cpu_count() or 1


def _refuse_unknown(kinds: tuple[str, ...], knowledge: Knowledge) -> None:
    for kind in kinds:
        if kind not in knowledge.kinds:
            raise ValueError(f"--fail-on {kind}: no such kind; known are {', '.join(knowledge.kinds)}")
