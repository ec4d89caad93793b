"""The daily round: counts the batches whose time is over, forgets the counts whose retention is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

from phonehome.telemetry.server.batch import Batch, Chores, chores
from phonehome.telemetry.server.store import AwayError, FullError, Store
from phonehome.telemetry.server.writer import Writer

SECONDS = 60.0


async def sweep(writer: Writer, today: date) -> Chores:
    """What a day brings, done; uploads are written between one batch and the next."""
    due = chores(await writer.run(lambda store: store.batches()), today)
    for batch in due.drop:
        await writer.run(_dropping(batch))
    for batch in due.close:
        await writer.run(_closing(batch))
    return due


async def every_day(writer: Writer, today: Callable[[], date], say: Callable[[str], None]) -> None:
    """Sweeps at once and whenever a new day has begun, until it is cancelled; what fails is tried again in a minute."""
    done: date | None = None
    while True:
        if done != today():
            try:
                day = today()
                await sweep(writer, day)
            except (FullError, AwayError) as error:
                say(f"the daily round waits: {error}")
            else:
                done = day
        await asyncio.sleep(SECONDS)


def _dropping(batch: Batch) -> Callable[[Store], None]:
    return lambda store: store.drop(batch)


def _closing(batch: Batch) -> Callable[[Store], None]:
    return lambda store: store.close(batch)
