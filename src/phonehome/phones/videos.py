"""A video that runs on into sleep: the screen stays lit and unlocked long after the person has stopped watching."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from phonehome.phones.chance import between
from phonehome.phones.clock import MINUTE, SECOND
from phonehome.phones.nights import Night
from phonehome.phones.person import Person
from phonehome.phones.use import Light

PLAYERS = ("com.netflix.mediaclient", "com.google.android.youtube", "com.android.chrome")


def running_on(person: Person, nights: Sequence[Night], chance: float, rng: Random) -> Iterator[Light]:
    """The videos of those nights, each from before bed to up to two and a half hours into the sleep."""
    packages = {app.package for app in person.apps}
    player = next((package for package in PLAYERS if package in packages), person.apps[0].package)
    for night in nights:
        if rng.random() < chance:
            on = night.bed - round(between(rng, 2, 25) * MINUTE)
            off = min(night.onset + round(between(rng, 15, 150) * MINUTE), night.wake - MINUTE)
            yield Light(on, off, on + 2 * SECOND, player)
