"""Writes a report for a terminal: sentences, tables of findings, and what could not be opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table

from phonehome.knowledge.schema import Knowledge
from phonehome.model import Input, RecipientReport
from phonehome.report.limits import some
from phonehome.report.mask import masked
from phonehome.report.material import Material
from phonehome.report.sections import said, sections
from phonehome.report.summary import sentences
from phonehome.report.terminal import printed
from phonehome.report.words import CROSS, counted, listed, number, size

_HOSTS_NAMED = 40
_LINES_SHOWN = 100


def render(material: Material) -> Iterator[bytes]:
    """The report as text, as wide as the look says."""
    yield printed((each for part in _parts(material) for each in (part, "")), material.look)


def _parts(material: Material) -> Iterator[RenderableType]:
    report, knowledge = masked(material.report, proof=False), material.knowledge
    yield said(" ".join(sentences(report, knowledge)), "bold")
    yield from sections(report, knowledge, material.look.group_by)
    yield from _nothing_personal([each for each in report.recipients if not each.groups])
    yield from _dummies(report.recipients, knowledge)
    yield from _opaque(report.recipients)
    yield from _damage(report.case.inputs)


def _listing(title: str, lines: list[str]) -> Iterator[RenderableType]:
    if not lines:
        return
    table = Table.grid(padding=0)
    shown = some(lines, _LINES_SHOWN)
    for line in shown.items:
        table.add_row(said(line))
    if shown.more:
        table.add_row(said(f"and {number(shown.more)} more; --format json lists them all"))
    yield said(title, "bold")
    yield Padding(table, (0, 0, 0, 2))


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
        + group.reasons[0].text
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
