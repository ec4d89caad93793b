from __future__ import annotations

from msgspec import structs

from phonehome.phones.chance import stream
from phonehome.phones.clock import HOUR, MINUTE
from phonehome.phones.nights import Night
from phonehome.phones.person import person
from phonehome.phones.videos import PLAYERS, running_on

NIGHT = Night(10 * HOUR, 17 * HOUR, latency=10 * MINUTE)


def test_a_video_runs_from_before_bed_into_sleep() -> None:
    lights = list(running_on(person(1), (NIGHT,) * 50, 1, stream(1, "videos")))
    assert len(lights) == 50
    assert all(light.on < NIGHT.bed < NIGHT.onset + 10 * MINUTE < light.off < NIGHT.wake for light in lights)
    assert {light.app for light in lights} <= set(PLAYERS)


def test_without_a_player_it_is_any_app() -> None:
    bare = structs.replace(person(1), apps=person(1).apps[:1])
    assert {light.app for light in running_on(bare, (NIGHT,), 1, stream(1, "videos"))} == {bare.apps[0].package}


def test_no_video_runs_where_there_is_no_chance_of_one() -> None:
    assert list(running_on(person(1), (NIGHT,), 0, stream(1, "videos"))) == []
