"""Phones that are hard to tell apart or to hold together: a household's, two of one person, one that is handed on."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs

from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY
from phonehome.phones.scene import Options

RESET_SHARE = 0.2
SECOND_PHONE_SHARE = 0.05
SPACING = 10_000  # between the seeds of two households, and from a person to their second phone


class Member(Struct, frozen=True):
    """One phone of a household: whose it is, its options for ``simulate``, and the address all of them send from."""

    person: int
    options: Options
    address: str


def household(options: Options, phones: int = 100) -> Iterator[Member]:
    """Phones of people who share home, Wi-Fi and public address; some people have two, some phones are reset."""
    rng = stream(options.seed, "household")
    address = f"203.0.113.{rng.randrange(100, 250)}"
    person = options.seed * SPACING
    while phones > 0:
        two = rng.random() < SECOND_PHONE_SHARE and phones > 1
        for phone in (None, person + SPACING // 2)[: 1 + two]:
            reset = rng.random() < RESET_SHARE
            chosen = structs.replace(options, seed=person, phone=phone, home=options.seed, reset=reset)
            yield Member(person, chosen, address)
        phones, person = phones - 1 - two, person + 1


def two_phones(options: Options, phone: int) -> tuple[Options, Options]:
    """The person's own phone, and with it another one of that seed, used as much."""
    return options, structs.replace(options, phone=phone)


def handed_on(options: Options, to: int, start: int) -> tuple[Options, Options]:
    """One phone from ``start`` (Unix ms): for half of the days with its person, then, reset, with another."""
    half = options.days // 2
    before = structs.replace(options, days=half, start=start)
    after = structs.replace(
        options,
        seed=to,
        days=options.days - half,
        start=start + half * DAY,
        phone=options.seed if options.phone is None else options.phone,
        resets=options.resets + 1,
    )
    return before, after
