"""What the maker's recorder on the phone wrote down of a life, each list in the order in which things were over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct

from phonehome.model import Event
from phonehome.phones.apps import App
from phonehome.phones.life import Life
from phonehome.phones.truth import when

AT_ONCE = 100


class Records(Struct, frozen=True):
    """Starts and stops of apps, events of the system, app sessions, and the apps by package."""

    activities: Sequence[Event]
    system: Sequence[Event]
    sessions: Sequence[Event]
    apps: dict[str, App]


def recorded(life: Life, names: AbstractSet[str]) -> Records:
    """A life as recorded by a firmware that knows the system events of those names."""
    system = [event for event in (*life.screen, *life.boots, *life.crashes) if event.name in names]
    return Records(
        activities=_activities(life.sessions),
        system=sorted(system, key=when),
        sessions=life.sessions,
        apps={app.package: app for app in life.person.apps},
    )


def during(since: int, until: int, events: Sequence[Event]) -> Sequence[Event]:
    """The events that were over in [since, until)."""
    return events[bisect_left(events, since, key=when) : bisect_left(events, until, key=when)]


def batches(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """At most a hundred events at once."""
    for begin in range(0, len(events), AT_ONCE):
        yield events[begin : begin + AT_ONCE]


def _activities(sessions: Sequence[Event]) -> list[Event]:
    """The start and the stop of every session; a stop still knows when its session began."""
    starts = [Event("start", session.start, app=session.app) for session in sessions]
    stops = [Event("stop", session.start, session.end, session.app) for session in sessions]
    return sorted(starts + stops, key=when)
