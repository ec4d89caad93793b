from __future__ import annotations

from msgspec import structs

from phonehome.model import Event
from phonehome.phones.recorder import batches, during, recorded, stamped
from phonehome.phones.scene import Options, Scene
from phonehome.phones.troubles import Reset
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
    records = recorded(scene, SCREEN)
    assert tuple(records.system) == scene.life.screen
    everything = recorded(scene, SCREEN | {"crash", "anr", "reboot", "abnormal_reboot"})
    assert [when(event) for event in everything.system] == sorted(when(event) for event in everything.system)
    assert len(everything.system) > len(records.system)


def test_every_session_starts_and_stops(scene: Scene) -> None:
    records = recorded(scene, SCREEN)
    names = [event.name for event in records.activities]
    assert names.count("start") == names.count("stop") == len(scene.life.sessions)
    assert {event.app for event in records.activities} <= set(records.apps)
    assert records.sessions == scene.life.sessions


def test_with_trouble_three_in_a_thousand_are_missing(scene: Scene) -> None:
    records = recorded(structs.replace(scene, options=Options(trouble=True)), SCREEN)
    missed = 1 - len(records.system) / len(scene.life.screen)
    assert 0.0005 < missed < 0.008
    assert set(records.system) < set(scene.life.screen)


def test_events_are_stamped_by_the_phones_clock(scene: Scene) -> None:
    life = structs.replace(scene.life, resets=(Reset(15, 25, 1_000),))
    assert stamped(scene, EVENTS) == EVENTS
    assert stamped(structs.replace(scene, life=life), EVENTS) == [EVENTS[0], Event("two", 5, 1_005), EVENTS[2]]
