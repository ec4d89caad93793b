"""A fleet's reports: each phone lives one of a pool of lives and answers as the client would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from random import Random

from msgspec import Struct

from phonehome.phones.clock import DAY, Calendar
from phonehome.phones.life import live
from phonehome.phones.person import person
from phonehome.telemetry.budget import Memory, Today, answer, due
from phonehome.telemetry.domain import cell
from phonehome.telemetry.fleet.days import Day, Handset, days_of, handset, values
from phonehome.telemetry.metric import Metric, Metrics
from phonehome.telemetry.wire import RECEIPT_BYTES, Report, date_of, definition, nonce_of, written

# Lives that differ; more phones than that share them, each with its own version, battery and lots.
LIVES = 200
# The seeds of lives are apart from those of phones.
_PHONES = 1_000_000


class Fleet(Struct, frozen=True):
    """``start``: the first day since 1970-01-01. ``consenting``: the share of owners who agreed to every purpose."""

    phones: int
    days: int
    start: int
    consenting: float = 1.0
    seed: int = 1
    lives: int = LIVES


class Lived(Struct, frozen=True):
    """One day of a phone, by its number: what it measured, by metric."""

    phone: int
    today: Today
    values: dict[str, str | int | float]


class Told(Struct, frozen=True):
    """One report of a phone, by its number, and the cell that was true."""

    phone: int
    cell: int
    report: Report


Lives = tuple[tuple[Day, ...], ...]


def lives_of(fleet: Fleet) -> Lives:
    """The days of each life of the pool."""
    calendar = Calendar(fleet.start * DAY, fleet.days)
    numbers = range(fleet.seed, fleet.seed + min(fleet.lives, fleet.phones))
    return tuple(days_of(live(person(number), calendar, number), calendar) for number in numbers)


def lived(fleet: Fleet, lives: Lives) -> Iterator[Lived]:
    """The days of all phones whose owners agreed, phone by phone."""
    for number in range(fleet.phones):
        chance = Random(fleet.seed * _PHONES + number)
        if chance.random() < fleet.consenting:
            phone = handset(chance)
            for place, day in enumerate(lives[number % len(lives)]):
                today = Today(fleet.start + place, chance.randbytes, phone.version)
                yield Lived(number, today, values(day, phone, chance))


def reports(days: Iterable[Lived], metrics: Metrics) -> Iterator[Told]:
    """What the phones send of these days."""
    asked = [(metric, definition(metric)) for metric in metrics.metrics.values()]
    for _, phone in groupby(days, lambda day: day.phone):
        memories = {metric.name: Memory() for metric, _ in asked}
        for day in phone:
            yield from _day(day, asked, memories)


def known(metrics: Metrics, lives: Lives) -> tuple[str, ...]:
    """The metrics that a simulated phone can answer."""
    have = values(lives[0][0], Handset("other", 100), Random(0))
    return tuple(name for name in metrics.metrics if name in have)


def _day(day: Lived, asked: Sequence[tuple[Metric, str]], memories: dict[str, Memory]) -> Iterator[Told]:
    measured, today = day.values, day.today
    for metric, means in asked:
        name = metric.name
        is_due, memories[name] = due(metric, memories[name], today.day, today.source)
        if not is_due or name not in measured:
            continue
        said = answer(metric, measured[name], memories[name], today)
        memories[name] = said.memory
        if said.report is not None:
            nonce = written(nonce_of(today.source(RECEIPT_BYTES)))
            report = Report(1, name, means, date_of(today.day), said.report, nonce, "")
            yield Told(day.phone, cell(metric, measured[name], today.attribute, said.memory.offset), report)
