"""The text table of the question how often the phone calls."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from phonehome.infer.answer import Answer
from phonehome.infer.cadence import Cadence, Rhythm, spoken
from phonehome.report.sections import said
from phonehome.report.words import number

_SHOWN = 20
_KINDS_SHOWN = 3


def cadence(answer: Answer) -> Iterator[RenderableType]:
    """Periods, and what events set off."""
    if not isinstance(answer, Cadence):
        return
    if answer.rhythms:
        table = Table("address", "what", "every", "jitter", "beats", "missed", box=SIMPLE_HEAD, show_edge=False)
        for one in answer.rhythms[:_SHOWN]:
            counts = (f"{100 * one.jitter:.1f} %", number(one.beats), number(one.missed))
            table.add_row(said(one.host + one.path), said(_what(one)), spoken(one.period), *counts)
        yield table
        yield from _more(len(answer.rhythms))
    for each in answer.set_off[:_SHOWN]:
        event = each.event.replace("_", " ")
        yield said(
            f"{each.host}{each.path}: {100 * each.share:.0f} % of {number(each.beats)} within {each.seconds} s after "
            f"{event}, {100 * each.by_chance:.0f} % by chance"
        )
    yield from _more(len(answer.set_off))


def _what(one: Rhythm) -> str:
    kinds = ", ".join(kind.replace("_", " ") for kind in one.kinds[:_KINDS_SHOWN])
    more = f" and {len(one.kinds) - _KINDS_SHOWN} more" if len(one.kinds) > _KINDS_SHOWN else ""
    return ("noted: " if one.taken else "") + (f"{kinds}{more}" or "all requests")


def _more(count: int) -> Iterator[RenderableType]:
    if count > _SHOWN:
        yield said(f"and {count - _SHOWN:,} more", "dim")
