"""The tables of the text report, made by recipient, kind, wrapping or app: a heading and a row for what is alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from phonehome.knowledge.schema import Knowledge
from phonehome.model import CERTAINTIES, Certainty, Group, RecipientReport, Report
from phonehome.report.countries import country
from phonehome.report.dealings import dealings
from phonehome.report.limits import some
from phonehome.report.material import GroupBy
from phonehome.report.words import CROSS, called, counted, number, visible

_STYLES: dict[Certainty, str] = {"confirmed": "bold red", "likely": "yellow", "possible": "dim", "dummy": "dim"}
_PLACES_NAMED = 6
# Groups of identifiers, of which it matters whether a person can get another one.
_LASTING = frozenset({"hardware", "SIM"})
# What one table shows; the rows are in order of gravity, and a reader needs no thousand of them.
_ROWS_SHOWN = 100


class Entry(Struct, frozen=True):
    """A group of findings with who received it."""

    group: Group
    report: RecipientReport


class Column(Struct, frozen=True):
    """A column: its title, its share of the width (0 for as wide as needed), and what it says of alike entries."""

    title: str
    ratio: int
    cell: Callable[[Sequence[Entry], Knowledge], Text]


class Way(Struct, frozen=True):
    """A way to make tables: what the entries of one table share, its heading and its columns."""

    key: Callable[[Entry], str]
    heading: Callable[[Sequence[Entry], Knowledge], Text]
    columns: tuple[Column, ...]


def said(text: str, style: str = "") -> Text:
    """A text from a capture: no markup, and nothing in it that does not print."""
    return Text(visible(text), style=style, overflow="fold")


def sections(report: Report, knowledge: Knowledge, group_by: GroupBy) -> Iterator[RenderableType]:
    """A heading and a table for each recipient, kind, wrapping or app, the gravest first."""
    way = _WAYS[group_by]
    tables: dict[str, list[Entry]] = {}
    for each in report.recipients:
        for group in each.groups:
            entry = Entry(group, each)
            tables.setdefault(way.key(entry), []).append(entry)
    for entries in tables.values():
        yield way.heading(entries, knowledge)
        yield _table(entries, way.columns, knowledge)


def _table(entries: Sequence[Entry], columns: Sequence[Column], knowledge: Knowledge) -> Table:
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=True, header_style="dim", caption_justify="left"
    )
    for column in columns:
        table.add_column(column.title, overflow="fold", ratio=column.ratio or None, no_wrap=not column.ratio)
    alike: dict[tuple[str, str, str, str], list[Entry]] = {}
    for entry in entries:
        group = entry.group
        alike.setdefault((_who(entry), group.kind, group.certainty, group.wrapping), []).append(entry)
    shown = some(tuple(alike.values()), _ROWS_SHOWN)
    for each in shown.items:
        table.add_row(*(column.cell(each, knowledge) for column in columns))
    if shown.more:
        table.caption = f"and {counted(shown.more, 'more row')}; --format csv lists every finding"
    return table


def _to_whom(entries: Sequence[Entry], _: Knowledge) -> Text:
    return said(_who(entries[0]))


def _what(entries: Sequence[Entry], knowledge: Knowledge) -> Text:
    label = knowledge.kinds[entries[0].group.kind].label
    return said(called(label, is_hash=all(entry.group.is_hash for entry in entries)))


def _how_often(entries: Sequence[Entry], _: Knowledge) -> Text:
    first = entries[0].group
    values = f", {number(first.distinct)} values" if len(entries) == 1 and first.distinct > 1 else ""
    return Text(f"{_count(entries)}{CROSS}{values}")


def _how_wrapped(entries: Sequence[Entry], _: Knowledge) -> Text:
    """One row for a kind that stands at several places of one wrapping."""
    return said(f"{entries[0].group.wrapping} {_places(entries)}".strip())


def _where(entries: Sequence[Entry], _: Knowledge) -> Text:
    return said(_places(entries))


def _how_sure(entries: Sequence[Entry], _: Knowledge) -> Text:
    certainty = entries[0].group.certainty
    return Text(certainty, style=_STYLES[certainty])


def _for_instance(entries: Sequence[Entry], _: Knowledge) -> Text:
    return said(next(iter(entries[0].group.values), ""))


def _places(entries: Sequence[Entry]) -> str:
    places = list(dict.fromkeys(entry.group.place for entry in entries))
    more = f" and {number(len(places) - _PLACES_NAMED)} more" if len(places) > _PLACES_NAMED else ""
    return ", ".join(places[:_PLACES_NAMED]) + more


def _who(entry: Entry) -> str:
    recipient = entry.report.recipient
    return f"{recipient.organisation} ({recipient.host})" if recipient.organisation else recipient.host


def _count(entries: Sequence[Entry]) -> str:
    return number(sum(entry.group.count for entry in entries))


def _by_recipient(entries: Sequence[Entry], _: Knowledge) -> Text:
    report = entries[0].report
    recipient = report.recipient
    servers = f"servers in {', '.join(report.server_countries)}" if report.server_countries else ""
    who = [
        recipient.organisation,
        recipient.host,
        recipient.role,
        recipient.category,
        country(recipient.country),
        servers,
    ]
    return _headed(" · ".join(part for part in who if part and part != "unknown"), dealings(report))


def _by_kind(entries: Sequence[Entry], knowledge: Knowledge) -> Text:
    kind = knowledge.kinds[entries[0].group.kind]
    reset = "" if kind.resettable or kind.group not in _LASTING else ", cannot be reset"
    about = f"{knowledge.groups[kind.group].label}, sensitivity {kind.sensitivity}{reset}"
    return _headed(kind.label, f"{_sums(entries)}; {about}")


def _by_wrapping(entries: Sequence[Entry], _: Knowledge) -> Text:
    return _headed(entries[0].group.wrapping, _sums(entries))


def _by_app(entries: Sequence[Entry], _: Knowledge) -> Text:
    return _headed(entries[0].group.app or "App not known (the capture does not name it)", _sums(entries))


def _sums(entries: Sequence[Entry]) -> str:
    kinds = {entry.group.kind for entry in entries}
    best = min((entry.group.certainty for entry in entries), key=CERTAINTIES.index)
    hosts = {entry.report.recipient.host for entry in entries}
    found = counted(sum(entry.group.count for entry in entries), "finding")
    return f"{found} of {counted(len(kinds), 'kind')} to {counted(len(hosts), 'host')}, at best {best}"


def _headed(title: str, sums: str) -> Text:
    return said(title, "bold").append(f"\n{sums}", style="not bold")


_TO_WHOM = Column("to whom", 3, _to_whom)
_WHAT = Column("what", 3, _what)
_HOW_OFTEN = Column("how often", 0, _how_often)
_HOW_WRAPPED = Column("how wrapped", 5, _how_wrapped)
_WHERE = Column("where", 5, _where)
_HOW_SURE = Column("how sure", 0, _how_sure)
_FOR_INSTANCE = Column("for instance", 3, _for_instance)
_REST = (_HOW_OFTEN, _HOW_WRAPPED, _HOW_SURE, _FOR_INSTANCE)
_WAYS: dict[GroupBy, Way] = {
    "recipient": Way(lambda entry: entry.report.recipient.host, _by_recipient, (_WHAT, *_REST)),
    "kind": Way(lambda entry: entry.group.kind, _by_kind, (_TO_WHOM, *_REST)),
    "wrapping": Way(
        lambda entry: entry.group.wrapping,
        _by_wrapping,
        (_TO_WHOM, _WHAT, _HOW_OFTEN, _WHERE, _HOW_SURE, _FOR_INSTANCE),
    ),
    "app": Way(lambda entry: entry.group.app, _by_app, (_TO_WHOM, _WHAT, *_REST)),
}
