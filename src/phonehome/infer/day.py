"""What each recipient knows hour by hour: how many events of which hours of which days it was told."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from msgspec import Struct

from phonehome.infer.answer import Answer
from phonehome.infer.evidence import Evidence, Happening

NAME = "day"
QUARTERS = 96
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


def ask(evidence: Evidence) -> Day:
    """The timeline of events per recipient, in the phone's local time."""
    happened = evidence.happenings()
    misdated = len(evidence.happenings(misdated=True))
    by_recipient: defaultdict[str, list[Happening]] = defaultdict(list)
    for one in happened:
        by_recipient[one.organisation].append(one)
    diaries = sorted((_diary(name, some, evidence) for name, some in by_recipient.items()), key=_most_first)
    proof, count = evidence.proof(one.key for one in happened)
    return Day(
        question=NAME,
        sentence=_sentence(diaries),
        certainty="high" if diaries else "none",
        uncertainty=_uncertainty(misdated),
        needed=NEEDED,
        proof=proof,
        proved_by=count,
        recipients=tuple(diaries),
        misdated=misdated,
        clock=evidence.clock.source,
    )


def _diary(recipient: str, some: list[Happening], evidence: Evidence) -> Diary:
    quarters: defaultdict[date, dict[str, list[int]]] = defaultdict(_empty)
    for one in some:
        local = evidence.clock.at(one.start)
        what = "screen" if one.kind == "screen_event" else "apps" if one.kind == "app_usage" else "other"
        quarters[local.date()][what][4 * local.hour + local.minute // 15] += 1
    days = tuple(_hours(day, counts) for day, counts in sorted(quarters.items()))
    return Diary(recipient, days, dict(sorted(Counter(one.kind for one in some).items())))


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
