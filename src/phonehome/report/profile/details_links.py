"""The text tables of the questions about identifiers: what is stable, and what hangs together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from phonehome.infer.answer import Answer
from phonehome.infer.linked import Links
from phonehome.infer.stable import Stable
from phonehome.report.sections import said
from phonehome.report.words import number

_SHOWN = 20
_RESET = {True: "outlived it", False: "replaced", None: ""}


def stable(answer: Answer) -> Iterator[RenderableType]:
    """What identifies the phone, and for how long."""
    if not isinstance(answer, Stable) or not answer.values:
        return
    table = _table("value", "kind", "recipients", "sent", "from", "to", "reset")
    for one in answer.values[:_SHOWN]:
        hidden = f" (as a {one.hidden})" if one.hidden else ""
        days = (_day(one.first), _day(one.last))
        reset = _RESET[one.outlived_reset]
        kind = said((one.kind or "no name for it") + hidden)
        table.add_row(said(one.value), kind, said(_names(one.recipients)), number(one.exchanges), *days, reset)
    yield table
    yield from _more(max(len(answer.values) - _SHOWN, 0) + answer.left_out)


def links(answer: Answer) -> Iterator[RenderableType]:
    """Who holds what, what ties new identifiers to old ones, and who could trade."""
    if not isinstance(answer, Links):
        return
    named = {one.number: f"{_kind(one.kind)} {one.value}" for one in answer.identifiers}
    if answer.holdings:
        table = _table("recipient", "holds of identifiers", "and with them")
        for holding in answer.holdings[:_SHOWN]:
            kinds = (", ".join(map(_kind, some)) for some in (holding.identifiers, holding.data))
            table.add_row(said(holding.recipient), *map(said, kinds))
        yield table
        yield from _more(len(answer.holdings) - _SHOWN)
    for bridge in answer.bridges[:_SHOWN]:
        who = " and ".join(bridge.alone) or f"{' and '.join(bridge.together)} together"
        pair = f"{named.get(bridge.old, bridge.kind)} and {named.get(bridge.new, 'the new one')}"
        yield said(f"{who} can tell that {pair} are one: {named.get(bridge.over, '')}, within {bridge.hours:,.1f} h")
    yield from _more(len(answer.bridges) - _SHOWN)
    for trade in answer.trades[:_SHOWN]:
        yield said(f"{trade.one} and {trade.other} could trade: both hold {', '.join(map(_kind, trade.kinds))}")
    yield from _more(len(answer.trades) - _SHOWN)
    for two in answer.one_person:
        by = ", ".join(named.get(node, "") for node in two.by)
        yield said(f"Phones {two.phones[0] + 1} and {two.phones[1] + 1} seem to be one person's: both send {by}")
    for change in answer.handed_on:
        old, new = (named.get(node, "") for node in (change.old, change.new))
        seen = f"{old} until {_day(change.until)}, {new} from {_day(change.since)}"
        yield said(f"Phone {change.phone + 1} seems to have changed hands: {seen}")


def _kind(kind: str) -> str:
    return kind.replace("_", " ") or "what no rule names"


def _table(*titles: str) -> Table:
    return Table(*titles, box=SIMPLE_HEAD, show_edge=False, pad_edge=False)


def _names(recipients: Sequence[str]) -> str:
    more = len(recipients) - 3
    return ", ".join(recipients[:3]) + (f" and {more:,} more" if more > 0 else "")


def _day(time: datetime | None) -> str:
    return f"{time:%d %b %Y}" if time else ""


def _more(left: int) -> Iterator[RenderableType]:
    if left > 0:
        yield said(f"and {left:,} more", "dim")
