"""The live board as a table of a terminal's width and height."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from phonehome.knowledge.schema import Sensitivity
from phonehome.live.snapshot import Row, Snapshot
from phonehome.report.countries import country
from phonehome.report.summary import Tally
from phonehome.report.words import CROSS, attempts, clock, counted, inside, number, percent, size, visible

_STYLES: dict[Sensitivity, str] = {"high": "bold red", "medium": "yellow", "low": ""}
# The sentence above the table may take two lines; below it stand one that counts the rest, and the prompt.
_AROUND = 6


class Room(Struct, frozen=True):
    """The columns and lines of a terminal."""

    width: int = 80
    height: int = 24


def table(snapshot: Snapshot, room: Room, status: str = "") -> RenderableType:
    """The gravest rows that fit, what they sum up to, and how many more there are."""
    rows = snapshot.rows[: max(1, room.height - _AROUND)]
    lines = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=True, header_style="dim", padding=(0, 1, 0, 0)
    )
    lines.add_column("recipient", ratio=5, no_wrap=True, overflow="ellipsis")
    lines.add_column("what was found", ratio=7, no_wrap=True, overflow="ellipsis")
    lines.add_column("requests", justify="right", no_wrap=True)
    lines.add_column("sent", justify="right", no_wrap=True)
    lines.add_column("last, UTC", justify="right", no_wrap=True)
    for row in rows:
        lines.add_row(_who(row), _what(row), number(row.party.exchanges), _sent(row), clock(row.last))
    return Group(Text(sums(snapshot, status), style="bold"), lines, *_rest(snapshot, len(rows)))


def sums(snapshot: Snapshot, status: str = "") -> str:
    """14 recipients · 1,024 requests · 3.2 MB sent, 95 % understood · 3 attempts that sent nothing."""
    total = snapshot.sums
    told = [status, counted(len(snapshot.rows), "recipient"), counted(total.exchanges, "request")]
    if total.bytes_sent:
        told.append(f"{size(total.bytes_sent)} sent, {percent(total.bytes_understood, total.bytes_sent)} understood")
    if total.attempted:
        told.append(attempts(total.attempted))
    return " · ".join(part for part in told if part)


def _rest(snapshot: Snapshot, listed: int) -> Iterable[Text]:
    more = [f"and {counted(len(snapshot.rows) - listed, 'more recipient')}"] if len(snapshot.rows) > listed else []
    if snapshot.dropped:
        more.append(f"{counted(snapshot.dropped, 'host')} no longer listed here, but in the case")
    if more:
        yield Text("; ".join(more), style="dim", no_wrap=True, overflow="ellipsis")


def _who(row: Row) -> Text:
    recipient = row.party.reports[0].recipient
    who = Text(visible(row.party.name), style="bold" if row.kinds else "")
    about = [country(recipient.country), recipient.role if recipient.role != "unknown" else ""]
    if recipient.organisation:
        who.append(visible("".join(f" · {part}" for part in about if part)), style="not bold dim")
    return who


def _what(row: Row) -> Text:
    told = Text()
    for place, tally in enumerate(row.kinds):
        told.append(", " if place else "")
        told.append(f"{inside(tally.label)} {number(tally.count)}{CROSS}", style=_style(tally))
    if row.party.attempted:
        last = f", last {clock(row.refused)} UTC" if row.refused is not None else ""
        told.append(("; " if row.kinds else "") + attempts(row.party.attempted) + last, style="dim")
    return told


def _style(tally: Tally) -> str:
    return "dim" if tally.certainty == "possible" else _STYLES[tally.sensitivity]


def _sent(row: Row) -> str:
    return size(row.party.bytes_sent).replace("bytes", "B").replace("byte", "B")
