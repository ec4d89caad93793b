"""Processes that rewrite, so that the proxy never stands still; one that dies or hangs costs one exchange."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec

import msgspec

from phonehome.live.spoken import Shielded
from phonehome.model import Exchange
from phonehome.proxy.worker import HEAD, Verdict, frame

# Seconds that one exchange may take, and that it may wait for a process that is free.
PATIENCE, QUEUE = 20.0, 60.0
_PAUSE = 1.0
_BUFFER = 1 << 20


class Worker:
    """One process; it takes one exchange at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def say(self, data: bytes) -> None:
        """Hands it a frame."""
        if self._process.stdin:
            self._process.stdin.write(frame(data))
            await self._process.stdin.drain()

    async def hear(self) -> bytes:
        """Its next frame; IncompleteReadError where it has ended."""
        if self._process.stdout is None:
            raise EOFError
        (size,) = HEAD.unpack(await self._process.stdout.readexactly(HEAD.size))
        return await self._process.stdout.readexactly(size)

    def kill(self) -> None:
        """Kills it."""
        if self._process.returncode is None:
            self._process.kill()

    async def end(self) -> None:
        """Kills it, and waits for its end."""
        self.kill()
        await self._process.wait()


async def started(shielded: Shielded) -> Worker:
    """A process that is ready; OSError or EOFError where it cannot be."""
    call = [sys.executable, "-m", "phonehome.proxy.worker"]
    process = await create_subprocess_exec(
        *call, stdin=PIPE, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL, limit=_BUFFER
    )
    worker = Worker(process)
    try:
        await worker.say(msgspec.msgpack.encode(shielded))
        await worker.hear()
    except BaseException:
        worker.kill()
        raise
    return worker


class Workers:
    """So many of them. What cannot be judged is blocked, and why is said."""

    def __init__(self, shielded: Shielded, count: int = 0, patience: float = PATIENCE) -> None:
        self._shielded = shielded
        self._count = count or min(4, max(2, (os.cpu_count() or 1) - 1))
        self._patience = patience
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        self._all: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Verdict).decode

    async def start(self) -> None:
        """Waits until all are ready; OSError or EOFError where they cannot be."""
        for worker in await asyncio.gather(*(started(self._shielded) for _ in range(self._count))):
            self._all.add(worker)
            self._free.put_nowait(worker)

    async def judge(self, exchange: Exchange) -> Verdict:
        """What becomes of an exchange."""
        try:
            data = self._encode(exchange)
            async with asyncio.timeout(QUEUE):
                worker = await self._free.get()
        except UnicodeEncodeError:
            return refusal("its text cannot be written down")
        except TimeoutError:
            return refusal("no process was free to rewrite it")
        return await self._answer(worker, data)

    async def _answer(self, worker: Worker, data: bytes) -> Verdict:
        is_well = False
        try:
            async with asyncio.timeout(self._patience):
                await worker.say(data)
                verdict = self._decode(await worker.hear())
            is_well = True
        except TimeoutError:
            return refusal(f"to rewrite it took more than {self._patience:.0f} seconds")
        except (OSError, EOFError, msgspec.DecodeError):
            return refusal("the process that rewrote it ended")
        finally:
            if is_well:
                self._free.put_nowait(worker)
            else:
                self._replace(worker)
        return verdict

    def _replace(self, worker: Worker) -> None:
        worker.kill()
        if self._is_closed:
            return
        task = asyncio.get_running_loop().create_task(self._anew(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _anew(self, worker: Worker) -> None:
        self._all.discard(worker)
        await worker.end()
        while True:
            try:
                fresh = await started(self._shielded)
            except (OSError, EOFError):
                await asyncio.sleep(_PAUSE)
            else:
                self._all.add(fresh)
                self._free.put_nowait(fresh)
                return

    async def close(self) -> None:
        """Ends them."""
        self._is_closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in self._all))


def refusal(why: str) -> Verdict:
    """What becomes of what could not be judged."""
    return Verdict(blocked=True, why=why)
