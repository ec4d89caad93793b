"""What must not bring a capture down: odd bytes, half connections, bodies without end, clients that hang."""

from __future__ import annotations

import gzip
import os
import socket
import ssl
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from live.served import Running, Server, capturing
from live.test_session import recorded
from phonehome import case as cases
from phonehome.cli import run

# A whole GB is in bench/proxy.py.
UPLOAD = 300 << 20
ROOM = 120 << 20
ODD = {
    "no HTTP": b"\x00\x01\x02\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "no target": b"CONNECT\r\n\r\n",
    "two lengths": b"POST http://a:9/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "length that is none": b"POST http://127.0.0.1:9/ HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\nhello",
    "chunks that are none": b"POST http://127.0.0.1:9/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "endless head": b"GET http://127.0.0.1:9/ HTTP/1.1\r\n" + b"a: b\r\n" * 40_000,
    "bytes in names": b"GET http://\xff\xfe/\xff HTTP/1.1\r\n\xff: \xff\r\n\r\n",
}


@pytest.fixture
def capture(server: Server, authority: Path, tmp_path: Path) -> Iterator[Running]:
    server.got.clear()
    with capturing(tmp_path, "--trust", str(server.authority), authority=authority) as running:
        yield running


def client(running: Running) -> httpx.Client:
    context = ssl.create_default_context(cafile=str(running.authority))
    return httpx.Client(proxy=running.proxy, verify=context, timeout=120)


def works(running: Running, server: Server, name: str) -> bool:
    with client(running) as one:
        return one.post(f"https://localhost:{server.port}/{name}", content=b"still there").status_code == 200


def peak(number: int) -> int:
    """The most memory that a process ever had, in bytes."""
    lines = Path(f"/proc/{number}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def say(running: Running, data: bytes) -> None:
    with socket.create_connection(("127.0.0.1", running.port), 10) as one:
        one.sendall(data)
        one.settimeout(1)
        try:
            one.recv(1000)
        except OSError:
            return


def test_odd_bytes_and_half_handshakes_harm_nobody_else(capture: Running, server: Server) -> None:
    for data in ODD.values():
        say(capture, data)
    tunnel = f"CONNECT localhost:{server.port} HTTP/1.1\r\n\r\n".encode()
    for hello in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\x16\x03\x01\xff\xff" + b"\xff" * 900, b""):
        with socket.create_connection(("127.0.0.1", capture.port), 10) as one:
            one.sendall(tunnel)
            one.recv(1000)
            one.sendall(hello)
    assert works(capture, server, "after")
    assert capture.end() == 0
    assert [one.body for one in recorded(capture.case) if one.url.endswith("/after")] == [b"still there"]


def test_clients_that_hang_hold_nobody_up(capture: Running, server: Server) -> None:
    hanging = [socket.create_connection(("127.0.0.1", capture.port), 10) for _ in range(50)]
    for number, one in enumerate(hanging):
        one.sendall(b"POST http://127.0.0.1:9/ HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nha"[: 5 + 2 * number])
    assert works(capture, server, "beside")
    assert capture.end() == 0
    for one in hanging:
        one.close()
    assert [one.sent for one in recorded(capture.case) if one.url.endswith("/beside")] == [True]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_a_large_upload_is_handed_on_counted_and_not_held(capture: Running, server: Server) -> None:
    block = os.urandom(1 << 20)
    before = peak(capture.proxies()), peak(capture.process.pid)
    with client(capture) as one:
        url = f"https://localhost:{server.port}/upload"
        answer = one.post(url, content=(block for _ in range(UPLOAD >> 20)))
    assert answer.status_code == 200
    deadline = time.monotonic() + 30
    while capture.recorded() < 1 and time.monotonic() < deadline:
        time.sleep(0.1)
    after = peak(capture.proxies()), peak(capture.process.pid)
    assert [new - old < ROOM for new, old in zip(after, before, strict=True)] == [True, True]
    assert capture.end() == 0
    assert server.got[-1][3] == b"%d bytes" % UPLOAD
    with cases.connect(capture.case) as tables:
        sent, understood = tables.execute("SELECT bytes_sent, bytes_understood FROM exchanges").fetchall()[0]
    assert (UPLOAD < sent < UPLOAD + 1000, understood < 1000) == (True, True)


def test_a_bomb_in_gzip_does_not_fill_the_memory(capture: Running, server: Server) -> None:
    bomb = gzip.compress(bytes(200 << 20))
    with client(capture) as one:
        url = f"https://localhost:{server.port}/bomb"
        assert one.post(url, content=bomb, headers={"content-encoding": "gzip"}).status_code == 200
    assert works(capture, server, "after")
    assert capture.end() == 0
    assert [one.body == bomb for one in recorded(capture.case)] == [True, False]


def test_passwords_are_masked_in_reports(capture: Running, server: Server) -> None:
    secrets = {
        "authorization": "Bearer Kq7XvP2mLw9ZtR4n",
        "cookie": "session=Hs83JdkW0qPzLm",
        "proxy-authorization": "Basic dXNlcjpzd29yZGZpc2g=",
    }
    with client(capture) as one:
        one.get(f"https://localhost:{server.port}/login", headers=secrets)
    assert capture.end() == 0
    said = [_report(capture.case, form) for form in ("text", "json", "html", "csv", "sarif")]
    hidden = ("Kq7XvP2mLw9ZtR4n", "Hs83JdkW0qPzLm", "dXNlcjpzd29yZGZpc2g", "swordfish")
    assert [value for value in hidden for text in said if value in text] == []


def _report(case: Path, form: str) -> str:
    out = case.parent / f"report.{form}"
    assert run(["report", str(case), "--format", form, "--out", str(out)]) == 0
    return out.read_text(encoding="utf-8")
