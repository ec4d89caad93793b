"""What a recipient has of a life, without the bytes in between: the events that arrived, when, and the zone said."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from phonehome.model import Event
from phonehome.phones import oneplus, truth
from phonehome.phones.clock import offset
from phonehome.phones.delivery import times
from phonehome.phones.oneplus import Upload
from phonehome.phones.recorder import Records, during, recorded, stamped
from phonehome.phones.scene import Scene, zone
from phonehome.phones.spans import covers
from phonehome.phones.troubles import shown

KNOWN_EVENTS = truth.SCREEN | {"abnormal_reboot"}


class Clock(Struct, frozen=True):
    """A sample of device information: the time it gives, and what local time was ahead of UTC, both in ms."""

    time: int
    offset: int


class Seen(Struct, frozen=True):
    """What arrived, in order of arrival; a body that was sent twice stands here twice.

    ``events`` are screen_on, unlock, screen_off, abnormal_reboot and session (with app and end); ``arrived`` has the
    time of the exchange of each; ``exchanges`` all times at which usage was received; ``zones`` what was said of the
    time zone. Times of events are those of the phone's clock, so after a reset the first ones are wrong.
    """

    events: tuple[Event, ...]
    arrived: tuple[int, ...]
    exchanges: tuple[int, ...]
    zones: tuple[Clock, ...]


def seen(scene: Scene) -> Seen:
    """What OnePlus of 2017 has received by the end of a scene's calendar."""
    records = recorded(scene, KNOWN_EVENTS)
    arrived = [(event, upload.time) for upload in _received(scene, "usage") for event in _told(scene, records, upload)]
    return Seen(
        events=tuple(event for event, _ in arrived),
        arrived=tuple(time for _, time in arrived),
        exchanges=tuple(upload.time for upload in _received(scene, "usage")),
        zones=tuple(clock for upload in _received(scene, "device") for clock in _clocks(scene, upload)),
    )


def _received(scene: Scene, stream: oneplus.Stream) -> Iterator[Upload]:
    """The uploads of a stream that reach the capture, those sent twice twice."""
    for upload in oneplus.uploads(scene):
        here = upload.time < scene.calendar.end and not covers(scene.life.lost, upload.time)
        if upload.stream == stream and here:
            yield from [upload] * times(scene, upload.time)


def _told(scene: Scene, records: Records, upload: Upload) -> list[Event]:
    system = during(upload.since, upload.time, records.system)
    return stamped(scene, (*system, *during(upload.since, upload.time, records.sessions)))


def _clocks(scene: Scene, upload: Upload) -> Iterator[Clock]:
    for time in oneplus.samples(scene, upload):
        yield Clock(shown(scene.life.resets, time), offset(zone(scene, time), time))
