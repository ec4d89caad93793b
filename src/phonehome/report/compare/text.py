"""Writes a comparison for a terminal: a verdict and two tables a recipient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table

from phonehome.infer.change import Comparison, RecipientChange, State
from phonehome.knowledge.load import load
from phonehome.report.compare.rows import Line, changed_fields, kind_line, stream_line, watched
from phonehome.report.material import Look
from phonehome.report.sections import said
from phonehome.report.words import counted

_STYLES: dict[State, str] = {"stopped": "green", "new": "bold red", "changed form": "yellow"}


def render(comparison: Comparison, look: Look) -> Iterator[bytes]:
    """The comparison as text, as wide as the look says."""
    out = StringIO()
    console = Console(
        file=out,
        width=look.width,
        force_terminal=look.colour,
        force_jupyter=False,
        color_system="standard" if look.colour else None,
        legacy_windows=False,
        _environ={},  # a report does not change with the shell it is made in
    )
    console.print(said(f"{comparison.before.name} against {comparison.after.name}", "bold"))
    console.print(said("  ".join(map(watched, (comparison.before, comparison.after))), "dim"))
    if not comparison.recipients:
        console.print(said(comparison.sentence))
    for change in comparison.recipients:
        for part in _parts(change):
            console.print(part)
    if comparison.more_recipients:
        console.print(said(f"and {counted(comparison.more_recipients, 'more recipient')} (--recipient NAME)", "dim"))
    console.print()
    console.print(said(f"Certainty {comparison.certainty}. {comparison.uncertainty}".rstrip(), "dim"))
    yield "".join(line.rstrip() + "\n" for line in out.getvalue().rstrip().splitlines()).encode()


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
