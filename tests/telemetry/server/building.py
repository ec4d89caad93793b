"""A collector in this process, and what phones send to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import TypeVar

import httpx
from msgspec import Struct
from starlette.types import ASGIApp

from phonehome.telemetry import wire
from phonehome.telemetry.metric import Metrics
from phonehome.telemetry.server.batch import Batch, Question, batch_of
from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.limit import Limit
from phonehome.telemetry.server.store import Counted, Entry, Fate, Period, Removal, Store
from phonehome.telemetry.server.tally import Tally
from phonehome.telemetry.server.writer import Writer

TODAY = date(2026, 10, 15)
YESTERDAY = TODAY - timedelta(days=1)
QUESTION = Question("screen_hours", 57, "0123456789abcdef", date(2027, 1, 1), 365)
ENDED = Question("reboots", 5, "fedcba9876543210", TODAY - timedelta(days=3), 365)
QUESTIONS = {one.name: one for one in (QUESTION, ENDED)}
EVER = Period("screen_hours", date(2000, 1, 1), date(2100, 1, 1))
BATCH = batch_of(QUESTION, YESTERDAY)
T = TypeVar("T")


class Sent(Struct, frozen=True):
    """One request."""

    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = {}


def receipt(number: int) -> bytes:
    return number.to_bytes(32, "big")


def entry(number: int, output: int = 0, batch: Batch = BATCH) -> Entry:
    return Entry(batch, wire.nonce_of(receipt(number)), output)


def removal(number: int, day: date = YESTERDAY) -> Removal:
    return Removal("screen_hours", day, wire.nonce_of(receipt(number)))


def report(number: int = 1, output: int = 0, day: date = YESTERDAY) -> wire.Report:
    nonce = wire.written(wire.nonce_of(receipt(number)))
    return wire.Report(1, "screen_hours", QUESTION.form, day, output, nonce, "")


def withdrawal(number: int = 1, day: date = YESTERDAY) -> wire.Withdrawal:
    return wire.Withdrawal(1, "screen_hours", day, wire.written(receipt(number)), "")


def upload(number: int = 1, output: int = 0, day: date = YESTERDAY) -> Sent:
    return Sent("POST", wire.REPORTS, wire.pack(report(number, output, day)))


def counts(store: Store) -> dict[int, int]:
    """How often each output was reported on any day."""
    held: dict[int, int] = {}
    for one in store.counted(EVER):
        for output, n in one.counts.items():
            held[output] = held.get(output, 0) + n
    return held


class Broken:
    """A store that a test gives an error to."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def write(self, _: Sequence[Entry], __: Sequence[Removal], /) -> tuple[list[Fate], list[Fate]]:
        raise self.error

    def close(self, _: Batch, /) -> None:
        raise self.error

    def drop(self, _: Batch, /) -> None:
        raise self.error

    def end(self) -> None:
        raise self.error

    def check(self) -> None:
        raise self.error

    def batches(self) -> list[Batch]:
        raise self.error

    def counted(self, _: Period, /) -> list[Counted]:
        raise self.error


@asynccontextmanager
async def running(store: Store, desk: Callable[[Desk], Desk] = lambda same: same) -> AsyncIterator[Desk]:
    tally = Tally()
    writer = Writer(store, tally)
    try:
        yield desk(Desk(QUESTIONS, Metrics({}, {}), store, writer, tally, Limit(0), lambda: TODAY, lambda: 0.0))
    finally:
        await writer.end()


def with_desk(
    store: Store, work: Callable[[Desk], Awaitable[T]], desk: Callable[[Desk], Desk] = lambda same: same
) -> T:
    """What some work at a running desk answers."""

    async def run() -> T:
        async with running(store, desk) as made:
            return await work(made)

    return asyncio.run(run())


async def answers(app: ASGIApp, *sent: Sent) -> list[httpx.Response]:
    """The answers to requests, one after another, from 192.0.2.1."""
    door = httpx.ASGITransport(app, client=("192.0.2.1", 1234))
    async with httpx.AsyncClient(transport=door, base_url="http://127.0.0.1:8441") as client:
        return [await client.request(one.method, one.path, content=one.body, headers=one.headers) for one in sent]
