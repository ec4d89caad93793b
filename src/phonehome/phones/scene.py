"""What a wire profile tells about: a phone of a model, the life it sees, and what its owner chose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from phonehome.model import Exchange
from phonehome.phones.clock import Calendar
from phonehome.phones.identity import Phone
from phonehome.phones.life import Life


class Options(Struct, frozen=True):
    """What a user may ask of a simulation; ``start`` is Unix ms (midnight UTC), ``None`` the profile's own."""

    days: int = 7
    seed: int = 1
    opted_out: bool = False
    roaming: bool = False
    start: int | None = None


class Scene(Struct, frozen=True):
    """All that a profile needs to write its exchanges."""

    phone: Phone
    life: Life
    calendar: Calendar
    options: Options


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
