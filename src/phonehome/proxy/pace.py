"""A client that speaks faster than it is judged waits, or what it says would pile up: mitmproxy reads on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext

from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.connection import Client

Pace = Callable[[Client], AbstractAsyncContextManager[None]]


def unpaced(_: Client) -> AbstractAsyncContextManager[None]:
    """Nobody waits."""
    return nullcontext()


def paced(server: Proxyserver) -> Pace:
    """While this is entered, no more is read of a client's connection and of those behind it."""

    def wait(client: Client) -> AbstractAsyncContextManager[None]:
        handler = server.connections.get(client.id)
        # What was read is drained under this lock before more is read; there is no public way to say so.
        return handler._drain_lock if handler else nullcontext()  # noqa: SLF001

    return wait
