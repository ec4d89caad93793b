"""Writes a report for a terminal: sentences, tables of findings, and what could not be opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table

from phonehome.knowledge.schema import Knowledge
from phonehome.model import RecipientReport
from phonehome.report.dealings import clean, seen, unread
from phonehome.report.faults import damaged, noted
from phonehome.report.limits import some
from phonehome.report.mask import masked
from phonehome.report.material import Material
from phonehome.report.sections import said, sections
from phonehome.report.summary import sentences
from phonehome.report.terminal import printed
from phonehome.report.words import CROSS, counted, number, size

_HOSTS_NAMED = 40
_LINES_SHOWN = 100


def render(material: Material) -> Iterator[bytes]:
    """The report as text, as wide as the look says."""
    yield printed((each for part in _parts(material) for each in (part, "")), material.look)


def _parts(material: Material) -> Iterator[RenderableType]:
    report, knowledge = masked(material.report, proof=False), material.knowledge
    yield said(" ".join(sentences(report, knowledge)), "bold")
    yield from sections(report, knowledge, material.look.group_by)
    yield from _contacted("Could not be read, so whether it is personal is unknown:", unread(report.recipients))
    yield from _contacted("Contacted, nothing personal found:", clean(report.recipients))
    yield from _dummies(report.recipients, knowledge)
    yield from _opaque(report.recipients)
    inputs = report.case.inputs
    yield from _listing("Damage:", [f"{each.name}: {one}" for each in inputs for one in damaged(each)])
    yield from _listing("To be noted:", [f"{each.name}: {one}" for each in inputs for one in noted(each)])


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


def _contacted(title: str, reports: list[RecipientReport]) -> Iterator[RenderableType]:
    lines = [_line(each) for each in reports[:_HOSTS_NAMED]]
    if len(reports) > _HOSTS_NAMED:
        lines.append(f"and {counted(len(reports) - _HOSTS_NAMED, 'other host')}")
    yield from _listing(title, lines)


def _line(report: RecipientReport) -> str:
    organisation = f" ({report.recipient.organisation})" if report.recipient.organisation else ""
    return f"{report.recipient.host}{organisation}: {seen(report)}"


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
