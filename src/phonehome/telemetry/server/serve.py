"""Runs the collector: a door for phones and one for those who ask, until a signal; then what waits is written."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from types import FrameType

import uvicorn
from msgspec import Struct

from phonehome.telemetry.metric import Metrics
from phonehome.telemetry.server import guard
from phonehome.telemetry.server.admin import admin_app
from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.framing import Framed
from phonehome.telemetry.server.limit import Limit
from phonehome.telemetry.server.patience import Patient
from phonehome.telemetry.server.questions import questions_of
from phonehome.telemetry.server.store import Store
from phonehome.telemetry.server.sweep import every_day
from phonehome.telemetry.server.tally import Tally
from phonehome.telemetry.server.upload import upload_app
from phonehome.telemetry.server.writer import Writer

SECONDS_TO_FINISH = 10
MOST_CONNECTIONS = 2_000


def today() -> date:
    """The day in UTC."""
    return datetime.now(UTC).date()


class Site(Struct, frozen=True):
    """Where the collector listens, whom it trusts, and its day. ``rate``: uploads a minute from one network."""

    listen: str
    admin: str
    rate: int
    behind_proxy: bool = False
    token: str = ""
    today: Callable[[], date] = today


class Opened(Struct, frozen=True):
    """What is served, and how."""

    store: Store
    metrics: Metrics
    site: Site
    limit: Limit


class _Server(uvicorn.Server):
    """One of two in a process, so that neither may take the signals."""

    def capture_signals(self) -> nullcontext[None]:  # type: ignore[override]
        """Leaves them alone."""
        return nullcontext()


def serve(store: Store, metrics: Metrics, site: Site, say: Callable[[str], None]) -> None:
    """Serves until SIGINT or SIGTERM. ``say`` gets each sentence for whoever started it."""
    limit = Limit(site.rate)
    guard.check(address(site.admin)[0], site.token)
    with _listening(site.listen) as phones, _listening(site.admin) as askers:
        asyncio.run(_serve(Opened(store, metrics, site, limit), (phones, askers), say))


def address(text: str) -> tuple[str, int]:
    """Host and port of ``127.0.0.1:8440`` or ``[::1]:8440``; ValueError for anything else."""
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isascii() and port.isdigit() and int(port) <= 65535):
        raise ValueError(f"{text!r} is no address to listen at; write it as 127.0.0.1:8440")
    return host.strip("[]"), int(port)


@contextmanager
def _listening(text: str) -> Iterator[socket.socket]:
    host, port = address(text)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        found = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise ValueError(f"cannot listen at {text}: {os.strerror(error.errno or 0)}") from None
    with found:
        # Accepted sockets inherit it; without it an answer's second packet waits 40 ms for the first's receipt.
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield found


async def _serve(opened: Opened, sockets: Sequence[socket.socket], say: Callable[[str], None]) -> None:
    tally = Tally()
    site, writer = opened.site, Writer(opened.store, tally)
    questions = questions_of(opened.metrics.metrics)
    fixed = (questions, opened.metrics, opened.store, writer, tally, opened.limit)
    desk = Desk(*fixed, site.today, time.monotonic, site.behind_proxy)
    servers = tuple(_Server(_config(Framed(app))) for app in (upload_app(desk), admin_app(desk, site.token)))
    daily = asyncio.create_task(every_day(writer, site.today, say))
    with _stopped_by_signals(servers):
        for what, found in zip(("phones report to", "ask, or look with a browser, at"), sockets, strict=True):
            host, port = found.getsockname()[:2]
            say(f"{what} http://{f'[{host}]' if ':' in host else host}:{port}")
        await asyncio.gather(*(server.serve([one]) for server, one in zip(servers, sockets, strict=True)))
    daily.cancel()
    await writer.end()


def _config(app: object) -> uvicorn.Config:
    """No log has an address, no header says more than needed, and no header of the sender's is believed."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        http=Patient,  # httptools takes headers without end
        proxy_headers=False,
        server_header=False,
        date_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


@contextmanager
def _stopped_by_signals(servers: tuple[_Server, ...]) -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        for server in servers:
            server.should_exit = True

    before = {one: signal.signal(one, stop) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, was in before.items():
            signal.signal(one, was)
