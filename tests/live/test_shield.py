"""Real clients through a shield to a real server: what it got are pseudonyms, and nothing else is changed."""

from __future__ import annotations

import asyncio
import gzip
import json
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import websockets

from live.raw import RawServer
from live.served import Running, Server, program, shielded

IMEI, MAC, NUMBER = "490154203237518", "c0:ee:fb:12:34:56", "+447700900123"
OWNER = f'[values]\nimei = ["{IMEI}"]\nmac_address = ["{MAC}"]\nphone_number = ["{NUMBER}"]\n'
BLOCK = '[[rule]]\nname = "none"\nkinds = ["imei"]\naction = "block"\n'
# The owner's values in some of the writings that a log might let slip.
WRITINGS = [IMEI, IMEI[:-1], MAC, MAC.upper(), MAC.replace(":", ""), MAC.replace(":", "").upper(), NUMBER, NUMBER[1:]]


@pytest.fixture
def owner(tmp_path: Path) -> str:
    file = tmp_path / "owner.toml"
    file.write_text(OWNER, encoding="utf-8")
    return str(file)


@pytest.fixture
def shield(server: Server, authority: Path, tmp_path: Path, owner: str) -> Iterator[Running]:
    server.got.clear()
    options = ("--trust", str(server.authority), "--owner", owner, "--log", str(tmp_path / "shield.log"))
    with shielded(tmp_path, *options, authority=authority) as running:
        yield running


def rules(folder: Path, text: str) -> tuple[str, str]:
    file = folder / "rules.toml"
    file.write_text(text, encoding="utf-8")
    return "--rules", str(file)


def client(running: Running, *, http2: bool = False) -> httpx.Client:
    context = ssl.create_default_context(cafile=str(running.authority))
    return httpx.Client(proxy=running.proxy, verify=context, http2=http2, timeout=60)


def tunnel(running: Running, port: int) -> socket.socket:
    """A connection through the proxy, without TLS yet."""
    channel = socket.create_connection(("127.0.0.1", running.port), 30)
    channel.sendall(f"CONNECT localhost:{port} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
    while not channel.recv(1 << 16).endswith(b"\r\n\r\n"):
        continue
    return channel


@pytest.mark.parametrize(("option", "version"), [("--http1.1", "1.1"), ("--http2", "2")])
def test_what_curl_sent_arrives_with_pseudonyms(shield: Running, server: Server, option: str, version: str) -> None:
    url = f"https://localhost:{server.port}"
    call = [program("curl"), "-sS", option, "--proxy", shield.proxy, "--cacert", str(shield.authority)]
    packed = gzip.compress(json.dumps({"device": {"imei": IMEI, "mac": MAC}}).encode())
    for extra in (
        [f"{url}/plain?imei={IMEI}"],
        ["-H", "Content-Encoding: gzip", "-H", "Content-Type: application/json", "--data-binary", "@-", f"{url}/g"],
        ["-H", "Transfer-Encoding: chunked" if version == "1.1" else "X-None: 1", "-T", "-", f"{url}/chunked"],
    ):
        subprocess.run([*call, *extra], check=True, capture_output=True, timeout=60, input=packed)
    assert shield.end() == 0
    (_, one, target, _), (_, two, _, body), (_, three, _, chunked) = server.got
    device = json.loads(gzip.decompress(body))["device"]
    assert {one, two, three} == {version}
    assert target == f"/plain?imei={device['imei']}"
    assert chunked == body
    assert (len(device["imei"]), len(device["mac"])) == (15, 17)
    assert (device["imei"] != IMEI, device["mac"] != MAC) == (True, True)


def test_what_httpx_sent_arrives_with_pseudonyms_and_none_is_logged(
    shield: Running, server: Server, tmp_path: Path
) -> None:
    url = f"https://localhost:{server.port}"
    for http2 in (False, True):
        with client(shield, http2=http2) as one:
            for number in range(10):
                one.post(f"{url}/{IMEI}/{number}?{IMEI}=a&mac={MAC}", json={"n": number, IMEI: [MAC, "x" * 99]})
            one.post(url, data={"m": MAC.upper(), "phone": NUMBER}, headers={"x-imei": IMEI})
            assert len(server.got) == (22 if http2 else 11)
            # Where names are values, too, it may be blocked.
            one.post(url, data={MAC.upper(): "1"}, headers={"x-" + MAC.replace(":", ""): IMEI})
            del server.got[11 * (1 + http2) :]
    assert shield.end() == 0
    assert [value for value in (IMEI, MAC) if value in str(server.got) or value.upper() in str(server.got)] == []
    log = (tmp_path / "shield.log").read_text(encoding="utf-8")
    assert len(log.splitlines()) > 100
    assert [value for value in WRITINGS if value in log or value in shield.said()] == []
    assert "24 requests and messages" in shield.said()
    assert len(shield.said().splitlines()) < 60


def test_messages_of_a_websocket_keep_their_type(shield: Running, server: Server) -> None:
    async def talk() -> list[str | bytes]:
        context = ssl.create_default_context(cafile=str(shield.authority))
        url = f"wss://localhost:{server.port}/live"
        async with websockets.connect(url, proxy=shield.proxy, ssl=context) as channel:
            await channel.send(json.dumps({"imei": IMEI}))
            await channel.send(json.dumps({"imei": IMEI}).encode())
            await channel.send("z" * 100_000)
            return [await channel.recv() for _ in range(3)]

    asyncio.run(talk())
    assert shield.end() == 0
    text, binary, last = (message for kind, _, _, message in server.got if kind == "MESSAGE")
    assert text == binary
    assert (set(json.loads(text)), len(json.loads(text)["imei"]), IMEI.encode() in text) == ({"imei"}, 15, False)
    assert last == b"z" * 100_000


@pytest.mark.parametrize("text", ["", 'default = "pass"\n'])
def test_without_rules_every_byte_is_the_one_that_was_sent(
    authority: Path, tmp_path: Path, owner: str, text: str
) -> None:
    body = gzip.compress(IMEI.encode() * 50)
    head = f"POST /a%2Fb//{IMEI}?b=%20+&a=;;&imei={IMEI} HTTP/1.1\r\nhOST: localhost\r\nX-a:  two  spaces\r\nx-A: 2\r\n"
    sent = head.encode() + b"Cookie: i=1; \xff=\xfe\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    server = RawServer(tmp_path)
    options = ("--trust", str(server.authority), "--owner", owner, *rules(tmp_path, text))
    with shielded(tmp_path, *options, authority=authority) as running, tunnel(running, server.port) as channel:
        context = ssl.create_default_context(cafile=str(running.authority))
        with context.wrap_socket(channel, server_hostname="localhost") as secure:
            for _ in range(2):
                secure.sendall(sent)
                while not secure.recv(1 << 16).endswith(b"ok"):
                    continue
        assert running.end() == 0
    server.close()
    trimmed = sent.replace(b":  two", b": two")  # what stands before a value is no part of it (RFC 9112, 5.1)
    assert server.got == [trimmed, trimmed]


def test_what_is_blocked_is_answered_and_never_arrives(
    server: Server, authority: Path, tmp_path: Path, owner: str
) -> None:
    server.got.clear()
    options = ("--trust", str(server.authority), "--owner", owner, *rules(tmp_path, BLOCK))
    with shielded(tmp_path, *options, authority=authority) as running, client(running) as one:
        url = f"https://localhost:{server.port}"
        answers = [one.post(url, json={"i": IMEI}), one.post(url, content=IMEI), one.post(url, json={"i": 1})]
        assert running.end() == 0
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.content for answer in answers[:2]] == [b"{}", b""]
    assert [body for _, _, _, body in server.got] == [b'{"i":1}']


def test_a_dry_run_tells_and_changes_nothing(server: Server, authority: Path, tmp_path: Path, owner: str) -> None:
    server.got.clear()
    options = ("--trust", str(server.authority), "--owner", owner, "--dry-run")
    with shielded(tmp_path, *options, authority=authority) as running, client(running) as one:
        one.post(f"https://localhost:{server.port}/{IMEI}", content=IMEI)
        assert running.end() == 0
    assert [(target, body) for _, _, target, body in server.got] == [(f"/{IMEI}", IMEI.encode())]
    assert "replace  imei 49**********518 -> " in running.said()
    assert "a dry run: nothing was changed or blocked" in running.said()


def test_tomorrow_the_pseudonym_is_the_same(server: Server, authority: Path, tmp_path: Path, owner: str) -> None:
    server.got.clear()
    options = ("--trust", str(server.authority), "--owner", owner)
    for _ in range(2):
        with shielded(tmp_path, *options, authority=authority) as running, client(running) as one:
            one.get(f"https://localhost:{server.port}/?i={IMEI}")
            running.process.send_signal(signal.SIGTERM)
            assert running.process.wait(60) == 0
    first, second = (target for _, _, target, _ in server.got)
    assert (first == second, IMEI in first) == (True, False)


@pytest.mark.parametrize("text", ["", BLOCK])
def test_what_is_no_http_is_rewritten_or_goes_nowhere(authority: Path, tmp_path: Path, owner: str, text: str) -> None:
    server = RawServer(tmp_path, tls=False)
    options = ("--owner", owner, *(rules(tmp_path, text) if text else ()))
    with shielded(tmp_path, *options, authority=authority) as running, tunnel(running, server.port) as channel:
        channel.sendall(b"imei=" + IMEI.encode() + b"\n")
        channel.settimeout(2)
        try:
            said = channel.recv(1 << 16)
        except TimeoutError:
            said = b""
        assert running.end() == 0
    server.close()
    assert (bool(said), IMEI.encode() in b"".join(server.got)) == (not text, False)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
def test_a_full_log_ends_the_shield_with_its_name_and_the_sums(
    server: Server, authority: Path, tmp_path: Path, owner: str
) -> None:
    options = ("--trust", str(server.authority), "--owner", owner, "--log", "/dev/full")
    with shielded(tmp_path, *options, authority=authority) as running:
        with client(running) as one:
            one.post(f"https://localhost:{server.port}/", json={"imei": IMEI})
        assert running.process.wait(60) == 2
    assert "1 request or message\nphonehome: /dev/full: No space left on device; the shield ends" in running.said()
