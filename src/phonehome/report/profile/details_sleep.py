"""The text tables of the question about sleep: nights, habits, what was not seen."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from phonehome.infer.answer import Answer
from phonehome.infer.asleep.habits import Chronotype, Habit
from phonehome.infer.sleep import Nights
from phonehome.report.sections import said
from phonehome.report.words import number

_SHOWN = 40


def sleep(answer: Answer) -> Iterator[RenderableType]:
    """Every night, then what is usual."""
    if not isinstance(answer, Nights) or not answer.nights:
        return
    table = _table("night", "asleep", "between", "awake", "between", "hours", "looks")
    for night in answer.nights[:_SHOWN]:
        table.add_row(
            f"{night.wake:%a %d %b}",
            f"{night.onset:%H:%M}",
            f"{night.onset_low:%H:%M}-{night.onset_high:%H:%M}",
            f"{night.wake:%H:%M}",
            f"{night.wake_low:%H:%M}-{night.wake_high:%H:%M}",
            _hours(night.duration_minutes),
            number(night.checks),
        )
    yield table
    left = max(len(answer.nights) - _SHOWN, 0) + answer.left_out
    if left:
        yield said(f"and {number(left)} more nights")
    yield from _usual(answer)
    yield from (said(f"Nap: {one.start:%a %d %b %H:%M}-{one.end:%H:%M}") for one in answer.naps[:_SHOWN])
    yield from (said(f"Not seen: the night of {one.evening:%a %d %b}. {one.reason}") for one in answer.unknown[:_SHOWN])
    yield from (said(f"Awake all night, from the evening of {one:%a %d %b} on") for one in answer.awake[:_SHOWN])


def _usual(answer: Nights) -> Iterator[RenderableType]:
    habits = [(name, one) for name, one in (("weekdays", answer.weekdays), ("weekends", answer.weekends)) if one]
    if habits:
        table = _table("waking on", "nights", "asleep", "mid-sleep", "awake", "hours")
        for name, one in habits:
            table.add_row(name, *_cells(one))
        yield table
    if answer.chronotype:
        yield said(_type(answer.chronotype))


def _cells(one: Habit) -> tuple[str, ...]:
    moments = (f"{moment:%H:%M}" for moment in (one.onset, one.middle, one.wake))
    return number(one.nights), *moments, _hours(one.duration_minutes)


def _type(one: Chronotype) -> str:
    shift = f"{abs(one.social_jetlag_minutes)} minutes {'later' if one.social_jetlag_minutes >= 0 else 'earlier'}"
    return f"Chronotype: {one.kind}, mid-sleep on free days {one.msf_sc:%H:%M} (MSFsc), {shift} than on weekdays."


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _table(*titles: str) -> Table:
    return Table(*titles, box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
