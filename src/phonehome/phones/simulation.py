"""A whole simulated capture: a profile's exchanges and the filler in order of time, with the truth beside them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs

from phonehome.model import Exchange, Owner
from phonehome.phones import filler, identity
from phonehome.phones.clock import Calendar
from phonehome.phones.delivery import delivered
from phonehome.phones.life import Life, live
from phonehome.phones.person import person
from phonehome.phones.preinstalled import carrying
from phonehome.phones.scene import Options, Profile, Scene, Told
from phonehome.phones.traits import PLAIN, traits
from phonehome.phones.truth import Planted

LONGEST = 366


class Simulation(Struct, frozen=True):
    """A capture, what is planted in it, what its owner knows, and the life it comes from."""

    exchanges: tuple[Exchange, ...]
    truth: tuple[Planted, ...]
    owner: Owner
    life: Life


def run(profile: Profile, options: Options) -> Simulation:
    """Simulate a profile; a ValueError says which option is impossible."""
    scene = scene_of(profile, options)
    told = sorted(_told(profile, scene), key=lambda one: one.time)
    return Simulation(
        exchanges=tuple(structs.replace(one.exchange, index=index) for index, one in enumerate(told)),
        truth=tuple(planted for index, one in enumerate(told) for planted in _planted(index, one)),
        owner=identity.owner(scene.phone, scene.life.person, scene.calendar.zone),
        life=scene.life,
    )


def scene_of(profile: Profile, options: Options) -> Scene:
    """The phone and the life that those options mean; a ValueError says which option is impossible."""
    if not 1 <= options.days <= LONGEST:
        raise ValueError(f"days must be 1 to {LONGEST}, not {options.days}")
    start = profile.start if options.start is None else options.start
    calendar = Calendar(start, options.days)
    hard = traits(options.seed) if options.trouble else PLAIN
    life = live(carrying(person(options.seed), profile.apps), calendar, options.seed, hard)
    return Scene(identity.phone(options.seed, wifi_at_home=hard.wifi_at_home), life, calendar, options)


def _told(profile: Profile, scene: Scene) -> Iterator[Told]:
    """What reaches the capture of all that the profile and the filler tell within the calendar."""
    for source in (profile.tell, filler.tell):
        told = (one for one in source(scene) if scene.calendar.start <= one.time < scene.calendar.end)
        yield from delivered(scene, told)


def _planted(index: int, told: Told) -> Iterator[Planted]:
    """Each value once an exchange, however often it stands there."""
    host = told.exchange.url.split("/")[2]
    return (Planted(index, kind, value, host) for kind, value in dict.fromkeys(told.planted))
