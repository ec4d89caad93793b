"""Real clients and a real server over sockets, recorded as packets: with keys the case is what the server logged."""

from __future__ import annotations

import asyncio
import os
import shutil
import ssl
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import websockets

import packets
from browser import program
from live.served import Server
from phonehome import case as cases
from phonehome.cli import run
from phonehome.decode.request import target
from phonehome.model import Exchange
from phonehome.tshark import Packets
from wire import Wire, wired

TLS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}
Sent = Counter[tuple[str, str, bytes]]


@pytest.fixture(autouse=True)
def _tshark() -> None:
    program("tshark")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("server"))
    one.start()
    yield one
    one.stop()


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    server.got.clear()
    with wired(server.port) as one:
        yield one


def context(server: Server, keys: Path, version: str) -> ssl.SSLContext:
    """A client's side of TLS in this version, which writes its keys down."""
    made = ssl.create_default_context(cafile=str(server.authority))
    made.minimum_version = made.maximum_version = TLS[version]
    made.keylog_filename = str(keys)
    return made


def got(server: Server) -> Sent:
    """Method, target and body of all that the server logged."""
    return Counter((method, where, body) for method, _, where, body in server.got)


def versions(server: Server) -> set[str]:
    return {version for method, version, _, _ in server.got if method != "MESSAGE"}


def read(capture: Path, keys: str) -> Sent:
    """The same of what the packets hold."""
    found: Sent = Counter()
    with capture.open("rb") as file:
        for one in Packets(keys).read(file):
            assert isinstance(one, Exchange), one
            path, query = target(one.url)
            if one.method != "WEBSOCKET" and not one.messages:
                found[one.method, f"{path}?{query}" if query else path, one.body] += 1
            found.update(("MESSAGE", "", message) for message in one.messages)
    return found


def audited(capture: Path, *options: str) -> list[tuple[str, str, int]]:
    """Method, URL and bytes understood of each exchange in the case that the command line makes."""
    folder = capture.with_suffix(".case")
    shutil.rmtree(folder, ignore_errors=True)
    assert run(["audit", str(capture), "--out", str(folder), *options]) == 0
    with cases.connect(folder) as tables:
        return tables.execute("SELECT method, url, bytes_understood FROM exchanges ORDER BY ALL").fetchall()


def check(wire: Wire, server: Server, folder: Path) -> None:
    """The server's log, the packets with their keys beside them, and with these inside, are all the same."""
    keys, beside, within = folder / "keys.log", folder / "beside.pcap", folder / "within.pcapng"
    told = list(wire.packets())
    beside.write_bytes(packets.pcap(told))
    within.write_bytes(packets.pcapng(told, secrets=keys.read_bytes()))
    assert read(beside, str(keys)) == read(within, "") == got(server)
    rows = audited(beside, "--keys", str(keys))
    assert rows == audited(within)
    named = (f"https://localhost:{server.port}/", f"wss://localhost:{server.port}/")
    assert [url for _, url, understood in rows if not url.startswith(named) or not understood] == []
    sealed = audited(beside)
    assert [(method, url, understood) for method, url, understood in sealed] == [
        ("TLS", f"tls://localhost:{server.port}", 0)
    ] * len(wire.talks)


@pytest.mark.parametrize("version", TLS)
@pytest.mark.parametrize("protocol", ["1.1", "2"])
def test_what_curl_sent(wire: Wire, server: Server, tmp_path: Path, *, version: str, protocol: str) -> None:
    base = f"https://localhost:{server.port}"
    call = [program("curl"), "-sS", f"--http{protocol}", "--cacert", str(server.authority)]
    call += [f"--tlsv{version}", "--tls-max", version]
    call += ["--connect-to", f"localhost:{server.port}:127.0.0.1:{wire.port}"]
    environment = {**os.environ, "SSLKEYLOGFILE": str(tmp_path / "keys.log")}
    for more in (
        [f"{base}/plain?imei=490154203237518", f"{base}/again"],
        ["--data-binary", "x" * 40_000, f"{base}/long"],
        ["-T", "-", f"{base}/piped"],
    ):
        subprocess.run([*call, *more], check=True, capture_output=True, timeout=60, input=b"z" * 9, env=environment)
    assert (sum(got(server).values()), versions(server)) == (4, {protocol})
    check(wire, server, tmp_path)


@pytest.mark.parametrize("version", TLS)
@pytest.mark.parametrize("http2", [False, True])
def test_what_httpx_sent(wire: Wire, server: Server, tmp_path: Path, version: str, *, http2: bool) -> None:
    made = context(server, tmp_path / "keys.log", version)
    headers = {"host": f"localhost:{server.port}"}
    extensions = {"sni_hostname": "localhost"}
    with httpx.Client(verify=made, http2=http2, timeout=60) as client:
        for number in range(12):
            url = f"https://127.0.0.1:{wire.port}/{number}?a={number}"
            client.post(url, headers=headers, extensions=extensions, json={"n": number, "text": "x" * 700 * number})
    assert (sum(got(server).values()), versions(server)) == (12, {"2" if http2 else "1.1"})
    check(wire, server, tmp_path)


@pytest.mark.parametrize("version", TLS)
def test_what_a_websocket_said(wire: Wire, server: Server, tmp_path: Path, version: str) -> None:
    said = (b"binary \x00\xff", b"text", b"z" * 100_000)
    made = context(server, tmp_path / "keys.log", version)

    async def talk() -> None:
        url = f"wss://localhost:{server.port}/live?token=1"
        async with websockets.connect(url, host="127.0.0.1", port=wire.port, ssl=made, proxy=None) as channel:
            for message in (said[0], said[1].decode(), said[2]):
                await channel.send(message)
                await channel.recv()

    asyncio.run(talk())
    assert got(server) == Counter(("MESSAGE", "", one) for one in said)
    check(wire, server, tmp_path)
