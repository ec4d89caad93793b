"""Writes a comparison for a terminal: a verdict and two tables a recipient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from phonehome.infer.change import Comparison, RecipientChange, State
from phonehome.knowledge.load import load
from phonehome.report.compare.rows import Line, changed_fields, kind_line, stream_line, watched
from phonehome.report.material import Look
from phonehome.report.sections import said
from phonehome.report.terminal import printed
from phonehome.report.words import counted

_STYLES: dict[State, str] = {"stopped": "green", "new": "bold red", "changed form": "yellow"}


def render(comparison: Comparison, look: Look) -> Iterator[bytes]:
    """The comparison as text, as wide as the look says."""
    yield printed(_all(comparison), look)


def _all(comparison: Comparison) -> Iterator[RenderableType]:
    yield said(f"{comparison.before.name} against {comparison.after.name}", "bold")
    yield said("  ".join(map(watched, (comparison.before, comparison.after))), "dim")
    if not comparison.recipients:
        yield said(comparison.sentence)
    for change in comparison.recipients:
        yield from _parts(change)
    if comparison.more_recipients:
        yield said(f"and {counted(comparison.more_recipients, 'more recipient')} (--recipient NAME)", "dim")
    yield ""
    yield said(f"Certainty {comparison.certainty}. {comparison.uncertainty}".rstrip(), "dim")


def _parts(change: RecipientChange) -> Iterator[RenderableType]:
    labels = load().kinds
    yield ""
    yield said(change.recipient, "bold")
    yield said(change.verdict)
    yield ""
    yield _table("stream", map(stream_line, change.streams))
    yield ""
    yield _table("kind", (kind_line(one, labels[one.kind].label) for one in change.kinds))
    for address, gone, new in changed_fields(change):
        words = [f"no longer {gone}" if gone else "", f"new {new}" if new else ""]
        yield said(f"Fields at {address}: {'; '.join(filter(None, words))}.", "dim")
    for name, count in change.more.items():
        yield said(f"and {count:,} more {name}; --recipient NAME narrows it down", "dim")


def _table(what: str, lines: Iterable[Line]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=True, header_style="dim")
    for title, ratio in ((what, 4), ("", 3), ("before", 3), ("after", 3), ("remark", 4)):
        table.add_column(title, ratio=ratio, overflow="fold")
    for one in lines:
        style = _STYLES.get(one.state, "")
        table.add_row(said(one.name), said(one.word, style), said(one.before), said(one.after), said(one.remark))
    return table
