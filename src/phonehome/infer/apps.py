"""Which apps are used when and how long, what the list of them gives away, and how far it singles a person out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct, structs

from phonehome.infer import apps_sql as sql
from phonehome.infer.answer import Answer, Sureness
from phonehome.infer.clock import HOUR
from phonehome.infer.evidence import Evidence
from phonehome.knowledge.schema import Apps as Table

NAME = "apps"
NEEDED = "app sessions, starts and stops with times, or lists of installed apps"
OPENS = [
    "start",
    "app_start",
    "app_open",
    "app_launch",
    "launch",
    "open",
    "foreground",
    "app_foreground",
    "activity_resumed",
]
CLOSES = ["stop", "app_stop", "app_close", "close", "background", "app_background", "activity_paused"]
MOST_SHOWN = 40
# Sekara et al., Sci Rep 2021: four apps single out 91.2 % of 3.5 million people; Tu et al.: 88 % of people with
# more than ten apps among 1.37 million by four of them.
ENOUGH, SURE = 4, 10
UNIQUE = "4 apps single out 91 % of 3.5 million people (Sekara et al., Sci Rep 2021)"


class Used(Struct, frozen=True):
    """One app's use: sessions, minutes, first and last time, and minutes by hour of the local day."""

    app: str
    sessions: int
    minutes: float
    first: datetime
    last: datetime
    hours: tuple[float, ...]


class Special(Struct, frozen=True):
    """A category of delicate data that apps point to: which apps, what that may say, the relevant provision.

    ``used`` counts how many of them were seen in use, not only installed.
    """

    category: str
    means: str
    provision: str
    apps: tuple[str, ...]
    used: int


class Apps(Answer, frozen=True, kw_only=True):
    """``used`` by minutes, most first, at most 40 (``more`` counts the others); ``hours`` sums them up.

    ``chosen`` counts apps that do not belong to the phone itself, ``listed`` those of them that stood in a list of
    installed apps; ``unique`` says how far such a list singles a person out, and from what study that is known.
    """

    used: tuple[Used, ...] = ()
    more: int = 0
    hours: tuple[float, ...] = ()
    special: tuple[Special, ...] = ()
    chosen: int = 0
    listed: int = 0
    unique: str = ""


class _Use(Struct, frozen=True, array_like=True):
    app: str
    sessions: int
    minutes: float
    first: int
    last: int


class _Hour(Struct, frozen=True, array_like=True):
    app: str
    hour: int
    minutes: float


class _Named(Struct, frozen=True, array_like=True):
    app: str
    listed: bool


def ask(evidence: Evidence) -> Apps:
    """The apps of one phone or more, as the recipients know them."""
    evidence.tables.cursor().execute(sql.SPANS, [OPENS, CLOSES])
    uses = list(evidence.rows(sql.USED, _Use))
    table = evidence.knowledge.apps
    named = {one.app: one for one in evidence.rows(sql.NAMED, _Named)}
    own = [one for one in named.values() if _is_chosen(one.app, table) and not _is_glued(one.app, named)]
    hours = _hours(evidence)
    answer = Apps(
        question=NAME,
        sentence="Nothing that was sent names the apps.",
        certainty="none",
        needed=NEEDED,
        used=tuple(_used(one, hours[one.app], evidence) for one in uses[:MOST_SHOWN]),
        more=max(0, len(uses) - MOST_SHOWN),
        hours=_sum(hours.values()) if uses else (),
        special=tuple(_special([one.app for one in own], {one.app for one in uses}, evidence)),
        chosen=len(own),
        listed=sum(one.listed for one in own),
        unique=UNIQUE if len(own) >= ENOUGH else "",
    )
    return _concluded(answer, evidence) if uses or own else answer


def _concluded(answer: Apps, evidence: Evidence) -> Apps:
    keys = evidence.keys(sql.PROOF)
    (count,) = evidence.tables.cursor().execute(sql.COUNT).fetchone() or (0,)
    return structs.replace(
        answer,
        sentence=_sentence(answer),
        certainty=_certainty(answer),
        uncertainty="An app shows an interest, not a fact: who has it need not be ill, devout or lonely.",
        proof=evidence.proof(keys)[0],
        proved_by=int(count),
    )


def _certainty(answer: Apps) -> Sureness:
    if answer.chosen > SURE:
        return "high"
    return "medium" if answer.chosen >= ENOUGH or answer.used else "low"


def _sentence(answer: Apps) -> str:
    return " ".join(_sentences(answer))


def _sentences(answer: Apps) -> Iterator[str]:
    if answer.used:
        first, count = answer.used[0], len(answer.used) + answer.more
        total = f"{sum(answer.hours) / 60:,.0f} hours in all"
        yield f"{count:,} apps are known with the times of their use, {total}, most of it in {first.app}."
    if answer.special:
        named = [f"{one.category} ({len(one.apps)})" for one in answer.special]
        yield f"Among the apps are some that point to {', '.join(named)}."
    if answer.unique:
        yield f"{answer.chosen:,} of the apps are the person's own choice; {answer.unique}."


def _used(one: _Use, hours: Sequence[float], evidence: Evidence) -> Used:
    return Used(
        app=evidence.say(one.app),
        sessions=one.sessions,
        minutes=round(one.minutes, 1),
        first=evidence.clock.at(one.first),
        last=evidence.clock.at(one.last),
        hours=tuple(round(minutes, 1) for minutes in hours),
    )


def _hours(evidence: Evidence) -> defaultdict[str, list[float]]:
    hours: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * 24)
    for one in evidence.rows(sql.HOURS, _Hour):
        hours[one.app][evidence.clock.at(one.hour * HOUR).hour] += one.minutes
    return hours


def _sum(rows: Iterable[Sequence[float]]) -> tuple[float, ...]:
    return tuple(round(sum(column), 1) for column in zip(*rows, strict=True))


def _is_chosen(app: str, table: Table) -> bool:
    return app.startswith(table.chosen) or not app.startswith(table.system)


def _is_glued(app: str, named: Container[str]) -> bool:
    """Some makers write the version code at the end of the app's name."""
    bare = app.rstrip("0123456789")
    return bare != app and bare in named


def _special(own: Sequence[str], used: set[str], evidence: Evidence) -> Iterator[Special]:
    for category in evidence.knowledge.apps.categories.values():
        apps = [app for app in own if app in category.apps]
        if apps:
            names = tuple(evidence.say(app) for app in apps)
            seen = len(used.intersection(apps))
            yield Special(category.label, category.means, category.provision, names, seen)
