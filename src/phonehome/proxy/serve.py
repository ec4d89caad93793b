"""Runs mitmproxy with the recorder, the shield or both, and tells the command what happens."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import msgspec
from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.options import Options
from mitmproxy.proxy.mode_servers import WireGuardServerInstance
from mitmproxy.tools.dump import DumpMaster

from phonehome.live.journal import Journal
from phonehome.live.spoken import Failed, Listening, Recorded, Settings, Shielded, Spoken, Warned
from phonehome.proxy.held import bound
from phonehome.proxy.pace import paced
from phonehome.proxy.recorder import Recorder
from phonehome.proxy.shielding import Shielding, veiled
from phonehome.proxy.standing import Standing
from phonehome.proxy.worker import knowledge_of
from phonehome.proxy.workers import Workers
from phonehome.report.words import counted
from phonehome.shield.veil import veil

# Nothing waits longer than this before it is on disk.
INTERVAL = 0.4
_BUSY = re.compile(r".* failed to listen on (\S+) with .*: (.*)")


def say(spoken: Spoken) -> None:
    """A line to the command; nothing where it is gone."""
    with suppress(OSError):
        os.write(1, msgspec.json.encode(spoken) + b"\n")


class Told(logging.Handler):
    """mitmproxy's errors, told to the command while it ``is_up``: one before ends it, and is only kept as the ``last``.

    What it says while it ends is of no use to anybody.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.last = ""
        self.is_up = False

    def emit(self, record: logging.LogRecord) -> None:
        """Tells one, in one line."""
        self.last = _BUSY.sub(r"--listen \1: \2; give another", record.getMessage().partition("\n")[0])
        if self.is_up:
            say(Warned(self.last))


class Announce:
    """Tells the addresses as soon as connections are taken, and ends the proxy when standard input ends."""

    def __init__(self, server: Proxyserver, told: Told, end: Callable[[], None]) -> None:
        self._server = server
        self._told = told
        self._end = end

    def running(self) -> None:
        """All servers stand."""
        # Not before: what ends a proxy that is only beginning is forgotten.
        threading.Thread(target=_until_end, args=(self._end,), daemon=True).start()
        if self._told.last:
            return
        self._told.is_up = True
        addresses = tuple((str(host), int(port)) for host, port, *_ in self._server.listen_addrs())
        guards = [one.client_conf() for one in self._server.servers if isinstance(one, WireGuardServerInstance)]
        say(Listening(addresses, next(filter(None, guards), "")))


async def serve(settings: Settings, told: Told) -> None:
    """Takes connections until standard input ends or the disk is full."""
    options = Options(
        listen_host=settings.host,
        listen_port=settings.port,
        mode=[settings.mode],
        confdir=settings.confdir,
        ssl_verify_upstream_trusted_ca=settings.upstream_ca or None,
    )
    master = DumpMaster(options, with_termlog=False, with_dumper=False)
    logging.getLogger().addHandler(told)

    def end() -> None:
        told.is_up = False
        master.shutdown()

    async with AsyncExitStack() as doors:
        if settings.shielded:
            addon = await doors.enter_async_context(shielding(settings.shielded, options))
            addon.pace = paced(master.addons.get("proxyserver"))
            master.addons.add(addon)
        if settings.folder:
            master.addons.add(await doors.enter_async_context(recording(settings, end)))
        master.addons.add(Announce(master.addons.get("proxyserver"), told, end))
        await master.run()


@asynccontextmanager
async def shielding(shielded: Shielded, options: Options) -> AsyncIterator[Shielding]:
    """Rewrites what passes; Failed where that cannot begin."""
    standing, hide = Standing(shielded.rules, knowledge_of(shielded)), veil(shielded.owner)
    bound(options, lets_pass=shielded.dry_run or standing.lets_pass())
    workers = Workers(shielded)
    await workers.start()
    try:
        yield Shielding(workers.judge, standing, lambda one: say(veiled(one, hide)), dry_run=shielded.dry_run)
    finally:
        await workers.close()


@asynccontextmanager
async def recording(settings: Settings, end: Callable[[], None]) -> AsyncIterator[Recorder]:
    """Writes down what passes, until the disk is full."""
    journal = Journal(Path(settings.folder))
    full: list[OSError] = []

    def fail(error: OSError) -> None:
        full.append(error)
        end()

    recorder = Recorder(journal, settings.began, fail)
    ticking = asyncio.create_task(_tick(recorder, journal, fail))
    try:
        yield recorder
    finally:
        ticking.cancel()
        _close(recorder, journal)
        if full:
            kept = counted(journal.recorded, "exchange")
            say(Failed(f"{full[0].strerror or full[0]}: the recording stops with {kept}"))


def _close(recorder: Recorder, journal: Journal) -> None:
    recorder.close()
    with suppress(OSError):
        journal.close()
    say(Recorded(journal.recorded))


async def _tick(recorder: Recorder, journal: Journal, fail: Callable[[OSError], None]) -> None:
    loop, before = asyncio.get_running_loop(), -1
    while True:
        await asyncio.sleep(INTERVAL)
        recorder.tick()
        try:
            recorded = await loop.run_in_executor(None, journal.sync)
        except OSError as error:
            fail(error)
            return
        if recorded != before:
            say(Recorded(recorded))
            before = recorded


def _until_end(end: Callable[[], None]) -> None:
    while sys.stdin.buffer.read(4096):
        continue
    end()


def main() -> None:
    """The process."""
    for one in signal.Signals:
        if one.name in {"SIGINT", "SIGTERM", "SIGHUP"}:  # the command decides what ends
            signal.signal(one, signal.SIG_IGN)
    settings = msgspec.json.decode(sys.stdin.buffer.readline(), type=Settings)
    told = Told()
    try:
        asyncio.run(serve(settings, told))
    except SystemExit:
        say(Failed(told.last or "the proxy could not start"))
    except EOFError:
        say(Failed("the processes that rewrite could not start"))
    except (OSError, ValueError) as error:
        say(Failed(str(error)))
