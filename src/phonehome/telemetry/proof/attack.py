"""The same attacks on what either design sends: audit and profile of each phone, and linking phones after a reset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import msgspec
from msgspec import Struct

from phonehome import case as cases
from phonehome.engine import examiner
from phonehome.infer.clock import milliseconds
from phonehome.infer.evidence import Evidence, evidence
from phonehome.infer.places import Places
from phonehome.infer.profile import profile
from phonehome.infer.sleep import Nights
from phonehome.knowledge.schema import Knowledge
from phonehome.model import CaseInfo, Exchange, Owner
from phonehome.phones.clock import MINUTE
from phonehome.tables import batch
from phonehome.telemetry.proof.captured import Owned

_CHUNK = 256
# A night counts as found where what is said overlaps it.
Span = tuple[int, int]

_APPS = "SELECT DISTINCT app FROM events WHERE app <> '' ORDER BY app"
_FOUND = "SELECT kind, certainty, count(*) FROM every_findings GROUP BY ALL ORDER BY ALL"
# A value that one phone alone sent before its reset, and who sent it after: each phone is taken for the one with which
# it has most of these in common.
_LINKED = """
WITH seen AS (SELECT DISTINCT case_no % {n} AS phone, case_no >= {n} AS later, value FROM fields WHERE value <> ''),
own AS (SELECT value, any_value(phone) AS phone FROM seen WHERE NOT later GROUP BY value HAVING count(*) = 1),
common AS (
    SELECT seen.phone AS later, own.phone AS sooner, count(*) AS values
    FROM own JOIN seen USING (value) WHERE seen.later GROUP BY ALL
),
guess AS (SELECT later, arg_max(sooner, (values, -sooner)) AS sooner FROM common GROUP BY later)
SELECT count(*) FILTER (later = sooner), count(*) FROM guess
"""


class Learnt(Struct, frozen=True):
    """What a recipient can tell of one phone; errors of onset and wake in minutes, of the nights found.

    ``answered`` are the questions of ``phonehome profile`` with an answer; ``home`` is the network that is named as the
    home's; ``found`` counts findings by kind and certainty.
    """

    answered: tuple[str, ...]
    nights: int
    nights_found: int
    errors: tuple[float, ...]
    home: str
    apps: tuple[str, ...]
    found: Counter[tuple[str, str]]


class Linked(Struct, frozen=True):
    """Of so many phones, for how many a guess could be made which of them it was before its reset, and was right."""

    phones: int
    guessed: int
    right: int


def case_of(folder: Path, exchanges: Sequence[Exchange], owner: Owner, knowledge: Knowledge) -> Path:
    """A case of these exchanges, as an audit makes it that knows the owner's values."""
    examine = examiner(owner, knowledge)
    with cases.create(folder) as case:
        for start in range(0, len(exchanges), _CHUNK):
            case.write(batch([examine(one) for one in exchanges[start : start + _CHUNK]]))
        case.finish(CaseInfo((), {}, region=owner.region, timezone=owner.timezone))
    return folder


def learnt(case: Path, true: Owned, knowledge: Knowledge) -> Learnt:
    """What can be told of the phone of that case."""
    with cases.connect_all([case]) as tables:
        given = evidence(tables, (cases.read_info(case),), knowledge, str)
        answers = profile(given).answers
        nights = next(one for one in answers if isinstance(one, Nights))
        place = next(one for one in answers if isinstance(one, Places))
        apps = msgspec.convert(tables.execute(_APPS).fetchall(), list[tuple[str]])
        return Learnt(
            answered=tuple(one.question for one in answers if one.certainty != "none"),
            nights=len(true.nights),
            nights_found=len(_matched(nights, true.nights)),
            errors=tuple(_errors(nights, true.nights)),
            home=_home(place),
            apps=tuple(app for (app,) in apps),
            found=found(given),
        )


def found(given: Evidence) -> Counter[tuple[str, str]]:
    """How many findings of which kind and certainty."""
    rows = msgspec.convert(given.tables.execute(_FOUND).fetchall(), list[tuple[str, str, int]])
    return Counter({(kind, certainty): count for kind, certainty, count in rows})


def linked(before: Sequence[Path], after: Sequence[Path]) -> Linked:
    """Phones recognised after a reset by any value whatever that they alone had sent before it."""
    with cases.connect_all([*before, *after]) as tables:
        query = _LINKED.format(n=len(before))
        right, guessed = msgspec.convert(tables.execute(query).fetchall()[0], tuple[int, int])
        return Linked(len(before), guessed, right)


def guessed(nights: Sequence[Sequence[Span]]) -> float:
    """The median error of onset and wake, in minutes, of who knows nothing of a phone: all nights' median hours."""
    errors = []
    for place in (0, 1):
        hours = [_of_day(night[place]) for some in nights for night in some]
        usual = median(hours)
        errors += [abs(hour - usual) / MINUTE for hour in hours]
    return median(errors)


def _of_day(time: int) -> int:
    """Ms since noon (UTC), so that a night is one stretch."""
    return (time - 12 * 60 * MINUTE) % (24 * 60 * MINUTE)


def _home(place: Places) -> str:
    return (place.home.network or "") if place.home else ""


def _matched(nights: Nights, true: Sequence[Span]) -> dict[Span, Span]:
    """Each true night with the one that is told of it."""
    told = [(milliseconds(night.onset), milliseconds(night.wake)) for night in nights.nights]
    best = {}
    for night in true:
        overlap, one = max(((min(night[1], one[1]) - max(night[0], one[0]), one) for one in told), default=(0, night))
        if overlap > 0:
            best[night] = one
    return best


def _errors(nights: Nights, true: Sequence[Span]) -> Iterator[float]:
    for night, told in _matched(nights, true).items():
        yield abs(night[0] - told[0]) / MINUTE
        yield abs(night[1] - told[1]) / MINUTE
