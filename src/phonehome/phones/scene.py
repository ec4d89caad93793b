"""What a wire profile tells about: a phone of a model, the life it sees, and what its owner chose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, structs

from phonehome.model import Exchange
from phonehome.phones.clock import Calendar, Zone
from phonehome.phones.identity import Phone, after_resets
from phonehome.phones.life import Life
from phonehome.phones.spans import covers
from phonehome.phones.zones import zone_at


class Options(Struct, frozen=True):
    """What a user may ask of a simulation; ``start`` is Unix ms (midnight UTC), ``None`` the profile's own.

    ``trouble`` gives the life all that is hard (``traits``), and the capture losses, doubles and late uploads;
    ``reset`` a reset whatever the traits. ``seed`` is the person; ``phone`` the seed of another phone of theirs, which
    has already been reset ``resets`` times; ``home`` the person in whose places they live.
    """

    days: int = 7
    seed: int = 1
    opted_out: bool = False
    roaming: bool = False
    start: int | None = None
    trouble: bool = False
    reset: bool = False
    phone: int | None = None
    resets: int = 0
    home: int | None = None


class Scene(Struct, frozen=True):
    """All that a profile needs to write its exchanges."""

    phone: Phone
    life: Life
    calendar: Calendar
    options: Options


def zone(scene: Scene, time: int) -> Zone:
    """The zone that the phone's clock is set to at that time."""
    return zone_at(scene.life.zones, time)


def roams(scene: Scene, time: int) -> bool:
    """Whether the phone is abroad: all the time, or because its person has travelled."""
    return scene.options.roaming or zone(scene, time) != scene.calendar.zone


def connected(scene: Scene, time: int) -> bool:
    """Whether the phone is on and has any network at all."""
    return not covers(scene.life.off, time) and not covers(scene.life.offline, time)


def wiped(scene: Scene, time: int) -> int:
    """When a reset last wiped what was not sent; 0 for never."""
    return max((reset.time for reset in scene.life.resets if reset.time <= time), default=0)


def then(scene: Scene, time: int) -> Scene:
    """The scene with the identifiers that the phone has at that time: a reset gives some anew."""
    resets = sum(reset.time <= time for reset in scene.life.resets)
    return structs.replace(scene, phone=after_resets(scene.phone, resets)) if resets else scene


class Told(Struct, frozen=True):
    """An exchange that is not yet numbered, with the personal data planted in it as (kind, value)."""

    time: int
    exchange: Exchange
    planted: tuple[tuple[str, str], ...] = ()


class Profile(Struct, frozen=True):
    """A wire format: where its capture begins (Unix ms), how it tells a scene, what apps are called on its phone."""

    start: int
    tell: Callable[[Scene], Iterator[Told]]
    apps: Mapping[str, str] = {}
