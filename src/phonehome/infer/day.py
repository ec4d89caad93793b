"""What each recipient knows hour by hour: how many events of which hours of which days it was told."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from msgspec import Struct

from phonehome.infer.answer import PROOFS_NAMED, Answer
from phonehome.infer.evidence import Evidence

NAME = "day"
QUARTER = 900_000  # ms
QUARTERS = 96  # of a day
NEEDED = "events with their times: screen, unlocks, app sessions, restarts"


class Hours(Struct, frozen=True):
    """One local day: events in each of its 24 hours; and by quarters of an hour (96), of the screen and of apps."""

    date: date
    events: tuple[int, ...]
    screen: tuple[int, ...] = ()
    apps: tuple[int, ...] = ()


class Diary(Struct, frozen=True):
    """What one organisation knows: days in order, and events by kind."""

    recipient: str
    days: tuple[Hours, ...]
    kinds: dict[str, int]


class Day(Answer, frozen=True, kw_only=True):
    """``recipients`` in order of events, most first. ``clock`` says how the time zone is known."""

    recipients: tuple[Diary, ...] = ()
    misdated: int = 0
    clock: str = ""


class _Count(Struct, frozen=True, array_like=True):
    organisation: str
    kind: str
    quarter: int
    count: int


_COUNTS = f"""
SELECT organisation, kind, start // {QUARTER}, count(*) FROM events WHERE NOT misdated GROUP BY ALL ORDER BY ALL
"""  # noqa: S608 - all of it is our own text
_MISDATED = "SELECT count(*) FROM events WHERE misdated"
_FIRST = f"""
SELECT case_no, exchange, number FROM events WHERE NOT misdated ORDER BY ALL LIMIT {PROOFS_NAMED}
"""  # noqa: S608 - same


def ask(evidence: Evidence) -> Day:
    """The timeline of events per recipient, in the phone's local time."""
    by_recipient: defaultdict[str, list[_Count]] = defaultdict(list)
    for one in evidence.rows(_COUNTS, _Count):
        by_recipient[one.organisation].append(one)
    diaries = sorted((_diary(name, some, evidence) for name, some in by_recipient.items()), key=_most_first)
    (misdated,) = evidence.tables.cursor().execute(_MISDATED).fetchone() or (0,)
    proof, _ = evidence.proof(evidence.keys(_FIRST))
    return Day(
        question=NAME,
        sentence=_sentence(diaries),
        certainty="high" if diaries else "none",
        uncertainty=_uncertainty(misdated),
        needed=NEEDED,
        proof=proof,
        proved_by=sum(sum(diary.kinds.values()) for diary in diaries),
        recipients=tuple(diaries),
        misdated=misdated,
        clock=evidence.clock.source,
    )


def _diary(recipient: str, some: list[_Count], evidence: Evidence) -> Diary:
    quarters: defaultdict[date, dict[str, list[int]]] = defaultdict(_empty)
    kinds: Counter[str] = Counter()
    for one in some:
        local = evidence.clock.at(one.quarter * QUARTER)
        what = "screen" if one.kind == "screen_event" else "apps" if one.kind == "app_usage" else "other"
        quarters[local.date()][what][4 * local.hour + local.minute // 15] += one.count
        kinds[one.kind] += one.count
    days = tuple(_hours(day, counts) for day, counts in sorted(quarters.items()))
    return Diary(recipient, days, dict(sorted(kinds.items())))


def _empty() -> dict[str, list[int]]:
    return {what: [0] * QUARTERS for what in ("screen", "apps", "other")}


def _hours(day: date, counts: dict[str, list[int]]) -> Hours:
    together = [sum(column) for column in zip(*counts.values(), strict=True)]
    events = tuple(sum(together[hour : hour + 4]) for hour in range(0, QUARTERS, 4))
    return Hours(day, events, tuple(counts["screen"]), tuple(counts["apps"]))


def _most_first(diary: Diary) -> tuple[int, str]:
    return -sum(diary.kinds.values()), diary.recipient


def _sentence(diaries: list[Diary]) -> str:
    if not diaries:
        return "No event with a time was sent, so nobody was told what was done when."
    first = diaries[0]
    events = sum(first.kinds.values())
    told = sum(1 for day in first.days for count in day.events if count)
    return (
        f"{first.recipient} was told {events:,} events with their times: something in {told:,} different hours "
        f"of {len(first.days):,} days."
    )


def _uncertainty(misdated: int) -> str:
    return f"{misdated:,} events bear a time the phone cannot have meant and are left out." if misdated else ""
