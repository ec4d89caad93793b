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
from phonehome.phones.course import Course, course
from phonehome.phones.naps import sleeps
from phonehome.phones.nights import Night
from phonehome.phones.person import Person
from phonehome.phones.plan import Day
from phonehome.phones.spans import Span, touches
from phonehome.phones.stays import Stay
from phonehome.phones.traits import PLAIN, Traits
from phonehome.phones.troubles import Reset, troubles
from phonehome.phones.videos import running_on
from phonehome.phones.visits import Visit, visited
from phonehome.phones.zones import Zoned, zone_at

REBOOTS_A_DAY = 0.07
BOOTS = {"reboot": 5, "abnormal_reboot": 4, "kernel_panic": 0.5, "hardware_watchdog": 0.5}
CRASHES_A_SESSION = 0.004
CRASHES = {"crash": 6, "anr": 3, "system_app_crash": 0.6, "system_app_anr": 0.4}


class Life(Struct, frozen=True):
    """What really happened. All tuples are in order of time.

    ``lights`` are what the screen did, ``screen`` the same as events (screen_on, unlock, screen_off); ``sessions``
    are apps with opening and closing times; ``boots`` and ``crashes`` events of the system; ``visits`` pages opened
    in the browser. ``nights`` are times in bed, ``sleeps`` all that was slept, naps too; ``zones`` is what the phone's
    clock is set to; while ``off`` nothing is recorded, while ``offline`` nothing sent, and what was on its way while
    ``lost`` is missing from the capture.
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
    sleeps: tuple[Span, ...]
    zones: tuple[Zoned, ...]
    days: tuple[Day, ...]
    off: tuple[Span, ...] = ()
    offline: tuple[Span, ...] = ()
    lost: tuple[Span, ...] = ()
    resets: tuple[Reset, ...] = ()


def live(person: Person, calendar: Calendar, seed: int, traits: Traits = PLAIN) -> Life:
    """The life of that person over those days. A day's use runs from one bed to the next."""
    return used(person, course(person, calendar, seed, traits), seed)


def used(person: Person, course: Course, seed: int) -> Life:
    """That course of days with one phone; the seed is the phone's own."""
    befalls = troubles(course, seed)
    lights = _lights(person, course, befalls.off, seed)
    opened = tuple(_sessions(person, course.zones, lights, stream(seed, "apps")))
    return Life(
        person=person,
        nights=course.nights,
        stays=course.stays,
        charges=charges(course.nights, stream(seed, "charges")),
        lights=lights,
        screen=tuple(event for light in lights for event in _events(light)),
        sessions=opened,
        talks=tuple(use.talks(person, opened, stream(seed, "talks"))),
        boots=tuple(_boots(lights, stream(seed, "boots"))),
        crashes=tuple(_crashes(opened, stream(seed, "crashes"))),
        visits=tuple(visited(person, opened, stream(seed, "visits"))),
        sleeps=sleeps(course.nights, course.naps),
        zones=course.zones,
        days=course.days,
        off=befalls.off,
        offline=befalls.offline,
        lost=befalls.lost,
        resets=befalls.resets,
    )


def _lights(person: Person, course: Course, off: Sequence[Span], seed: int) -> tuple[use.Light, ...]:
    rng, slept = stream(seed, "lights"), course.nights
    unlocked: list[use.Light] = []
    others: list[use.Light] = []
    for night, following in pairwise(slept):
        unlocked += use.asleep(night, zone_at(course.zones, night.wake), rng)
        unlocked += use.awake(person, (night, following), rng, course.traits.puts_away)
        others += use.unattended(person, night, following.bed, rng)
    unlocked += use.asleep(slept[-1], zone_at(course.zones, slept[-1].wake), rng)
    others += use.unattended(person, slept[-1], slept[-1].wake, rng)
    videos = list(running_on(person, slept, course.traits.videos, stream(seed, "videos")))
    held = [light for light in unlocked if not touches(course.naps, Span(light.on, light.off))]
    lit = use.apart(videos, held, others)
    return tuple(light for light in lit if not touches(off, Span(light.on, light.off)))


def _sessions(person: Person, zones: Sequence[Zoned], lights: Sequence[use.Light], rng: Random) -> Iterator[Event]:
    for light in lights:
        if light.unlock:
            yield from use.sessions(person, zone_at(zones, light.on), light, rng)


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
