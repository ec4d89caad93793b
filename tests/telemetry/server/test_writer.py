"""Group commit: nobody is answered before the transaction, and nobody is forgotten."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from phonehome.telemetry.server import writer as module
from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import AwayError, Entry, Fate, FullError, Removal
from phonehome.telemetry.server.writer import BusyError
from telemetry.server.building import BATCH, Broken, counts, entry, removal, with_desk


class Slow(Broken):
    """A store that writes only when it is let, and says in which groups."""

    def __init__(self) -> None:
        super().__init__(ValueError("not asked"))
        self.go = threading.Event()
        self.groups: list[int] = []

    def write(self, entries: Sequence[Entry], removals: Sequence[Removal], /) -> tuple[list[Fate], list[Fate]]:
        self.go.wait(30)
        self.groups.append(len(entries) + len(removals))
        return ["stored"] * len(entries), ["absent"] * len(removals)


def test_each_gets_its_own_fate(sqlite: Sqlite) -> None:
    async def work(desk: Desk) -> list[Fate]:
        await desk.writer.put(entry(1))
        await desk.writer.run(lambda store: store.close(BATCH))
        return [await desk.writer.put(one) for one in (entry(1), removal(1), removal(1, BATCH.closes))]

    assert with_desk(sqlite, work) == ["counted", "counted", "absent"]


def test_many_at_once_are_written_in_few_groups_and_only_then_answered() -> None:
    store = Slow()

    async def work(desk: Desk) -> tuple[bool, set[Fate]]:
        waiting = [asyncio.create_task(desk.writer.put(entry(number))) for number in range(500)]
        await asyncio.sleep(0)
        early = any(one.done() for one in waiting)
        store.go.set()
        return early, set(await asyncio.gather(*waiting))

    assert with_desk(store, work) == (False, {"stored"})
    assert (sum(store.groups), len(store.groups) <= 3) == (500, True)


@pytest.mark.parametrize("error", [FullError("full"), AwayError("away"), RuntimeError("a mistake of ours")])
def test_who_waits_gets_the_error_and_the_thread_goes_on(error: Exception) -> None:
    async def work(desk: Desk) -> list[Fate | BaseException]:
        first = await asyncio.gather(*(desk.writer.put(entry(number)) for number in range(3)), return_exceptions=True)
        return [*first, *await asyncio.gather(desk.writer.put(entry(4)), return_exceptions=True)]

    assert with_desk(Broken(error), work) == [error] * 4


def test_a_job_that_fails_fails_for_who_asked_it(sqlite: Sqlite) -> None:
    async def work(desk: Desk) -> Fate:
        with pytest.raises(ZeroDivisionError):
            await desk.writer.run(lambda _: 1 // 0)
        return await desk.writer.put(entry(1))

    assert with_desk(sqlite, work) == "stored"


def test_too_many_are_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 10)
    store = Slow()

    async def work(desk: Desk) -> tuple[int, int]:
        waiting = [asyncio.create_task(desk.writer.put(entry(number))) for number in range(100)]
        await asyncio.wait(waiting, timeout=30, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(0)
        store.go.set()
        fates = await asyncio.gather(*waiting, return_exceptions=True)
        return sum(fate == "stored" for fate in fates), sum(isinstance(fate, BusyError) for fate in fates)

    stored, busy = with_desk(store, work)
    assert (stored + busy, stored == sum(store.groups), 10 <= stored <= 20) == (100, True, True)


def test_what_waits_at_the_end_is_written(sqlite: Sqlite) -> None:
    async def work(desk: Desk) -> list[Fate]:
        waiting = [asyncio.create_task(desk.writer.put(entry(number))) for number in range(50)]
        await asyncio.sleep(0)
        await desk.writer.end()
        with pytest.raises(BusyError):
            await desk.writer.put(entry(51))
        return list(await asyncio.gather(*waiting))

    assert with_desk(sqlite, work) == ["stored"] * 50
    assert counts(sqlite) == {0: 50}


def test_who_hung_up_is_no_trouble(sqlite: Sqlite) -> None:
    async def work(desk: Desk) -> Fate:
        gone = asyncio.create_task(desk.writer.put(entry(1)))
        await asyncio.sleep(0)
        gone.cancel()
        return await desk.writer.put(entry(2))

    assert with_desk(sqlite, work) == "stored"
