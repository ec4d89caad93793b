"""What a client asks of the world: the time, chance and the network. A test hands in its own."""

from __future__ import annotations

import secrets
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Event, Thread
from urllib.parse import urlsplit

from msgspec import Struct

from phonehome.telemetry.oracle.sample import Source

TIMEOUT_S = 20.0
# An answer that comes drop by drop is waited for so long at most; whether the upload is still wanted is asked so often.
LONGEST_S, GLANCE_S = 30.0, 0.1
MOST_ANSWER = 4096
# The same for every phone and version of one: what a request says of its sender is nothing.
AGENT = "phonehome-telemetry/1"
# Whether an upload is still agreed to; asked again while it is under way.
Wanted = Callable[[], bool]
_HERE = {"127.0.0.1", "::1", "localhost"}


class Answered(Struct, frozen=True):
    """What came back; status 0 and the reason in ``body`` when nothing did. ``retry_after``: seconds, 0 if unsaid."""

    status: int
    body: bytes = b""
    retry_after: int = 0


class Request(Struct, frozen=True):
    """One POST: all that leaves the phone."""

    url: str
    body: bytes

    @property
    def wire(self) -> bytes:
        """The request, byte for byte as it is sent (HTTP/1.1, RFC 9112)."""
        url = urlsplit(self.url)
        lines = (
            f"POST {url.path} HTTP/1.1",
            f"Host: {url.netloc}",
            f"User-Agent: {AGENT}",
            "Content-Type: application/json",
            f"Content-Length: {len(self.body)}",
            "Connection: close",
        )
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def always() -> bool:
    """What a person asked for by a word of their own is wanted to its end."""
    return True


def post(request: Request, wanted: Wanted = always) -> Answered:
    """Sends the bytes of ``wire`` over a connection of their own, which is broken off when they are wanted no more."""
    url = urlsplit(request.url)
    try:
        with closing(_connection(url.scheme, url.hostname or "", url.port)) as connection:
            connection.connect()
            with _watched(connection.sock, wanted):
                return _told(connection.sock, request)
    except (OSError, HTTPException) as error:
        return Answered(0, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))


def _told(line: socket.socket, request: Request) -> Answered:
    line.sendall(request.wire)
    answer = HTTPResponse(line, method="POST")
    answer.begin()
    said = answer.headers.get("Retry-After", "")
    return Answered(answer.status, answer.read(MOST_ANSWER), int(said) if said.isdecimal() else 0)


@contextmanager
def _watched(line: socket.socket, wanted: Wanted) -> Iterator[None]:
    """Shuts the line in the midst of what is done within: when it is not wanted any more, or takes too long."""
    over, end = Event(), time.monotonic() + LONGEST_S

    def watch() -> None:
        while wanted() and time.monotonic() < end:
            if over.wait(GLANCE_S):
                return
        with suppress(OSError):  # the other side was faster
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    watching = Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()


def checked(server: str) -> str:
    """The server's address without a slash at its end. ValueError unless it is one that nobody on the way can read."""
    try:
        url = urlsplit(server)
        plain = url.scheme == "http" and url.hostname in _HERE
        fine = (url.scheme == "https" or plain) and bool(url.hostname) and (url.port or 1) > 0
    except ValueError:
        fine = False
    if not fine or url.username or url.query or url.fragment or not server.isascii():
        raise ValueError(f"the server must be an https:// address (http:// on this machine alone), not {server!r}")
    return server.rstrip("/")


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=TIMEOUT_S, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=TIMEOUT_S)


class Doors(Struct, frozen=True):
    """The world by default. ``clock`` gives Unix seconds, ``source`` so many random bytes."""

    clock: Callable[[], float] = time.time
    source: Source = secrets.token_bytes
    post: Callable[[Request, Wanted], Answered] = post
