"""Who talks to whom: from call logs, messages and contacts that were sent, and from brought logs of who was online."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from phonehome.infer import contacts, overlap
from phonehome.infer.answer import Answer, Sureness
from phonehome.infer.contacts import Contact
from phonehome.infer.evidence import Evidence
from phonehome.infer.labels import labels
from phonehome.infer.logged import Person, by_hour, person
from phonehome.infer.online import Session, sessions

NAME = "people"
NEEDED = "calls, messages or contacts that were sent, or a log of who was online (--presence)"
MOST_CONTACTS, MOST_PAIRS, MOST_EXAMPLES = 40, 60, 5
MOST_PEOPLE = 50  # all pairs of them are compared
MOST_SESSIONS = 4_000  # of each: the latest
SURE = 1e-4
UNCERTAIN = (
    "People online in turns may each talk to somebody else; of the pairs that are named, about one in fifty is "
    "expected to be none."
)


class Talk(Struct, frozen=True):
    """Online in turns from ``start`` to ``end``."""

    start: datetime
    end: datetime
    turns: int


class Pair(Struct, frozen=True):
    """Two people who talk to each other.

    ``conversations`` counts stretches in which they were online in turns three times or more; ``score`` says by how
    many standard deviations their answers surpass those of time-shifted copies of themselves, ``p`` how likely that is
    by chance. ``hours`` counts conversations by local hour; ``examples`` are the longest.
    """

    a: str
    b: str
    conversations: int
    score: float
    p: float
    hours: tuple[int, ...]
    examples: tuple[Talk, ...]


class People(Answer, frozen=True, kw_only=True):
    """``contacts`` by the strength of the tie, at most 40; ``pairs`` most certain first, at most 60.

    ``compared`` counts the pairs of people of the log that were compared, ``log_days`` the days of the log; what is
    past the bounds is counted by ``more_contacts``, ``more_pairs`` and ``more_persons`` (who were not compared).
    """

    pairs: tuple[Pair, ...] = ()
    contacts: tuple[Contact, ...] = ()
    persons: tuple[Person, ...] = ()
    compared: int = 0
    log_days: int = 0
    more_pairs: int = 0
    more_contacts: int = 0
    more_persons: int = 0


class _Log(Struct, frozen=True):
    online: Mapping[str, Sequence[Session]]
    names: Mapping[str, str]
    days: int
    more: int


def ask(evidence: Evidence) -> People:
    """The others in the phone owner's life, and who of a log talks to whom."""
    told = contacts.lines(evidence)
    others = contacts.contacts(told, evidence)
    log = _log(evidence)
    compared = overlap.pairs(log.online)
    named = overlap.named(compared)
    persons = [person(log.names[name], some, log.days, evidence.wall) for name, some in log.online.items() if some]
    proof, count = evidence.proof(line.key for line in told)
    return People(
        question=NAME,
        sentence=" ".join((*contacts.spoken(others), *_spoken(log, named), *_nights(persons))) or _none(log),
        certainty=_certainty(others, named, persons),
        uncertainty=f"{UNCERTAIN} Times of the log: {evidence.wall.source}." if named else "",
        needed=NEEDED,
        proof=proof,
        proved_by=count,
        pairs=tuple(_pair(one, log, evidence) for one in named[:MOST_PAIRS]),
        contacts=tuple(others[:MOST_CONTACTS]),
        persons=tuple(persons),
        compared=len(compared),
        log_days=log.days,
        more_pairs=max(0, len(named) - MOST_PAIRS),
        more_contacts=max(0, len(others) - MOST_CONTACTS),
        more_persons=log.more,
    )


def _log(evidence: Evidence) -> _Log:
    """Those of the log who were online most often."""
    every = sessions(evidence.brought.presence)
    busiest = set(sorted(every, key=lambda person: (-len(every[person]), person))[:MOST_PEOPLE])
    online = {person: some[-MOST_SESSIONS:] for person, some in every.items() if person in busiest}
    return _Log(online, labels(every, evidence.say), overlap.extent(online)[1], len(every) - len(online))


def _spoken(log: _Log, named: Sequence[overlap.Pair]) -> Iterator[str]:
    if named:
        first = named[0]
        pairs = "1 pair talks" if len(named) == 1 else f"{len(named):,} pairs talk"
        yield (
            f"Of {len(log.online):,} people in a log of {log.days:,} days, {pairs} to each other: "
            f"they are online in turns more often than chance explains, above all {log.names[first.one]} and "
            f"{log.names[first.other]}."
        )
    elif len(log.online) > 1 and log.days >= overlap.LEAST_DAYS:
        yield "Of the people in the log, no two are online in turns more often than their habits explain."


def _none(log: _Log) -> str:
    if any(log.online.values()):
        return "The log of who was online is too short for sleep or talks: two days, and two people, are needed."
    return "Nothing that was sent names another person, and no log of who was online was given."


def _nights(persons: Sequence[Person]) -> Iterator[str]:
    if sleepers := sum(bool(one.asleep) for one in persons):
        yield f"When {sleepers:,} of the people in the log sleep shows from being offline alone."


def _certainty(others: Sequence[Contact], named: Sequence[overlap.Pair], persons: Sequence[Person]) -> Sureness:
    if any(one.calls + one.messages for one in others):
        return "high"
    if named:
        return "high" if named[0].p < SURE else "medium"
    return "low" if others or persons else "none"


def _pair(found: overlap.Pair, log: _Log, evidence: Evidence) -> Pair:
    talks = list(overlap.talks(log.online[found.one], log.online[found.other]))
    longest = sorted(sorted(talks, key=lambda talk: -talk.turns)[:MOST_EXAMPLES], key=lambda talk: talk.start)
    return Pair(
        a=log.names[found.one],
        b=log.names[found.other],
        conversations=len(talks),
        score=round(found.score, 2),
        p=found.p,
        hours=by_hour((talk.start for talk in talks), evidence.wall),
        examples=tuple(Talk(evidence.wall.at(some.start), evidence.wall.at(some.end), some.turns) for some in longest),
    )
