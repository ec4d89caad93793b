from __future__ import annotations

from collections import Counter

from msgspec import structs

from phonehome.phones import PROFILES, simulate
from phonehome.phones.clock import HOUR
from phonehome.phones.scene import Options, Scene
from phonehome.phones.seen import seen
from phonehome.phones.simulation import scene_of
from phonehome.phones.spans import Span
from phonehome.phones.troubles import Reset
from phonehome.phones.truth import SCREEN, of_event


def with_life(scene: Scene, **changes: tuple[Span, ...] | tuple[Reset, ...]) -> Scene:
    return structs.replace(scene, life=structs.replace(scene.life, **changes))


def test_without_trouble_every_event_before_the_last_upload_is_seen_once(scene: Scene) -> None:
    got = seen(scene)
    lived = [*scene.life.screen, *scene.life.sessions]
    last = got.exchanges[-1]
    expected = {e for e in lived if scene.calendar.start <= (e.end or e.start) < last}
    assert {event for event in got.events if event.name != "abnormal_reboot"} == expected
    assert len(got.events) == len(set(got.events)) == len(got.arrived)


def test_events_arrive_after_they_were_over(scene: Scene) -> None:
    got = seen(scene)
    assert all((event.end or event.start) < time for event, time in zip(got.events, got.arrived, strict=True))
    assert set(got.arrived) <= set(got.exchanges)


def test_lost_exchanges_take_their_events_with_them(scene: Scene) -> None:
    whole = seen(scene)
    gone = whole.exchanges[5]
    got = seen(with_life(scene, lost=(Span(gone - 1, gone + 1),)))
    assert gone not in got.exchanges
    assert len(got.events) == len(whole.events) - whole.arrived.count(gone)


def test_what_is_offline_comes_later(scene: Scene) -> None:
    whole = seen(scene)
    away = Span(whole.exchanges[3] - HOUR, whole.exchanges[8] + HOUR)
    got = seen(with_life(scene, offline=(away,)))
    assert set(got.events) == set(whole.events)
    assert not any(away.start <= time < away.end for time in got.exchanges)


def test_a_reset_wipes_and_sets_the_clock_back(scene: Scene) -> None:
    whole = seen(scene)
    time = whole.exchanges[6] - 1
    got = seen(with_life(scene, resets=(Reset(time, time + 12 * HOUR, 1_000),)))
    assert len(got.events) < len(whole.events)
    assert any(1_000 <= event.start < 1_000 + 12 * HOUR for event in got.events)


def test_trouble_doubles_and_misses_some() -> None:
    scenes = [scene_of(PROFILES["oneplus-2017"], Options(28, seed, trouble=True)) for seed in range(3)]
    counts = [Counter(seen(scene).events) for scene in scenes]
    assert {2} <= set().union(*(count.values() for count in counts))


def test_the_zone_is_told_with_each_sample() -> None:
    scenes = (scene_of(PROFILES["oneplus-2017"], Options(28, seed, trouble=True)) for seed in range(40))
    travelled = next(scene for scene in scenes if any(zone.zone.offset == 8 * HOUR for zone in scene.life.zones))
    assert {clock.offset for clock in seen(travelled).zones} == {0, 8 * HOUR}


def test_what_is_seen_is_what_stands_in_the_capture() -> None:
    options = Options(14, 1, trouble=True, reset=True)
    told = {one.value for one in simulate("oneplus-2017", options).truth if one.kind == "screen_event"}
    got = seen(scene_of(PROFILES["oneplus-2017"], options))
    assert {of_event(event)[1] for event in got.events if event.name in SCREEN} == told
