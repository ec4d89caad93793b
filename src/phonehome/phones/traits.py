"""What makes a life hard to read: shifts, travel, naps, nights without sleep, a phone that is off; drawn per person.

Shift work of one person in ten and the low users are measured shares; the other rates are chosen so that 200 lives of
four weeks have some of each.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from phonehome.phones.chance import between, stream

Rota = Literal["", "night", "rotating"]
Trip = Literal["", "near", "far"]


class Traits(Struct, frozen=True):
    """A person's habits and lot. Chances are per night (``sleepless``, ``videos``, ``nights_off``) or per day.

    ``puts_away`` is how many hours before bed the phone is laid down; ``home_days`` the weekdays worked at home;
    ``wifi_at_home`` whether there is any.
    """

    rota: Rota = ""
    trip: Trip = ""
    naps: float = 0
    sleepless: float = 0
    videos: float = 0
    puts_away: float = 0
    home_days: tuple[int, ...] = ()
    partner: float = 0
    wifi_at_home: bool = True
    nights_off: float = 0
    days_off: float = 0
    offline: float = 0
    lost: float = 0
    reset: bool = False


PLAIN = Traits()


def traits(seed: int) -> Traits:
    """The traits of a seed's person."""
    rng = stream(seed, "traits")
    lot, away = rng.random(), rng.random()
    return Traits(
        rota="night" if lot < 0.05 else "rotating" if lot < 0.1 else "",
        trip="far" if away < 0.1 else "near" if away < 0.3 else "",
        naps=0.25 if rng.random() < 0.12 else 0.02,
        sleepless=0.05 if rng.random() < 0.08 else 0.006,
        videos=0.18 if rng.random() < 0.3 else 0.01,
        puts_away=between(rng, 0.75, 3) if rng.random() < 0.1 else 0,
        home_days=tuple(sorted(rng.sample(range(5), 2))) if rng.random() < 0.35 else (),
        partner=0.3 if rng.random() < 0.15 else 0,
        wifi_at_home=rng.random() >= 0.1,
        nights_off=0.8 if rng.random() < 0.05 else 0.01,
        days_off=0.02,
        offline=0.05 if rng.random() < 0.1 else 0.005,
        lost=0.03,
        reset=rng.random() < 0.15,
    )
