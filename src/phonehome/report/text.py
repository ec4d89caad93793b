"""Writes a report for a terminal: sentences, a table per recipient, and what could not be opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from phonehome.knowledge.schema import Knowledge
from phonehome.model import Certainty, Group, Input, RecipientReport
from phonehome.report.countries import country
from phonehome.report.mask import masked
from phonehome.report.material import Look, Material
from phonehome.report.summary import sentences
from phonehome.report.words import CROSS, counted, listed, number, percent, size, visible

_STYLES: dict[Certainty, str] = {"confirmed": "bold red", "likely": "yellow", "possible": "dim", "dummy": "dim"}
_COLUMNS = (("what", 3), ("how often", 0), ("how wrapped", 5), ("how sure", 0), ("for instance", 3))
_HOSTS_NAMED = 40
_PLACES_NAMED = 6


def render(material: Material) -> Iterator[bytes]:
    """The report as text, as wide as the look says."""
    out = StringIO()
    console = _console(out, material.look)
    for part in _parts(material):
        console.print(part)
        console.print()
    yield "".join(line.rstrip() + "\n" for line in out.getvalue().rstrip().splitlines()).encode()


def _console(out: StringIO, look: Look) -> Console:
    return Console(
        file=out,
        width=look.width,
        force_terminal=look.colour,
        force_jupyter=False,
        color_system="standard" if look.colour else None,
        legacy_windows=False,
        _environ={},  # a report does not change with the shell it is made in
    )


def _parts(material: Material) -> Iterator[RenderableType]:
    report, knowledge = masked(material.report), material.knowledge
    yield _said(" ".join(sentences(report, knowledge)), "bold")
    for each in report.recipients:
        if each.groups:
            yield _heading(each)
            yield _table(each.groups, knowledge)
    yield from _nothing_personal([each for each in report.recipients if not each.groups])
    yield from _dummies(report.recipients, knowledge)
    yield from _opaque(report.recipients)
    yield from _damage(report.case.inputs)


def _said(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style, overflow="fold")


def _listing(title: str, lines: list[str]) -> Iterator[RenderableType]:
    if not lines:
        return
    table = Table.grid(padding=0)
    for line in lines:
        table.add_row(_said(line))
    yield _said(title, "bold")
    yield Padding(table, (0, 0, 0, 2))


def _heading(report: RecipientReport) -> Text:
    recipient = report.recipient
    who = [recipient.organisation, recipient.host, recipient.role, country(recipient.country)]
    sent = f"{counted(report.exchanges, 'request')}, {size(report.bytes_sent)} sent"
    understood = f"{percent(report.bytes_understood, report.bytes_sent)} of it understood"
    heading = _said(" · ".join(part for part in who if part and part != "unknown"), "bold")
    return heading.append(f"\n{sent}, {understood}", style="not bold")


def _table(groups: Sequence[Group], knowledge: Knowledge) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=True, header_style="dim")
    for title, ratio in _COLUMNS:
        table.add_column(title, overflow="fold", ratio=ratio or None, no_wrap=not ratio)
    alike: dict[tuple[str, str, str], list[Group]] = {}
    for group in groups:
        alike.setdefault((group.kind, group.certainty, group.wrapping), []).append(group)
    for some in alike.values():
        table.add_row(*_cells(some, knowledge))
    return table


def _cells(groups: Sequence[Group], knowledge: Knowledge) -> tuple[Text, ...]:
    """One row for a kind that stands at several places of one wrapping."""
    first = groups[0]
    values = f", {number(first.distinct)} values" if len(groups) == 1 and first.distinct > 1 else ""
    places = ", ".join(group.place for group in groups[:_PLACES_NAMED])
    more = f" and {number(len(groups) - _PLACES_NAMED)} more" if len(groups) > _PLACES_NAMED else ""
    return (
        _said(knowledge.kinds[first.kind].label),
        Text(f"{number(sum(group.count for group in groups))}{CROSS}{values}"),
        _said(f"{first.wrapping} {places}{more}".strip()),
        Text(first.certainty, style=_STYLES[first.certainty]),
        _said(next(iter(first.values), "")),
    )


def _nothing_personal(reports: list[RecipientReport]) -> Iterator[RenderableType]:
    contacted = [_contacted(each) for each in reports[:_HOSTS_NAMED]]
    if len(reports) > _HOSTS_NAMED:
        contacted.append(f"and {counted(len(reports) - _HOSTS_NAMED, 'other host')}")
    yield from _listing("Contacted, nothing personal found:", contacted)


def _contacted(report: RecipientReport) -> str:
    organisation = f" ({report.recipient.organisation})" if report.recipient.organisation else ""
    tried = [counted(report.attempted, "attempt") + " that sent nothing"] if report.attempted else []
    asked = [f"{counted(report.exchanges, 'request')}, {size(report.bytes_sent)}"] if report.exchanges else []
    return f"{report.recipient.host}{organisation}: {listed(asked + tried)}"


def _dummies(reports: Sequence[RecipientReport], knowledge: Knowledge) -> Iterator[RenderableType]:
    lines = [
        f"{knowledge.kinds[group.kind].label}, {number(group.count)}{CROSS} to {report.recipient.host}: "
        + listed([reason.text for reason in group.reasons])
        for report in reports
        for group in report.dummies
    ]
    yield from _listing("Not leaks, placeholders that give nothing away:", lines)


def _opaque(reports: Sequence[RecipientReport]) -> Iterator[RenderableType]:
    lines = [
        f"{report.recipient.host}: {size(group.bytes)} in {counted(group.count, 'piece')} at {group.place} "
        f"({group.reason}; {group.entropy:.1f} bits a byte)"
        for report in reports
        for group in report.opaque
    ]
    yield from _listing("Not opened, so what it says is unknown:", lines)


def _damage(inputs: Sequence[Input]) -> Iterator[RenderableType]:
    lines = [
        f"{each.name}: {counted(damage.lost, 'byte')} from byte {number(damage.offset)} could not be read: "
        + damage.reason
        for each in inputs
        for damage in each.damage
    ]
    yield from _listing("Damage:", lines)
