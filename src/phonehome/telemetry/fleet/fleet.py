"""A fleet's reports and what is true of it: each phone lives one of a pool of lives and answers as the client would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def reports(fleet: Fleet, lives: Lives, metrics: Metrics) -> Iterator[Told]:
    """What all phones send, phone by phone. A phone without consent sends nothing."""
    asked = [(metric, definition(metric)) for metric in metrics.metrics.values()]
    for number in range(fleet.phones):
        chance = Random(fleet.seed * _PHONES + number)
        if chance.random() < fleet.consenting:
            phone = handset(chance)
            memories = {metric.name: Memory() for metric, _ in asked}
            for place, day in enumerate(lives[number % len(lives)]):
                today = Today(fleet.start + place, chance.randbytes, phone.version)
                yield from _day(number, asked, memories, (values(day, phone, chance), today))


def truth(fleet: Fleet, lives: Lives, metric: Metric) -> list[float]:
    """The share of each of the metric's cells over all days of the consenting phones, lots drawn anew."""
    counts = [0] * metric.cells
    for number in range(fleet.phones):
        chance = Random(fleet.seed * _PHONES + number)
        if chance.random() < fleet.consenting:
            phone = handset(chance)
            for day in lives[number % len(lives)]:
                counts[_cell(metric, day, phone, chance)] += 1
    total = max(sum(counts), 1)
    return [count / total for count in counts]


def known(metrics: Metrics, lives: Lives) -> tuple[str, ...]:
    """The metrics that a simulated phone can answer."""
    have = values(lives[0][0], Handset("other", 100), Random(0))
    return tuple(name for name in metrics.metrics if name in have)


def _day(
    number: int,
    asked: Sequence[tuple[Metric, str]],
    memories: dict[str, Memory],
    told: tuple[dict[str, str | int | float], Today],
) -> Iterator[Told]:
    measured, today = told
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
            yield Told(number, cell(metric, measured[name], today.attribute, said.memory.offset), report)


def _cell(metric: Metric, day: Day, phone: Handset, chance: Random) -> int:
    return cell(metric, values(day, phone, chance)[metric.name], phone.version)
