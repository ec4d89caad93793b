"""``phonehome capture`` between phones and a collector: what they say goes through its proxy as any traffic does."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import SHUT_WR, create_connection, socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

from phonehome.model import Exchange
from phonehome.read import recording

_BLOCK = 1 << 16


@contextmanager
def capturing(case: Path, owner: Path, port: int) -> Iterator[str]:
    """The address at which a client finds the collector of that port while all it says is captured into the case."""
    options = ["--out", str(case), "--owner", str(owner), "--listen", "127.0.0.1:0"]
    call = [sys.executable, "-m", "phonehome", "capture", *options, "--authority", str(case.with_name("authority"))]
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline() if process.stderr else ""
            if not line.startswith("taking connections at "):
                raise ValueError(f"phonehome capture did not start: {line.strip()}")
            with _ways(int(line.rpartition(":")[2]), port) as here:
                yield f"http://127.0.0.1:{here}"
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()
    if process.returncode:
        raise ValueError(f"phonehome capture ended with code {process.returncode}")


def captured(case: Path) -> list[Exchange]:
    """What was recorded, exchange by exchange."""
    with (case / "recording").open("rb") as file:
        return [one for one in recording.read(file) if isinstance(one, Exchange)]


@contextmanager
def _ways(proxy: int, port: int) -> Iterator[int]:
    """A port from which every connection goes on through the proxy (CONNECT, RFC 9110 section 9.3.6) to the other."""

    class Way(BaseRequestHandler):
        def handle(self) -> None:
            with create_connection(("127.0.0.1", proxy)) as line:
                host = f"127.0.0.1:{port}"
                line.sendall(f"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                _agreed(line)
                Thread(target=_pass, args=(self.request, line), daemon=True).start()
                _pass(line, self.request)

    with ThreadingTCPServer(("127.0.0.1", 0), Way) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def _agreed(line: socket) -> None:
    """Reads the proxy's answer, of which nothing follows before the client speaks."""
    said = b""
    while not said.endswith(b"\r\n\r\n"):
        if not (more := line.recv(_BLOCK)):
            raise ConnectionError("the proxy broke off")
        said += more


def _pass(one: socket, other: socket) -> None:
    """Hands on all that comes from one end, and its end."""
    try:
        while data := one.recv(_BLOCK):
            other.sendall(data)
        other.shutdown(SHUT_WR)
    except OSError:
        return
