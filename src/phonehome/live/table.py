"""The live board as a table of a terminal's width and height."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
# Of one organisation; the others are counted together.
_HOSTS = 5


class Room(Struct, frozen=True):
    """The columns and lines of a terminal."""

    width: int = 80
    height: int = 24


def table(snapshot: Snapshot, room: Room, status: str = "") -> RenderableType:
    """The gravest recipients that fit, each with its hosts, what they sum up to, and how many more there are."""
    lines = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=True, header_style="dim", padding=(0, 1, 0, 0)
    )
    lines.add_column("recipient", ratio=5, no_wrap=True, overflow="ellipsis")
    lines.add_column("what was found", ratio=7, no_wrap=True, overflow="ellipsis")
    lines.add_column("requests", justify="right", no_wrap=True)
    lines.add_column("sent", justify="right", no_wrap=True)
    lines.add_column("last, UTC", justify="right", no_wrap=True)
    listed, left = 0, max(1, room.height - _AROUND)
    for row in snapshot.rows:
        cells = list(_cells(row))
        if listed and len(cells) > left:
            break
        for line in cells[:left]:
            lines.add_row(*line)
        listed, left = listed + 1, left - len(cells)
    return Group(Text(sums(snapshot, status), style="bold"), lines, *_rest(snapshot, listed))


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


def _cells(row: Row) -> Iterator[tuple[Text, Text, str, str, str]]:
    """An organisation in sum, and below it its hosts where it has several."""
    party = row.party
    yield _who(row), _what(row), number(party.exchanges), _sent(party.bytes_sent), clock(row.last)
    if len(party.reports) == 1:
        return
    for report, kinds in zip(party.reports[:_HOSTS], row.of_hosts, strict=False):
        what = _kinds(kinds)
        if report.attempted:
            what.append(f"{'; ' if kinds else ''}{attempts(report.attempted)}", style="dim")
        host = Text(f"  {visible(report.recipient.host)}", style="dim")
        yield host, what, number(report.exchanges), _sent(report.bytes_sent), clock(report.last)
    if more := party.reports[_HOSTS:]:
        text = Text(f"  and {counted(len(more), 'more host')}", style="dim")
        exchanges, sent = (sum(one.exchanges for one in more), sum(one.bytes_sent for one in more))
        yield text, Text(), number(exchanges), _sent(sent), ""


def _who(row: Row) -> Text:
    recipient = row.party.reports[0].recipient
    who = Text(visible(row.party.name), style="bold" if row.kinds else "")
    host = recipient.host if len(row.party.reports) == 1 else ""
    about = [host, country(recipient.country), recipient.role if recipient.role != "unknown" else ""]
    if recipient.organisation:
        who.append(visible("".join(f" · {part}" for part in about if part)), style="not bold dim")
    return who


def _what(row: Row) -> Text:
    told = _kinds(row.kinds)
    if row.party.attempted:
        last = f", last {clock(row.refused)} UTC" if row.refused is not None else ""
        told.append(("; " if row.kinds else "") + attempts(row.party.attempted) + last, style="dim")
    return told


def _kinds(kinds: Iterable[Tally]) -> Text:
    told = Text()
    for place, tally in enumerate(kinds):
        told.append(", " if place else "")
        told.append(f"{inside(tally.label)} {number(tally.count)}{CROSS}", style=_style(tally))
    return told


def _style(tally: Tally) -> str:
    return "dim" if tally.certainty == "possible" else _STYLES[tally.sensitivity]


def _sent(count: int) -> str:
    return size(count).replace("bytes", "B").replace("byte", "B")
