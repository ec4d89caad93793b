"""Whether the collector can store and read: asked often, looked at thoroughly once a minute."""

from __future__ import annotations

import asyncio

from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.store import AwayError, FullError

SECONDS = 60.0


class Health:
    """How one collector is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._one_at_a_time = asyncio.Lock()
        self._looked: float | None = None
        self._wrong = ""

    async def check(self) -> None:
        """Raises FullError or AwayError where reports could not be stored, or what is stored cannot be read.

        A transaction that writes nothing needs the database and the thread that writes; all pages are read once a
        minute. A full disk takes that, so what the last uploads met counts until others are stored.
        """
        desk = self._desk
        await desk.writer.run(lambda store: store.write((), ()))
        if desk.writer.wrong:
            raise AwayError(desk.writer.wrong)
        await asyncio.to_thread(desk.store.batches)
        async with self._one_at_a_time:
            now = desk.now()
            if self._looked is None or now - self._looked >= SECONDS:
                self._wrong, self._looked = await asyncio.to_thread(self._look), now
        if self._wrong:
            raise AwayError(self._wrong)

    def _look(self) -> str:
        try:
            self._desk.store.check()
        except (FullError, AwayError) as error:
            return str(error)
        return ""
