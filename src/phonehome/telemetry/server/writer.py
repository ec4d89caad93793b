"""Group commit: one thread takes whatever waits, writes it in one transaction, and only then answers all of them."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from phonehome.telemetry.server.store import Entry, Fate, FullError, Removal, Store
from phonehome.telemetry.server.tally import Tally

MOST_WAITING = 10_000
T = TypeVar("T")
Answer = tuple["asyncio.Future[Fate]", Fate]


class BusyError(ValueError):
    """More waits than can be held; nothing of it was stored."""


class Writer:
    """The only thread that writes to a store. ``put`` and ``run`` are called in the event loop that made it."""

    def __init__(self, store: Store, tally: Tally) -> None:
        self._store, self._tally = store, tally
        self._loop = asyncio.get_running_loop()
        self._waiting: list[tuple[Entry | Removal, asyncio.Future[Fate]]] = []
        self._jobs: list[Callable[[], None]] = []
        self._ended, self._wrong = False, ""
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def put(self, one: Entry | Removal) -> Fate:
        """Its fate, once that is durable. Raises FullError, AwayError or BusyError when nothing was stored."""
        fate: asyncio.Future[Fate] = self._loop.create_future()
        with self._changed:
            if self._ended or len(self._waiting) >= MOST_WAITING:
                raise BusyError("too many uploads wait")
            self._waiting.append((one, fate))
            self._changed.notify()
        return await fate

    async def run(self, job: Callable[[Store], T]) -> T:
        """What a job answers that writes, between two groups."""
        answer: asyncio.Future[T] = self._loop.create_future()

        def work() -> None:
            try:
                done = job(self._store)
            except Exception as error:  # noqa: BLE001 - raised where the job was asked for
                self._loop.call_soon_threadsafe(_fail, [answer], error)
            else:
                self._loop.call_soon_threadsafe(_tell, [(answer, done)])

        with self._changed:
            self._jobs.append(work)
            self._changed.notify()
        return await answer

    async def end(self) -> None:
        """Writes what waits, then ends the thread."""
        with self._changed:
            self._ended = True
            self._changed.notify()
        await asyncio.to_thread(self._thread.join)

    @property
    def waiting(self) -> int:
        """How many uploads wait for the next transaction."""
        return len(self._waiting)

    @property
    def wrong(self) -> str:
        """Why the last uploads were not stored; nothing once others were."""
        return self._wrong

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._jobs or self._ended)
                group, self._waiting = self._waiting, []
                jobs, self._jobs = self._jobs, []
            if not group and not jobs:
                return
            if group:
                self._write(group)
            for job in jobs:
                job()

    def _write(self, group: list[tuple[Entry | Removal, asyncio.Future[Fate]]]) -> None:
        entries = [(one, fate) for one, fate in group if isinstance(one, Entry)]
        removals = [(one, fate) for one, fate in group if isinstance(one, Removal)]
        begun = time.perf_counter()
        try:
            fates = self._store.write([one for one, _ in entries], [one for one, _ in removals])
        except Exception as error:  # noqa: BLE001 - the thread must go on; who waits gets the error
            self._wrong = f"the last uploads were not stored: {error}"
            self._tally.failed("full" if isinstance(error, FullError) else "away")
            self._loop.call_soon_threadsafe(_fail, [fate for _, fate in group], error)
            return
        if not {"stored", "deleted"}.isdisjoint((*fates[0], *fates[1])):  # else nothing needed room
            self._wrong = ""
        self._tally.committed(time.perf_counter() - begun, len(group))
        told = zip((fate for _, fate in (*entries, *removals)), (*fates[0], *fates[1]), strict=True)
        self._loop.call_soon_threadsafe(_tell, list(told))


def _tell(answers: list[tuple[asyncio.Future[T], T]]) -> None:
    for future, answer in answers:
        if not future.done():  # a client that hung up cancelled its own
            future.set_result(answer)


def _fail(futures: list[asyncio.Future[T]], error: Exception) -> None:
    for future in futures:
        if not future.done():
            future.set_exception(error)
