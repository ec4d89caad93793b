"""What must not bring a shield down, nor get anything past it: odd bytes, long bodies, dead processes."""

from __future__ import annotations

import gzip
import json
import os
import signal
import socket
import ssl
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from live.raw import RawServer
from live.served import Running, Server, shielded
from live.test_hostile import ODD, ROOM, UPLOAD, peak, say, works
from live.test_shield import IMEI, OWNER, client, rules, tunnel
from phonehome.proxy.held import HELD
from processes import children

OPEN = 'fail = "open"\n[[rule]]\nname = "imeis"\nkinds = ["imei"]\naction = "replace"\nfail = "open"\n'
ELSEWHERE = '[[rule]]\nrecipients = ["other.example"]\naction = "block"\n'
Ruled = Callable[[str], AbstractContextManager[Running]]
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")


@pytest.fixture
def options(server: Server, tmp_path: Path) -> tuple[str, ...]:
    server.got.clear()
    owner = tmp_path / "owner.toml"
    owner.write_text(OWNER, encoding="utf-8")
    return "--trust", str(server.authority), "--owner", str(owner)


@pytest.fixture
def ruled(authority: Path, tmp_path: Path, options: tuple[str, ...]) -> Ruled:
    return lambda text: shielded(tmp_path, *options, *rules(tmp_path, text), authority=authority)


@pytest.fixture
def shield(authority: Path, tmp_path: Path, options: tuple[str, ...]) -> Iterator[Running]:
    with shielded(tmp_path, *options, authority=authority) as running:
        yield running


def workers(running: Running) -> list[int]:
    """The numbers of the processes that rewrite."""
    proxy = running.proxies()
    return children(proxy)


def runs(number: int) -> bool:
    """Whether a process does; one that has ended and waits to be told of has no arguments."""
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes() != b""
    except OSError:
        return False


def upgraded(running: Running, channel: socket.socket) -> ssl.SSLSocket:
    """A WebSocket on a tunnel."""
    context = ssl.create_default_context(cafile=str(running.authority))
    secure = context.wrap_socket(channel, server_hostname="localhost")
    head = "GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    head += "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    secure.sendall(head.encode())
    assert secure.recv(1 << 16).startswith(b"HTTP/1.1 101")
    return secure


def blocks(count: int) -> Iterator[bytes]:
    return (os.urandom(1 << 20) for _ in range(count))


def test_odd_bytes_and_clients_that_hang_harm_nobody_else(shield: Running, server: Server) -> None:
    hanging = [socket.create_connection(("127.0.0.1", shield.port), 10) for _ in range(50)]
    for number, one in enumerate(hanging):
        one.sendall(b"POST http://127.0.0.1:9/ HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nha"[: 5 + 2 * number])
    for data in ODD.values():
        say(shield, data)
    assert works(shield, server, "after")
    assert shield.end() == 0
    for one in hanging:
        one.close()


@linux
def test_a_bomb_in_gzip_does_not_fill_the_memory(shield: Running, server: Server) -> None:
    bomb = gzip.compress(bytes(200 << 20) + IMEI.encode())
    before = [peak(number) for number in (shield.proxies(), *workers(shield))]
    with client(shield) as one:
        one.post(f"https://localhost:{server.port}/bomb", content=bomb, headers={"content-encoding": "gzip"})
    assert works(shield, server, "after")
    grown = [peak(number) - old for number, old in zip((shield.proxies(), *workers(shield)), before, strict=True)]
    assert max(grown) < 2 * ROOM
    assert shield.end() == 0


@linux
@pytest.mark.parametrize("http2", [False, True])
def test_a_body_that_grows_too_long_is_refused_and_not_held(
    shield: Running,
    server: Server,
    http2: bool,  # noqa: FBT001
) -> None:
    before = peak(shield.proxies())
    with client(shield, http2=http2) as one:
        url = f"https://localhost:{server.port}/upload"
        try:
            status = one.post(url, content=blocks(UPLOAD >> 20)).status_code
        except httpx.TransportError:  # refused before all was written
            status = 413
    assert (status, server.got) == (413, [])
    assert peak(shield.proxies()) - before < ROOM
    assert works(shield, server, "after")
    assert shield.end() == 0
    assert f"blocked  to localhost: its body is longer than the {HELD >> 20} MiB" in shield.said()


@pytest.mark.parametrize("length", [True, False])
def test_a_body_that_is_just_too_long_gets_its_answer(shield: Running, server: Server, length: bool) -> None:  # noqa: FBT001
    body = bytes(HELD + 1)
    with client(shield) as one:
        answer = one.post(f"https://localhost:{server.port}/", content=body if length else iter([body]))
    assert (answer.status_code, server.got) == (413, [])
    assert shield.end() == 0


@linux
@pytest.mark.parametrize(("text", "told"), [(OPEN, True), (ELSEWHERE, False)])
def test_long_bodies_that_may_pass_are_not_held(ruled: Ruled, server: Server, text: str, told: bool) -> None:  # noqa: FBT001
    with ruled(text) as running, client(running) as one:
        before = peak(running.proxies())
        url = f"https://localhost:{server.port}/?i={IMEI}"
        answers = [one.post(url, content=blocks(UPLOAD >> 20))]
        answers.append(one.post(url, content=blocks(64), headers={"content-length": str(64 << 20)}))
        assert peak(running.proxies()) - before < ROOM
        assert running.end() == 0
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [body for _, _, _, body in server.got] == [b"%d bytes" % size for size in (UPLOAD, 64 << 20)]
    assert {IMEI in target for _, _, target, _ in server.got} == {not told}
    assert ("passed unread" in running.said()) is told


def test_what_stands_in_a_trailer_does_not_pass(shield: Running, server: Server) -> None:
    head = f"POST http://127.0.0.1:{server.port}/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    say(shield, f"{head}2\r\nok\r\n0\r\nX-Imei: {IMEI}\r\n\r\n".encode())
    assert works(shield, server, "after")
    assert shield.end() == 0
    assert [target for _, _, target, _ in server.got] == ["/after"]


@linux
def test_a_long_answer_is_handed_on_and_not_held(authority: Path, tmp_path: Path) -> None:
    size = 200 << 20
    server = RawServer(tmp_path, b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + bytes(size))
    with shielded(tmp_path, "--trust", str(server.authority), authority=authority) as running, client(running) as one:
        before = peak(running.proxies())
        with one.stream("GET", f"https://localhost:{server.port}/") as answer:
            got = sum(map(len, answer.iter_bytes()))
        assert (got, peak(running.proxies()) - before < ROOM) == (size, True)
        assert running.end() == 0
    server.close()


@linux
def test_processes_that_are_killed_cost_what_they_had_and_are_started_anew(shield: Running, server: Server) -> None:
    url = f"https://localhost:{server.port}"
    with client(shield) as one:
        one.get(f"{url}/?i={IMEI}")
        for number in workers(shield):
            os.kill(number, signal.SIGKILL)
        answers = [one.get(f"{url}/?i={IMEI}").content for _ in range(len(workers(shield)) + 1)]
        assert one.get(f"{url}/?last={IMEI}").status_code == 200
    assert shield.end() == 0
    assert answers.count(b"") >= 1
    assert [target for _, _, target, _ in server.got if IMEI in target] == []
    assert "last=" in server.got[-1][2]
    assert "blocked  to localhost: the process that rewrote it ended" in shield.said()


@linux
@pytest.mark.parametrize("websocket", [False, True])
def test_a_client_that_speaks_faster_than_it_is_judged_waits(
    shield: Running,
    server: Server,
    tmp_path: Path,
    websocket: bool,  # noqa: FBT001
) -> None:
    line = (json.dumps({f"k{number}": f"v{number}" for number in range(40)}) + "\n").encode() * 80
    echo = RawServer(tmp_path, tls=False)
    before = peak(shield.proxies())
    with tunnel(shield, server.port if websocket else echo.port) as plain, ExitStack() as stack:
        channel: socket.socket = plain
        if websocket:
            channel = stack.enter_context(upgraded(shield, plain))
            line = b"\x82\xff" + len(line).to_bytes(8) + bytes(4) + line
        channel.settimeout(3)
        with suppress(OSError):  # it is not read on
            for _ in range((150 << 20) // len(line)):
                channel.sendall(line)
        assert peak(shield.proxies()) - before < ROOM // 2
    echo.close()
    assert works(shield, server, "after")
    assert shield.end() == 0


@linux
def test_a_proxy_that_was_killed_is_a_failure(shield: Running) -> None:
    os.kill(shield.proxies(), signal.SIGKILL)
    assert shield.process.wait(30) == 2
    assert shield.said().endswith("phonehome: the proxy ended; nothing passes any more\n")


@linux
def test_the_proxy_and_its_processes_end_with_the_command(shield: Running) -> None:
    family = [shield.proxies(), *workers(shield)]
    shield.process.kill()
    shield.process.wait()
    deadline = time.monotonic() + 30
    while any(map(runs, family)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [number for number in family if runs(number)] == []
