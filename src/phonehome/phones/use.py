"""When and how a person uses the phone: unlocked lights, the apps in them, and lights with nobody there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import exp, log, sqrt
from random import Random

from msgspec import Struct

from phonehome.model import Event
from phonehome.phones.apps import at_hour
from phonehome.phones.chance import Quantiles, between, lognormal, quantile, weighted
from phonehome.phones.clock import DAY, HOUR, MINUTE, SECOND, Zone, hour, local
from phonehome.phones.nights import Night
from phonehome.phones.person import Person

# minutes from waking to the first unlock
FIRST_UNLOCK: Quantiles = ((0, 0), (0.26, 1), (0.525, 4), (0.775, 16), (0.91, 51), (0.955, 85), (1, 150))
# minutes from the last use to bed: mostly the phone is the last thing seen, sometimes it was put away long before
PUT_AWAY: Quantiles = ((0, 0), (0.5, 6), (0.8, 30), (0.92, 90), (1, 200))
SHORT_GAP, SHORT_SHARE = 60.0, -0.6745  # a quarter of the gaps is under 60 s: the normal quantile of 1/4
GAP_CORRELATION = 0.15
MEAN_USE = 95.0  # seconds of light of one use; measured on the app table
NIGHT_CHECK, EARLY_CHECK = 0.02, 0.47
GLANCE = 0.15
SCREEN_TIMEOUT = 15 * SECOND
LONGEST_DAY = 19 * HOUR  # a day without a night after it has the unlocks of more than one


class Light(Struct, frozen=True):
    """The screen lit from ``on`` to ``off`` (Unix ms), unlocked at ``unlock`` or, when 0, never; ``app`` if but one."""

    on: int
    off: int
    unlock: int = 0
    app: str = ""


class Talk(Struct, frozen=True):
    """A call or chat with a contact, by name, in an app."""

    contact: str
    app: str
    start: int
    end: int


def awake(person: Person, nights: tuple[Night, Night], rng: Random, puts_away: float = 0) -> Iterator[Light]:
    """Unlocked lights of the day between two nights: a renewal process with the measured gaps.

    ``puts_away`` is how many hours before bed the person lays the phone down, beside what everybody does.
    """
    time = nights[0].wake + round(quantile(rng, FIRST_UNLOCK) * MINUTE)
    last = nights[1].bed - round((quantile(rng, PUT_AWAY) + 60 * puts_away) * MINUTE)
    spread = _gap_spread(person, nights, lognormal(rng, 1, 0.25))
    middle = log(SHORT_GAP) - SHORT_SHARE * spread
    state = rng.gauss(0, 1)
    while time < last:
        light = _light(time, lognormal(rng, 45, 1.1), rng)
        yield light
        state = GAP_CORRELATION * state + sqrt(1 - GAP_CORRELATION**2) * rng.gauss(0, 1)
        gap = min(exp(middle + spread * state), 5 * HOUR / SECOND)
        time = light.off + round(max(gap, 1.5) * SECOND)


def asleep(night: Night, zone: Zone, rng: Random) -> Iterator[Light]:
    """Unlocked lights while in bed: a look at the clock at night, and the phone in hand before getting up."""
    if rng.random() < NIGHT_CHECK:
        yield _light(round(between(rng, night.bed + 40 * MINUTE, night.wake - HOUR)), lognormal(rng, 40, 0.8), rng)
    six = night.wake - local(zone, night.wake) % DAY + 6 * HOUR
    begin, end = max(six, night.bed + HOUR), night.wake - 32 * MINUTE
    if begin < end and rng.random() < EARLY_CHECK:
        for time in sorted(round(between(rng, begin, end)) for _ in range(rng.randrange(1, 4))):
            yield _light(time, lognormal(rng, 35, 0.8), rng)


def unattended(person: Person, night: Night, until: int, rng: Random) -> Iterator[Light]:
    """Lights without unlock from one bed to the next: alarms, notifications, glances at the clock."""
    for alarm in night.alarms:
        yield Light(alarm, alarm + round(between(rng, 4, 40) * SECOND))
    each = DAY / (person.notifications + GLANCE * person.unlocks)
    time = night.bed + round(-log(1 - rng.random()) * each)
    while time < until:
        if time > night.wake or not person.silent_at_night:
            yield Light(time, time + round(between(rng, 0.3, 1) * SCREEN_TIMEOUT))
        time += SECOND + round(-log(1 - rng.random()) * each)


def apart(*groups: Sequence[Light]) -> list[Light]:
    """All lights in order, without those that a light of an earlier group, or before them in theirs, covers."""
    kept: list[Light] = []
    for group in groups:
        for light in sorted(group, key=lambda light: light.on):
            place = bisect_right(kept, light.on, key=lambda light: light.on)
            before = place == 0 or kept[place - 1].off + SECOND < light.on
            after = place == len(kept) or light.off + SECOND < kept[place].on
            if before and after:
                kept.insert(place, light)
    return kept


def sessions(person: Person, zone: Zone, light: Light, rng: Random) -> Iterator[Event]:
    """The apps that were open in an unlocked light, one after the other."""
    time, end = light.unlock + 300, light.off - 100
    if light.app:
        yield Event("session", time, end, light.app)
        return
    while time < end:
        app = at_hour(rng, person.apps, hour(zone, time))
        stays = max(round(lognormal(rng, app.seconds, 0.9) * SECOND), 900)
        closed = min(time + stays, end)
        yield Event("session", time, closed if end - closed > 2 * SECOND else end, app.package)
        time = closed + round(between(rng, 0.2, 1.8) * SECOND) if end - closed > 2 * SECOND else end


def talks(person: Person, sessions: Sequence[Event], rng: Random) -> Iterator[Talk]:
    """Which uses of a calling or chatting app were with whom."""
    talking = {app.package: app.talks for app in person.apps if app.talks}
    weights = [contact.weight for contact in person.contacts]
    for session in sessions:
        if session.app in talking and rng.random() < 0.6:
            contact = weighted(rng, person.contacts, weights)
            yield Talk(contact.name, session.app, session.start, session.end or session.start)


def _light(on: int, seconds: float, rng: Random) -> Light:
    unlock = on + round(between(rng, 0.25, 2.5) * SECOND)
    return Light(on, unlock + max(round(min(seconds, 5400) * SECOND), 2 * SECOND), unlock)


def _gap_spread(person: Person, nights: tuple[Night, Night], factor: float) -> float:
    """The deviation of log-normal gaps with a quarter under 60 s and the mean that gives the day its unlocks."""
    seconds = min(nights[1].bed - nights[0].wake, LONGEST_DAY) / SECOND
    mean = max(seconds / (person.unlocks * factor) - MEAN_USE, 1.2 * SHORT_GAP)
    return sqrt(SHORT_SHARE**2 + 2 * log(mean / SHORT_GAP)) + SHORT_SHARE
