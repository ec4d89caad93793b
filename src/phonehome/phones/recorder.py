"""What the maker's recorder on the phone wrote down of a life, each list in the order in which things were over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, structs

from phonehome.model import Event
from phonehome.phones.apps import App
from phonehome.phones.chance import stream
from phonehome.phones.scene import Scene
from phonehome.phones.troubles import Reset, shown
from phonehome.phones.truth import when

AT_ONCE = 100
MISSING = 0.003


class Records(Struct, frozen=True):
    """Starts and stops of apps, events of the system, app sessions, at their true times; and the apps by package."""

    activities: Sequence[Event]
    system: Sequence[Event]
    sessions: Sequence[Event]
    apps: dict[str, App]


def recorded(scene: Scene, names: AbstractSet[str]) -> Records:
    """The life of a scene as recorded by a firmware that knows the system events of those names."""
    life = scene.life
    system = [event for event in (*life.screen, *life.boots, *life.crashes) if event.name in names]
    return Records(
        activities=_kept(scene, _activities(life.sessions), "activities"),
        system=_kept(scene, sorted(system, key=when), "system"),
        sessions=_kept(scene, life.sessions, "sessions"),
        apps={app.package: app for app in life.person.apps},
    )


def stamped(scene: Scene, events: Iterable[Event]) -> list[Event]:
    """The events with the times that the phone's clock showed."""
    resets = scene.life.resets
    if not resets:
        return list(events)
    return [
        structs.replace(event, start=shown(resets, event.start), end=_shown_end(resets, event.end)) for event in events
    ]


def during(since: int, until: int, events: Sequence[Event]) -> Sequence[Event]:
    """The events that were over in [since, until)."""
    return events[bisect_left(events, since, key=when) : bisect_left(events, until, key=when)]


def batches(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """At most a hundred events at once."""
    for begin in range(0, len(events), AT_ONCE):
        yield events[begin : begin + AT_ONCE]


def _kept(scene: Scene, events: Sequence[Event], name: str) -> Sequence[Event]:
    """Without the few that the recorder misses where there is trouble."""
    if not scene.options.trouble:
        return events
    rng = stream(scene.options.seed, f"missing {name}")
    return [event for event in events if rng.random() >= MISSING]


def _shown_end(resets: Sequence[Reset], end: int | None) -> int | None:
    return None if end is None else shown(resets, end)


def _activities(sessions: Sequence[Event]) -> list[Event]:
    """The start and the stop of every session; a stop still knows when its session began."""
    starts = [Event("start", session.start, app=session.app) for session in sessions]
    stops = [Event("stop", session.start, session.end, session.app) for session in sessions]
    return sorted(starts + stops, key=when)
