"""A whole simulated capture: a profile's exchanges and the filler in order of time, with the truth beside them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs

from phonehome.model import Exchange, Owner
from phonehome.phones import filler, identity
from phonehome.phones.clock import Calendar
from phonehome.phones.course import course
from phonehome.phones.delivery import delivered
from phonehome.phones.identity import Phone
from phonehome.phones.life import Life, used
from phonehome.phones.person import person
from phonehome.phones.preinstalled import carrying
from phonehome.phones.scene import Options, Profile, Scene, Told, then
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
        owner=identity.owner(_generations(scene), scene.life.person, scene.calendar.zone),
        life=scene.life,
    )


def _generations(scene: Scene) -> tuple[Phone, ...]:
    """The phone as it was, and as it is after each reset."""
    return (scene.phone, *(then(scene, reset.time).phone for reset in scene.life.resets))


def scene_of(profile: Profile, options: Options) -> Scene:
    """The phone and the life that those options mean; a ValueError says which option is impossible.

    The scene's own seed is that of the phone, so that two phones of one person do not send at the same times.
    """
    if not 1 <= options.days <= LONGEST:
        raise ValueError(f"days must be 1 to {LONGEST}, not {options.days}")
    seed = options.seed if options.phone is None else options.phone
    calendar = Calendar(profile.start if options.start is None else options.start, options.days)
    hard = traits(options.seed) if options.trouble else PLAIN
    hard = structs.replace(hard, reset=hard.reset or options.reset)
    carrier = carrying(person(options.seed), profile.apps)
    life = used(carrier, course(carrier, calendar, options.seed, hard), seed)
    phone = _phone(options, seed, wifi_at_home=hard.wifi_at_home)
    return Scene(phone, life, calendar, structs.replace(options, seed=seed))


def _phone(options: Options, seed: int, *, wifi_at_home: bool) -> Phone:
    """The phone with the places of its person."""
    mine = identity.after_resets(identity.phone(seed), options.resets)
    places = identity.phone(options.seed, wifi_at_home=wifi_at_home).places
    if options.home is not None:
        places = identity.phone(options.home).places | {"partner": places["partner"]}
    return structs.replace(mine, places=places)


def _told(profile: Profile, scene: Scene) -> Iterator[Told]:
    """What reaches the capture of all that the profile and the filler tell within the calendar."""
    for source in (profile.tell, filler.tell):
        told = (one for one in source(scene) if scene.calendar.start <= one.time < scene.calendar.end)
        yield from delivered(scene, told)


def _planted(index: int, told: Told) -> Iterator[Planted]:
    """Each value once an exchange, however often it stands there."""
    host = told.exchange.url.split("/")[2]
    return (Planted(index, kind, value, host) for kind, value in dict.fromkeys(told.planted))
