"""The daily round, under a clock that the test sets."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from phonehome.telemetry.server import sweep as module
from phonehome.telemetry.server.batch import Chores
from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import AwayError
from phonehome.telemetry.server.sweep import every_day, sweep
from telemetry.server.building import BATCH, YESTERDAY, Broken, counts, entry, with_desk


def _after(sqlite: Sqlite, days: int) -> Chores:
    return with_desk(sqlite, lambda desk: sweep(desk.writer, YESTERDAY + timedelta(days=days)))


def test_a_batch_is_counted_then_forgotten(sqlite: Sqlite) -> None:
    sqlite.write([entry(1, 5)], [])
    assert (_after(sqlite, 29), _after(sqlite, 30).close) == (Chores((), ()), (BATCH,))
    assert ([one.closed for one in sqlite.batches()], counts(sqlite)) == ([True], {5: 1})
    _after(sqlite, 365)
    assert (sqlite.batches(), counts(sqlite)) == ([], {})


def test_a_collector_that_slept_for_years_keeps_nothing_beyond_its_retention(sqlite: Sqlite) -> None:
    sqlite.write([entry(1, 5)], [])
    assert _after(sqlite, 3000) == Chores((), (BATCH,))
    assert (sqlite.batches(), counts(sqlite)) == ([], {})


def test_each_new_day_is_swept_once(sqlite: Sqlite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0)
    sqlite.write([entry(1, 5)], [])
    days = iter([YESTERDAY + timedelta(days=29)] * 5 + [YESTERDAY + timedelta(days=30)] * 5)
    last = YESTERDAY + timedelta(days=30)

    async def work(desk: Desk) -> None:
        def today() -> date:
            return next(days, last)

        daily = asyncio.create_task(every_day(desk.writer, today, lambda _: None))
        while not sqlite.batches()[0].closed:  # noqa: ASYNC110 - the store tells nobody
            await asyncio.sleep(0)
        daily.cancel()

    with_desk(sqlite, work)
    assert counts(sqlite) == {5: 1}


def test_a_round_that_fails_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0)
    said: list[str] = []

    async def work(desk: Desk) -> None:
        daily = asyncio.create_task(every_day(desk.writer, lambda: YESTERDAY, said.append))
        while len(said) < 2:  # noqa: ASYNC110 - who is told has no event
            await asyncio.sleep(0)
        daily.cancel()

    with_desk(Broken(AwayError("it is locked")), work)
    assert said[:2] == ["the daily round waits: it is locked"] * 2
