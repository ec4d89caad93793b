"""Real clients through a capture to a real server: all that was sent stands in the case."""

from __future__ import annotations

import asyncio
import os
import resource
import socket
import ssl
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import websockets

from browser import QUIET, chromium, program
from live.served import Got, Running, Server, capturing
from phonehome import case as cases
from phonehome.audit import Sums
from phonehome.decode.request import target
from phonehome.model import Damage, Exchange
from phonehome.read import recording


@pytest.fixture
def capture(server: Server, authority: Path, tmp_path: Path) -> Iterator[Running]:
    server.got.clear()
    with capturing(tmp_path, "--trust", str(server.authority), authority=authority) as running:
        yield running


def recorded(case: Path) -> list[Exchange]:
    with (case / "recording").open("rb") as file:
        found = list(recording.read(file))
    assert [one for one in found if isinstance(one, Damage)] == []
    return [one for one in found if isinstance(one, Exchange)]


def sent(case: Path) -> list[tuple[str, str, bytes]]:
    """Method, target and body of all that left, in the words of the server."""
    found = []
    for one in recorded(case):
        path, query = target(one.url)
        if one.method == "WEBSOCKET":
            found += [("MESSAGE", "", message) for message in one.messages]
        elif one.sent and one.headers:
            found.append((one.method, f"{path}?{query}" if query else path, one.body))
    return found


def got(server: Server) -> list[tuple[str, str, bytes]]:
    return [(method, target, body) for method, _, target, body in server.got]


def versions(found: list[Got]) -> set[str]:
    return {version for method, version, _, _ in found if method != "MESSAGE"}


@pytest.mark.parametrize(("option", "version"), [("--http1.1", "1.1"), ("--http2", "2")])
def test_what_curl_sent_is_what_the_server_got(capture: Running, server: Server, option: str, version: str) -> None:
    url = f"https://localhost:{server.port}"
    call = [program("curl"), "-sS", option, "--proxy", capture.proxy, "--cacert", str(capture.authority)]
    for extra in (
        [f"{url}/plain?imei=490154203237518"],
        ["--data-binary", "a=1&b=two", f"{url}/form"],
        ["-H", "Transfer-Encoding: chunked" if version == "1.1" else "X-None: 1", "-T", "-", f"{url}/chunked"],
        ["-H", "Expect: 100-continue", "--data-binary", "x" * 3000, f"{url}/expect"],
    ):
        subprocess.run([*call, *extra], check=True, capture_output=True, timeout=60, input=b"piped " * 50)
    assert capture.end() == 0
    assert (len(server.got), versions(server.got)) == (4, {version})
    assert sorted(sent(capture.case)) == sorted(got(server))


def test_what_httpx_sent_is_what_the_server_got(capture: Running, server: Server) -> None:
    context = ssl.create_default_context(cafile=str(capture.authority))
    url = f"https://localhost:{server.port}"
    for http2 in (False, True):
        with httpx.Client(proxy=capture.proxy, verify=context, http2=http2, timeout=60) as client:
            for number in range(20):
                client.post(f"{url}/{number}?a={number}", json={"n": number, "text": "x" * 50 * number})
    assert capture.end() == 0
    assert (len(server.got), versions(server.got)) == (40, {"1.1", "2"})
    assert sorted(sent(capture.case)) == sorted(got(server))


def test_messages_of_a_websocket_are_in_the_case(capture: Running, server: Server) -> None:
    said = [b"binary \x00\xff", b"text", b"z" * 100_000]

    async def talk() -> None:
        context = ssl.create_default_context(cafile=str(capture.authority))
        url = f"wss://localhost:{server.port}/live?token=1"
        async with websockets.connect(url, proxy=capture.proxy, ssl=context) as channel:
            for message in (said[0], said[1].decode(), said[2]):
                await channel.send(message)
                await channel.recv()

    asyncio.run(talk())
    assert capture.end() == 0
    assert [one for one in sent(capture.case) if one[0] == "MESSAGE"] == [("MESSAGE", "", one) for one in said]
    assert got(server) == [("MESSAGE", "", one) for one in said]


def test_what_a_browser_sent_is_what_the_server_got(capture: Running, server: Server, tmp_path: Path) -> None:
    call = [
        chromium(),
        *QUIET,
        "--ignore-certificate-errors",
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--proxy-server=127.0.0.1:{capture.port}",
    ]
    call += ["--proxy-bypass-list=<-loopback>", "--dump-dom", f"https://localhost:{server.port}/page?q=browser"]
    done = subprocess.run(call, check=True, capture_output=True, timeout=120)
    assert b"served" in done.stdout
    assert capture.end() == 0
    assert ("GET", "/page?q=browser", b"") in got(server)
    local = [one for one in recorded(capture.case) if one.url.startswith(f"https://localhost:{server.port}/")]
    arrived = Counter(where for _, where, _ in got(server))
    # What the browser asked for when it ended was recorded, but may not have arrived any more.
    assert arrived <= Counter(map(_where, local))
    assert Counter(_where(one) for one in local if one.response) <= arrived


def _where(one: Exchange) -> str:
    path, query = target(one.url)
    return f"{path}?{query}" if query else path


def test_a_client_that_refuses_the_certificate_is_a_recipient_that_got_nothing(
    capture: Running, server: Server
) -> None:
    for _ in range(2):
        with httpx.Client(proxy=capture.proxy, timeout=60) as client, pytest.raises(httpx.ConnectError):
            client.get(f"https://localhost:{server.port}/")
    assert capture.end() == 0
    with cases.connect(capture.case) as tables:
        found = tables.execute("SELECT host, sent, time IS NOT NULL, bytes_sent FROM exchanges").fetchall()
    assert found == [("localhost", False, True, 0)] * 2


def test_a_client_that_accepts_the_certificate_and_then_says_nothing_is_seen(capture: Running, server: Server) -> None:
    context = ssl.create_default_context(cafile=str(capture.authority))
    with socket.create_connection(("127.0.0.1", capture.port), 10) as one:
        one.sendall(f"CONNECT localhost:{server.port} HTTP/1.1\r\n\r\n".encode())
        one.recv(1000)
        with context.wrap_socket(one, server_hostname="localhost"):
            pass
    assert capture.end() == 0
    assert [(each.url, each.sent) for each in recorded(capture.case)] == [("https://localhost", False)]


def test_a_full_disk_ends_the_capture_and_keeps_what_was_recorded(capture: Running, server: Server) -> None:
    resource.prlimit(capture.proxies(), resource.RLIMIT_FSIZE, (30_000, 30_000))
    context = ssl.create_default_context(cafile=str(capture.authority))
    with httpx.Client(proxy=capture.proxy, verify=context, timeout=60) as client:
        for number in range(9):
            try:
                client.post(f"https://localhost:{server.port}/{number}", content=os.urandom(8000))
            except httpx.HTTPError:
                break
    assert capture.process.wait(60) == 2
    *_, summary, _, last = capture.said().splitlines()
    assert summary.startswith("3 exchanges; likely or confirmed: ")
    assert last == "phonehome: File too large: the recording stops with 3 exchanges"
    assert "proxy: " not in capture.said()
    with cases.connect(capture.case) as tables:
        assert tables.execute("SELECT count(*) FROM exchanges").fetchall() == [(3,)]


def test_a_server_that_is_not_there_got_nothing(capture: Running) -> None:
    with httpx.Client(proxy=capture.proxy, timeout=60) as client:
        assert client.post("http://127.0.0.1:9/upload", content=b"secret").status_code == 502
    assert capture.end() == 0
    assert [(one.url, one.sent) for one in recorded(capture.case)] == [("http://127.0.0.1:9/upload", False)]


def test_nothing_captured_is_an_empty_case(capture: Running) -> None:
    assert capture.end() == 0
    assert recorded(capture.case) == []
    assert cases.read_info(capture.case).inputs[0].exchanges == Sums().exchanges
