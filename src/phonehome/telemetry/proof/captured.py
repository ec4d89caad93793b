"""What a recipient got of one phone: the requests before a reset and after it, by either design, with the truth."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs

from phonehome.attribute import host_of
from phonehome.model import Exchange, Owner
from phonehome.phones import PROFILES, simulate
from phonehome.phones.clock import DAY
from phonehome.phones.oneplus import HOST
from phonehome.phones.scene import Options, Scene
from phonehome.phones.simulation import scene_of
from phonehome.telemetry.breach.fleet import DESIGN
from phonehome.telemetry.proof.population import Population, options

# How many days are captured after the reset.
AGAIN = 7


class Sent(Struct, frozen=True):
    """All requests of a phone to its maker, in order; ``after`` are those after a reset to its first state."""

    before: tuple[Exchange, ...]
    after: tuple[Exchange, ...]


class Owned(Struct, frozen=True):
    """What is true of a phone: its owner's values, the nights slept (Unix ms), the Wi-Fi at home, empty for none."""

    owner: Owner
    nights: tuple[tuple[int, int], ...]
    home: str


def owned(population: Population, number: int) -> Owned:
    """The truth of the captured days."""
    scene = scene_of(PROFILES[DESIGN], options(population, number))
    end = _end(population)
    nights = ((night.onset, night.wake) for night in scene.life.nights if night.onset > _start(population))
    return Owned(_owner(population, number), tuple(one for one in nights if one[1] < end), _home(scene))


def in_2017(population: Population, number: int) -> Sent:
    """What the phone of that number sends in the design of 2017; after the reset it is another week of the person."""
    whole = options(population, number)
    after = structs.replace(whole, days=AGAIN, start=_end(population), resets=1)
    return Sent(
        before=tuple(_to_maker(whole, _end(population))),
        after=tuple(_to_maker(after, _end(population) + AGAIN * DAY)),
    )


def together(owners: list[Owner]) -> Owner:
    """One owner with the values of all."""
    kinds = dict.fromkeys(kind for owner in owners for kind in owner.values)
    values = {kind: tuple(dict.fromkeys(v for owner in owners for v in owner.values.get(kind, ()))) for kind in kinds}
    return structs.replace(owners[0], values=values)


def _to_maker(options: Options, end: int) -> Iterator[Exchange]:
    exchanges = simulate(DESIGN, options).exchanges
    return (one for one in exchanges if host_of(one.url) == HOST and (one.time or 0) < end)


def _owner(population: Population, number: int) -> Owner:
    """The simulated owner; the life is short, for it says nothing of the owner."""
    return simulate(DESIGN, structs.replace(options(population, number), days=1)).owner


def _home(scene: Scene) -> str:
    return scene.phone.places["home"].ssid


def _start(population: Population) -> int:
    return population.start * DAY


def _end(population: Population) -> int:
    return (population.start + population.captured) * DAY
