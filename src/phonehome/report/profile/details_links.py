"""The text tables of the questions about identifiers: what is stable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from phonehome.infer.answer import Answer
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
