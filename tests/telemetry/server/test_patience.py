"""Who takes too long for a request's head is hung up on; who does not, is not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from phonehome.telemetry.server.patience import Patient

WHOLE = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n"


class Hasty(Patient):
    SECONDS = 1.0


async def _echo(request: Request) -> Response:
    return PlainTextResponse(await request.body())


@contextmanager
def _served() -> Iterator[tuple[str, int]]:
    app = Starlette(routes=[Route("/", _echo, methods=["POST"])])
    config = uvicorn.Config(app, http=Hasty, lifespan="off", log_config=None, ws="none", timeout_keep_alive=60)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as heard:
        thread = threading.Thread(target=server.run, args=([heard],))
        thread.start()
        try:
            yield heard.getsockname()
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def connection() -> Iterator[socket.socket]:
    with _served() as address, socket.create_connection(address, timeout=30) as opened:
        yield opened


def _answer(connection: socket.socket) -> bytes:
    """All until the connection is closed, or the end of one answer."""
    held = b""
    while not held.endswith(b"ok"):
        got = connection.recv(65536)
        if not got:
            break
        held += got
    return held


@pytest.mark.parametrize("begun", [b"", b"P", WHOLE[:-1]])
def test_a_head_that_does_not_end_is_hung_up_on(connection: socket.socket, begun: bytes) -> None:
    connection.sendall(begun)
    assert _answer(connection) == b""


def test_a_second_head_that_does_not_end_is_hung_up_on(connection: socket.socket) -> None:
    connection.sendall(WHOLE + b"ok")
    assert _answer(connection).startswith(b"HTTP/1.1 200 ")
    connection.sendall(WHOLE[:-1])
    assert _answer(connection) == b""


def test_a_body_may_take_longer_and_a_quiet_connection_is_kept(connection: socket.socket) -> None:
    pause = threading.Event()
    connection.sendall(WHOLE)
    pause.wait(1.5 * Hasty.SECONDS)
    connection.sendall(b"ok")
    assert _answer(connection).startswith(b"HTTP/1.1 200 ")
    pause.wait(1.5 * Hasty.SECONDS)
    connection.sendall(WHOLE + b"ok")
    assert _answer(connection).startswith(b"HTTP/1.1 200 ")
