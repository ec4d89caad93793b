"""A TLS server on loopback that keeps what it got, and a capture through which clients reach it."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import trustme
from hypercorn.asyncio import serve
from hypercorn.config import Config
from msgspec import Struct

import browser
from processes import children

program = browser.program
Got = tuple[str, str, str, bytes]
Message = dict[str, object]


class Server:
    """What came: method, version, target and body of requests, and messages of WebSockets as MESSAGE."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.got: list[Got] = []
        self.authority = folder / "servers.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.authority))
        issued = authority.issue_cert("localhost", "127.0.0.1")
        issued.private_key_pem.write_to_path(str(folder / "key.pem"))
        for number, pem in enumerate(issued.cert_chain_pems):
            pem.write_to_path(str(folder / "cert.pem"), append=number > 0)
        self._folder = folder
        self._stop = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        wait_for_port(self.port)

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        config = Config()
        config.bind = [f"127.0.0.1:{self.port}"]
        config.certfile, config.keyfile = str(self._folder / "cert.pem"), str(self._folder / "key.pem")
        config.alpn_protocols = ["h2", "http/1.1"]
        config.errorlog = logging.getLogger("quiet")
        config.graceful_timeout = 0.2
        config.h11_max_incomplete_size = 1 << 20

        async def stopped() -> None:
            await asyncio.to_thread(self._stop.wait)

        asyncio.run(serve(self._app, config, shutdown_trigger=stopped))  # type: ignore[arg-type]

    async def _app(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        match scope["type"]:
            case "http":
                await self._http(scope, receive, send)
            case "websocket":
                await self._websocket(receive, send)
            case "lifespan":
                while (await receive())["type"] != "lifespan.shutdown":
                    await send({"type": "lifespan.startup.complete"})
                await send({"type": "lifespan.shutdown.complete"})

    async def _http(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        body, size, more = b"", 0, True
        while more:
            event = await receive()
            part = event.get("body", b"")
            more = event["type"] == "http.request" and bool(event.get("more_body"))
            if isinstance(part, bytes):
                size += len(part)
                body = body + part if size < 4_000_000 else b"%d bytes" % size
        path, query = scope["raw_path"], scope["query_string"]
        if isinstance(path, bytes) and isinstance(query, bytes):
            target = (path + (b"?" + query if query else b"")).decode()
            self.got.append((str(scope["method"]), str(scope["http_version"]), target, body))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": b"<!doctype html><title>served</title>ok"})

    async def _websocket(
        self, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (event := await receive())["type"] == "websocket.receive":
            said = event.get("bytes") or event.get("text")
            data = said if isinstance(said, bytes) else str(said).encode()
            self.got.append(("MESSAGE", "", "", data))
            await send({"type": "websocket.send", "bytes": data})


class Running(Struct):
    """A command that takes connections at ``port``."""

    process: subprocess.Popen[bytes]
    port: int
    case: Path
    authority: Path
    log: Path

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def recorded(self) -> int:
        """How many exchanges it says are on disk."""
        counts = [line.split()[0] for line in self.said().splitlines() if line.endswith(" recorded")]
        return int(counts[-1].replace(",", "")) if counts else 0

    def proxies(self) -> int:
        """The number of the process that is the proxy."""
        return children(self.process.pid)[0]

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


def start(folder: Path, *options: str, authority: Path | None = None) -> Running:
    """A capture into ``folder/case``, once it takes connections."""
    return begun(folder, "capture", "--out", str(folder / "case"), *options, authority=authority)


def begun(folder: Path, command: str, *options: str, authority: Path | None = None) -> Running:
    """A command that runs the proxy, once it takes connections."""
    port, log = free_port(), folder / "said.txt"
    certificates = authority or folder / "authority"
    call = [sys.executable, "-m", "phonehome", command]
    call += ["--listen", f"127.0.0.1:{port}", "--authority", str(certificates), *options]
    with log.open("wb") as out:
        process = subprocess.Popen(call, stdout=out, stderr=out, start_new_session=True)
    running = Running(process, port, folder / "case", certificates / "mitmproxy-ca-cert.pem", log)
    deadline = time.monotonic() + 60
    while "taking connections" not in running.said() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    return running


@contextmanager
def capturing(folder: Path, *options: str, authority: Path | None = None) -> Iterator[Running]:
    with ended(start(folder, *options, authority=authority)) as running:
        yield running


@contextmanager
def shielded(folder: Path, *options: str, authority: Path | None = None) -> Iterator[Running]:
    """``phonehome shield`` with a key of its own."""
    with ended(begun(folder, "shield", "--key", str(folder / "key"), *options, authority=authority)) as running:
        yield running


@contextmanager
def ended(running: Running) -> Iterator[Running]:
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
