"""Who carries the phone: name, habits of sleep and work, apps and contacts, all from a seed."""

from __future__ import annotations

from random import Random

from msgspec import Struct

from phonehome.phones.apps import App, chosen
from phonehome.phones.chance import between, digits, lognormal, stream

# fmt: off
FIRST = (
    "Aisha", "Alex", "Amelia", "Bartek", "Ben", "Carys", "Chloe", "Daniel", "Eilidh", "Ewan", "Fatima",
    "Grace", "Hamish", "Imogen", "Jack", "Kofi", "Leila", "Megan", "Nikhil", "Oliver", "Priya", "Rhys",
    "Sian", "Tom", "Uma", "Vikram", "Wendy", "Yusuf",
)
LAST = (
    "Adeyemi", "Begum", "Campbell", "Davies", "Evans", "Fletcher", "Green", "Hughes", "Iqbal", "Jones",
    "Khan", "Lewis", "MacLeod", "Nowak", "Okafor", "Patel", "Quinn", "Roberts", "Singh", "Taylor",
    "Underwood", "Vaughan", "Walker", "Young",
)
# fmt: on

WEEK = (0, 1, 2, 3, 4)
EARLY_SLEEPS_LONG = 0.45  # hours more for each hour that somebody usually goes to bed earlier


class Contact(Struct, frozen=True):
    """Somebody the person talks to, and how often compared with the others."""

    name: str
    number: str
    weight: float


class Person(Struct, frozen=True):
    """A person's constants. Times of day are hours after midnight, above 24 for the next day.

    ``bed`` and ``sleep`` (hours) are the usual night before a working day; ``lie_in`` is what a free day's wake is
    later by and ``late`` what the evening before it is. ``unlocks`` and ``notifications`` are a day's medians.
    """

    name: str
    email: str
    bed: float
    sleep: float
    late: float
    lie_in: float
    unlocks: float
    notifications: float
    silent_at_night: bool
    works: tuple[int, ...]
    work_starts: float
    work_ends: float
    commute: float
    apps: tuple[App, ...]
    contacts: tuple[Contact, ...]


def person(seed: int) -> Person:
    """The person of a seed, drawn so that many of them lie near the measured people."""
    rng = stream(seed, "person")
    name = _name(rng)
    bed = min(max(rng.gauss(24.15, 0.75), 21.5), 26.5)
    starts = between(rng, 8, 10)
    return Person(
        name=name,
        email=f"{name.lower().replace(' ', '.')}.{digits(stream(seed, 'email'), 5)}@example.org",
        bed=bed,
        sleep=min(max(rng.gauss(7.0 + EARLY_SLEEPS_LONG * (24.15 - bed), 0.85), 5.0), 9.2),
        late=between(rng, 0.2, 1.0),
        lie_in=between(rng, 0.4, 2.0),
        unlocks=_unlocks(stream(seed, "unlocks a day")),
        notifications=lognormal(rng, 18, 0.5),
        silent_at_night=rng.random() < 0.6,
        works=WEEK,
        work_starts=starts,
        work_ends=starts + between(rng, 7.5, 9),
        commute=between(rng, 0.25, 1.0),
        apps=chosen(rng),
        contacts=tuple(_contact(rng, place) for place in range(rng.randrange(6, 14))),
    )


def drama_number(rng: Random) -> str:
    """A British mobile number that belongs to nobody (Ofcom's range for drama), in national form."""
    return "07700900" + digits(rng, 3)


def _unlocks(rng: Random) -> float:
    """A day's median: log-normal over people, one in twenty hardly uses the phone."""
    return between(rng, 8, 16) if rng.random() < 0.05 else min(max(lognormal(rng, 92, 0.62), 8), 400)


def _name(rng: Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def _contact(rng: Random, place: int) -> Contact:
    """The nth contact: a few are talked to much more than the rest (Zipf)."""
    return Contact(_name(rng), drama_number(rng), 1 / (place + 1))
