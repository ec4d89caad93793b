"""A person's weeks with one phone, ground truth kept: nights, stays, screen, apps, talks, visits, restarts, crashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

from msgspec import Struct

from phonehome.model import Event
from phonehome.phones import use
from phonehome.phones.battery import Charge, charges
from phonehome.phones.chance import stream, weighted
from phonehome.phones.clock import DAY, MINUTE, SECOND, Calendar
from phonehome.phones.nights import Night, nights
from phonehome.phones.person import Person
from phonehome.phones.stays import Stay, stays
from phonehome.phones.visits import Visit, visited

REBOOTS_A_DAY = 0.07
BOOTS = {"reboot": 5, "abnormal_reboot": 4, "kernel_panic": 0.5, "hardware_watchdog": 0.5}
CRASHES_A_SESSION = 0.004
CRASHES = {"crash": 6, "anr": 3, "system_app_crash": 0.6, "system_app_anr": 0.4}


class Life(Struct, frozen=True):
    """What really happened. All tuples are in order of time.

    ``lights`` are what the screen did, ``screen`` the same as events (screen_on, unlock, screen_off); ``sessions``
    are apps with opening and closing times; ``boots`` and ``crashes`` events of the system; ``visits`` pages opened
    in the browser.
    """

    person: Person
    nights: tuple[Night, ...]
    stays: tuple[Stay, ...]
    charges: tuple[Charge, ...]
    lights: tuple[use.Light, ...]
    screen: tuple[Event, ...]
    sessions: tuple[Event, ...]
    talks: tuple[use.Talk, ...]
    boots: tuple[Event, ...]
    crashes: tuple[Event, ...]
    visits: tuple[Visit, ...]


def live(person: Person, calendar: Calendar, seed: int) -> Life:
    """The life of that person over those days. A day's use runs from one bed to the next."""
    slept = nights(person, calendar, stream(seed, "nights"))
    lights = _lights(person, calendar, slept, stream(seed, "lights"))
    opened = tuple(_sessions(person, calendar, lights, stream(seed, "apps")))
    return Life(
        person=person,
        nights=slept,
        stays=stays(person, calendar, slept, stream(seed, "stays")),
        charges=charges(slept, stream(seed, "charges")),
        lights=lights,
        screen=tuple(event for light in lights for event in _events(light)),
        sessions=opened,
        talks=tuple(use.talks(person, opened, stream(seed, "talks"))),
        boots=tuple(_boots(lights, stream(seed, "boots"))),
        crashes=tuple(_crashes(opened, stream(seed, "crashes"))),
        visits=tuple(visited(person, opened, stream(seed, "visits"))),
    )


def _lights(person: Person, calendar: Calendar, slept: Sequence[Night], rng: Random) -> tuple[use.Light, ...]:
    unlocked: list[use.Light] = []
    others: list[use.Light] = []
    for night, following in pairwise(slept):
        unlocked += use.asleep(night, calendar.zone, rng)
        unlocked += use.awake(person, (night, following), rng)
        others += use.unattended(person, night, following.bed, rng)
    unlocked += use.asleep(slept[-1], calendar.zone, rng)
    others += use.unattended(person, slept[-1], slept[-1].wake, rng)
    return tuple(use.apart(unlocked, others))


def _sessions(person: Person, calendar: Calendar, lights: Sequence[use.Light], rng: Random) -> Iterator[Event]:
    for light in lights:
        if light.unlock:
            yield from use.sessions(person, calendar.zone, light, rng)


def _events(light: use.Light) -> Iterator[Event]:
    yield Event("screen_on", light.on)
    if light.unlock:
        yield Event("unlock", light.unlock)
    yield Event("screen_off", light.off)


def _boots(lights: Sequence[use.Light], rng: Random) -> Iterator[Event]:
    """Restarts, each in a dark stretch long enough for one."""
    for light, following in pairwise(lights):
        dark = following.on - light.off
        if dark > 5 * MINUTE and rng.random() < REBOOTS_A_DAY * dark / DAY:
            name = weighted(rng, tuple(BOOTS), tuple(BOOTS.values()))
            yield Event(name, light.off + rng.randrange(30 * SECOND, dark - 2 * MINUTE))


def _crashes(sessions: Sequence[Event], rng: Random) -> Iterator[Event]:
    for session in sessions:
        if session.end is not None and rng.random() < CRASHES_A_SESSION:
            yield Event(weighted(rng, tuple(CRASHES), tuple(CRASHES.values())), session.end, app=session.app)
