"""phonehome check: are a maker's promises kept? Policy as code, for CI."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import Struct, structs

from phonehome.cli.asking import once, opened
from phonehome.cli.command import BROKEN, DONE, command_with
from phonehome.cli.show import look, put
from phonehome.knowledge.load import load
from phonehome.knowledge.policy import Policy, When, bundled, find, read_policy
from phonehome.policy.check import check as hold
from phonehome.policy.judge import Court
from phonehome.policy.known import refuse_strangers
from phonehome.policy.seen import seen
from phonehome.report.check import FORMATS
from phonehome.report.check.material import Checked
from phonehome.report.words import counted

_GIVEN: dict[str, When] = {"opted-out": "opted out", "opted-in": "opted in"}


class Task(Struct, frozen=True):
    """Which cases are held against which policies."""

    folders: tuple[str, ...]
    policy: tuple[str, ...]
    given: str | None
    recipient: str
    strict: bool


@click.command(
    cls=command_with(
        "phonehome check case/ --policy no-hardware-identifiers",
        "phonehome check left/ --policy oneplus-2017-promise --format sarif --out check.sarif",
        "phonehome check case/ --policy promise.toml --given opted-out --strict",
    )
)
@click.argument("folders", metavar="CASE...", nargs=-1, required=True)
@click.option(
    "--policy",
    metavar="NAME|FILE",
    multiple=True,
    required=True,
    help=f"A policy of phonehome's ({', '.join(bundled())}) or a file of your own. Repeatable.",
)
@click.option("--given", type=click.Choice(list(_GIVEN)), help="What the owner chose, where no capture tells it.")
@click.option("--recipient", default="", metavar="NAME", help="Only what this organisation or host got.")
@click.option("--strict", is_flag=True, help="Exit 1 also when a statement cannot be tested with these captures.")
@click.option("--out", default="-", metavar="FILE", help="Write here; - is standard output.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="Form of the check."
)
def check(out: str, form: str, **options: object) -> int:
    """Hold one CASE or more against a policy; exit 1 when a statement is broken."""
    task = Task(**options)  # type: ignore[arg-type]
    knowledge = load()
    policies = [(name, read_policy(find(name), knowledge)) for name in task.policy]
    checked = structs.replace(_checked(task, policies), look=look(out))
    put(FORMATS[form].render(checked), out)
    broken = sum(one.count("broken") for one in checked.judgements)
    untested = sum(
        verdict.outcome == "not testable" and not verdict.statement.beyond
        for one in checked.judgements
        for verdict in one.verdicts
    )
    if untested and not broken:
        them = "it" if untested == 1 else "them"
        said = f"{counted(untested, 'statement')} could not be tested with these captures"
        click.echo(f"{said}; --strict counts {them} as broken", err=True)
    return BROKEN if broken or (task.strict and untested) else DONE


def _checked(task: Task, policies: list[tuple[str, Policy]]) -> Checked:
    folders = once([Path(folder) for folder in task.folders])
    with opened(folders, task.recipient) as evidence:
        found, infos, knowledge = seen(evidence), evidence.cases, evidence.knowledge
    given: When = _GIVEN[task.given] if task.given else ""
    for name, policy in policies:
        refuse_strangers(Path(name).name, policy, found.called, knowledge)
    judgements = tuple(
        hold(Path(name).stem, policy, Court(found, given, knowledge, policy.least_hours)) for name, policy in policies
    )
    return Checked(infos, judgements, knowledge)
