"""The text tables of the questions about people: contacts and pairs, accounts of other sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from phonehome.infer.answer import Answer
from phonehome.infer.asleep.habits import Habit
from phonehome.infer.logged import Person
from phonehome.infer.people import Pair, People
from phonehome.infer.sources import Sources
from phonehome.report.sections import said
from phonehome.report.words import counted, number

_SHOWN, _NEXT = 20, 3


def people(answer: Answer) -> Iterator[RenderableType]:
    """Whom the person calls and writes to, and who of a log talks to whom."""
    if not isinstance(answer, People):
        return
    if answer.contacts:
        table = _table("contact", "calls", "messages", "in", "out", "days", "mostly at")
        for one in answer.contacts[:_SHOWN]:
            counts = (one.calls, one.messages, one.incoming, one.outgoing, one.days)
            table.add_row(said(one.number), *map(number, counts), mostly(one.hours))
        yield table
        yield from _more(len(answer.contacts) - _SHOWN + answer.more_contacts)
    if answer.pairs:
        yield _pairs(answer.pairs[:_SHOWN])
        yield from _more(len(answer.pairs) - _SHOWN + answer.more_pairs)
    if any(one.asleep for one in answer.persons):
        yield _nights(answer.persons[:_SHOWN])
        yield from _more(len(answer.persons) - _SHOWN)
    if answer.more_persons:
        yield said(f"{counted(answer.more_persons, 'person')} who were online least were not compared", "dim")


def sources(answer: Answer) -> Iterator[RenderableType]:
    """The accounts that fit best, and what phone and account tell only together."""
    if not isinstance(answer, Sources) or not answer.compared:
        return
    table = _table("account", "posts seen", "phone in use", "by chance", "the owner's")
    for one in (*answer.owned, *answer.others[:_NEXT]):
        chance = f"{one.chance:.3g}"
        table.add_row(said(one.account), number(one.seen), number(one.met), f"{one.expected:.1f}", chance)
    yield table
    for each in answer.adds:
        yield said(f"Only together: {each.statement}")


def mostly(hours: Sequence[int]) -> str:
    """The hour of the day with most in it."""
    return f"{hours.index(max(hours)):02d} h" if any(hours) else ""


def _pairs(pairs: Sequence[Pair]) -> Table:
    table = _table("who", "with whom", "conversations", "score", "by chance", "mostly at")
    for one in pairs:
        table.add_row(
            said(one.a), said(one.b), number(one.conversations), f"{one.score:.1f}", f"{one.p:.0e}", mostly(one.hours)
        )
    return table


def _nights(persons: Sequence[Person]) -> Table:
    table = _table("person", "online a day", "nights", "asleep on working days", "on free days")
    for one in persons:
        usual = (_usual(one.working_days), _usual(one.free_days))
        table.add_row(said(one.person), f"{one.minutes_a_day:.0f} min", number(len(one.asleep)), *usual)
    return table


def _usual(habit: Habit | None) -> str:
    return f"{habit.onset:%H:%M} to {habit.wake:%H:%M}" if habit else ""


def _table(*titles: str) -> Table:
    return Table(*titles, box=SIMPLE_HEAD, show_edge=False, pad_edge=False)


def _more(left: int) -> Iterator[RenderableType]:
    if left > 0:
        yield said(f"and {left:,} more", "dim")
