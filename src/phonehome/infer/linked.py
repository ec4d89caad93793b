"""What the answer about links is made of."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from phonehome.infer.answer import Answer


class Holding(Struct, frozen=True):
    """What one organisation got: kinds of identifiers, and kinds of all other data that hang on them."""

    recipient: str
    identifiers: tuple[str, ...]
    data: tuple[str, ...]


class Identifier(Struct, frozen=True):
    """An identifier. ``number`` names it in this answer; ``phone`` is the number of the phone it belongs to."""

    number: int
    value: str
    kind: str
    phone: int | None
    recipients: tuple[str, ...]
    exchanges: int
    first: datetime | None
    last: datetime | None


class Link(Struct, frozen=True):
    """Two identifiers that stood in one request of a recipient, ``first`` at that time, in so many of them."""

    one: int
    other: int
    recipient: str
    exchanges: int
    first: datetime | None


class Bridged(Struct, frozen=True):
    """A reset that hid nothing: ``over`` ties ``new`` to ``old``.

    ``alone`` are the recipients that each know by themselves, at most ``hours`` after the reset; else ``together`` are
    those that would know if they traded.
    """

    kind: str
    old: int
    new: int
    over: int
    alone: tuple[str, ...]
    together: tuple[str, ...]
    time: datetime
    hours: float


class Trade(Struct, frozen=True):
    """Two recipients that hold the same identifiers, and so could join what they know."""

    one: str
    other: str
    identifiers: tuple[int, ...]
    kinds: tuple[str, ...]


class OnePerson(Struct, frozen=True):
    """Two phones, by number, that send the same account, address, number or SIM card."""

    phones: tuple[int, int]
    by: tuple[int, ...]


class HandedOn(Struct, frozen=True):
    """A phone that sent ``old`` until ``until`` and ``new`` of the same kind from ``since`` on."""

    phone: int
    kind: str
    old: int
    new: int
    until: datetime
    since: datetime


class Links(Answer, frozen=True, kw_only=True):
    """``holdings`` in order of what hangs together, ``identifiers`` by how often they were sent.

    ``links``, ``bridges``, ``trades``, ``one_person`` and ``handed_on`` name identifiers and phones by their numbers;
    ``phones`` counts these. At most 200 of each are listed, the first ones; ``left_out`` counts all others.
    """

    holdings: tuple[Holding, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    bridges: tuple[Bridged, ...] = ()
    trades: tuple[Trade, ...] = ()
    phones: int = 0
    one_person: tuple[OnePerson, ...] = ()
    handed_on: tuple[HandedOn, ...] = ()
    left_out: int = 0
