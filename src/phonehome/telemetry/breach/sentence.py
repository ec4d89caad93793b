"""The headline: what a leak of the table would expose, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from phonehome.knowledge.schema import Knowledge
from phonehome.report.words import counted, inside, listed, percent, short
from phonehome.telemetry.breach.measured import Anonymity, Naming
from phonehome.telemetry.breach.table import Column, Columns

_NAMED = 5
_ORDER = {"high": 0, "medium": 1, "low": 2}


class Whom(Struct, frozen=True):
    """How many persons there are, what names them, and how alike they are."""

    persons: int
    naming: tuple[Naming, ...]
    found: Anonymity


def sentence(columns: Columns, whom: Whom, knowledge: Knowledge) -> str:
    """Who is named outright, who stands alone without that, and what would be known of them."""
    outright = _outright(whom, knowledge)
    parts = [outright, _alone(columns, whom, knowledge, after=bool(outright))]
    learnt = sorted(columns.of("sensitive"), key=lambda one: _ORDER[one.sensitivity])
    known = f"; their {_some(learnt, knowledge)} would be known" if learnt else ""
    return f"If this table leaked, {', and '.join(filter(None, parts))}{known}."


def called(column: Column, knowledge: Knowledge) -> str:
    """What a column is called in a sentence."""
    return inside(knowledge.kinds[column.kind].label) if column.kind else short(column.name)


def _outright(whom: Whom, knowledge: Knowledge) -> str:
    best = max((one.persons for one in whom.naming), default=0)
    if not best:
        return ""
    names = [
        inside(knowledge.kinds[one.kind].label) if one.kind else short(one.column) for one in whom.naming if one.persons
    ]
    return f"{_of(best, whom.persons)} would be named outright by {_few(names)}"


def _alone(columns: Columns, whom: Whom, knowledge: Knowledge, *, after: bool) -> str:
    quasi = columns.of("quasi")
    if not quasi:
        return f"{'no other' if after else 'no'} column is known that would single a person out"
    unique = whom.found.unique_persons
    share = f"without these {percent(unique, whom.persons)}" if after else _of(unique, whom.persons)
    if after and whom.persons == 1:
        share = "without that they"
    return f"{share} would be unique by {_some(quasi, knowledge)}"


def _of(some: int, persons: int) -> str:
    if persons == 1:
        return "the only person in it"
    return f"{percent(some, persons)} of the {counted(persons, 'person')}"


def _some(columns: Iterable[Column], knowledge: Knowledge) -> str:
    return _few([called(one, knowledge) for one in columns])


def _few(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - _NAMED
    return listed(distinct if more <= 1 else [*distinct[:_NAMED], f"{more} more"])
