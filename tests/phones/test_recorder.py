from __future__ import annotations

from phonehome.model import Event
from phonehome.phones.recorder import batches, during, recorded
from phonehome.phones.scene import Scene
from phonehome.phones.truth import SCREEN, when

EVENTS = [Event("one", 10), Event("two", 5, 20), Event("three", 30)]


def test_an_event_counts_when_it_was_over() -> None:
    assert during(10, 30, EVENTS) == EVENTS[:2]
    assert during(11, 20, EVENTS) == []


def test_at_most_a_hundred_at_once() -> None:
    many = [Event("unlock", time) for time in range(250)]
    assert [len(batch) for batch in batches(many)] == [100, 100, 50]
    assert [event for batch in batches(many) for event in batch] == many


def test_only_known_events_are_recorded_in_order(scene: Scene) -> None:
    records = recorded(scene.life, SCREEN)
    assert tuple(records.system) == scene.life.screen
    everything = recorded(scene.life, SCREEN | {"crash", "anr", "reboot", "abnormal_reboot"})
    assert [when(event) for event in everything.system] == sorted(when(event) for event in everything.system)
    assert len(everything.system) > len(records.system)


def test_every_session_starts_and_stops(scene: Scene) -> None:
    records = recorded(scene.life, SCREEN)
    names = [event.name for event in records.activities]
    assert names.count("start") == names.count("stop") == len(scene.life.sessions)
    assert {event.app for event in records.activities} <= set(records.apps)
    assert records.sessions == scene.life.sessions
