"""Serves the pages from a thread of the capture's process, and ends within a second."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from msgspec.structs import replace

from phonehome.live.feed import Feed
from phonehome.web.address import Address
from phonehome.web.app import Board, application
from phonehome.web.guard import Guard, Lock
from phonehome.web.page import policy

_CONNECTIONS = 64
# Seconds in which open answers may end by themselves, and then by force.
_GENTLY, _BY_FORCE = 0.6, 0.3


@contextmanager
def served(feed: Feed, address: Address, status: Callable[[], str]) -> Iterator[str]:
    """The URL, token included, under which a capture can be watched; ValueError for an address that is taken."""
    with _listening(address) as heard:
        bound = replace(address, port=heard.getsockname()[1])
        lock = Lock(bound, secrets.token_urlsafe(32), policy())
        board = Board(feed, status)
        server = uvicorn.Server(_config(Guard(application(board), lock)))
        thread = Thread(target=server.run, args=([heard],), name="web", daemon=True)
        thread.start()
        try:
            yield f"http://{bound}/?token={lock.token}"
        finally:
            board.ended.set()
            server.should_exit = True
            thread.join(_GENTLY)
            server.force_exit = True
            thread.join(_BY_FORCE)


def _config(app: Guard) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        access_log=False,
        http="h11",
        lifespan="off",
        limit_concurrency=_CONNECTIONS,
        log_config=None,
        log_level="critical",
        loop="asyncio",
        server_header=False,
        timeout_graceful_shutdown=1,
        ws="none",
    )


def _listening(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    heard = socket.socket(family)
    try:
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        heard.bind((address.host, address.port))
        heard.listen()
    except OSError as error:
        heard.close()
        raise ValueError(f"--web {address}: {error.strerror or error}") from None
    return heard
