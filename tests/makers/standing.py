"""The makers' servers on loopback, over TLS and plain HTTP/1.1, and a phone that sends to them through a proxy."""

from __future__ import annotations

import socket
import ssl
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import urlsplit

import trustme

from accepting import Accepting
from makers.by_host import HOSTS, taken
from makers.strict import Asked, Kept, Refused
from phonehome.model import Exchange

TLS_RECORD = 0x16
CONNECT = "CONNECT 127.0.0.1:{port} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"


class Whole(NamedTuple):
    """A request as its bytes."""

    head: bytes
    body: bytes

    def bytes(self) -> bytes:
        return self.head + b"\r\n\r\n" + self.body


class Makers(Accepting):
    """All makers at one port. ``profile`` is the phone that sends; what arrived, was kept and was refused is held."""

    def __init__(self, folder: Path) -> None:
        self.authority = folder / "makers.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.authority))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*sorted(HOSTS)).configure_cert(self._context)
        self.clear("")
        super().__init__()

    def clear(self, profile: str) -> None:
        self.profile = profile
        self.arrived: list[Whole] = []
        self.kept: list[Kept] = []
        self.refused: Counter[str] = Counter()

    def serve(self, client: socket.socket) -> None:
        first = client.recv(1, socket.MSG_PEEK)
        is_tls = first[:1] == bytes([TLS_RECORD])
        with self._context.wrap_socket(client, server_side=True) if is_tls else client as channel:
            reader = channel.makefile("rb")
            while request := read(reader):
                channel.sendall(self._answered(request))

    def _answered(self, request: Whole) -> bytes:
        self.arrived.append(request)
        try:
            self.kept.append(taken(self.profile, asked(request)))
        except Refused as error:
            self.refused[str(error)] += 1
            return b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
        return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


def read(reader: BinaryIO) -> Whole | None:
    """The next message of a connection; None at its end."""
    lines: list[bytes] = []
    while line := reader.readline().rstrip(b"\r\n"):
        lines.append(line)
    if not lines:
        return None
    lengths = [line.partition(b":")[2] for line in lines if line.lower().startswith(b"content-length:")]
    return Whole(b"\r\n".join(lines), reader.read(int(lengths[0])) if lengths else b"")


def asked(request: Whole) -> Asked:
    """A request as its maker has it."""
    first, *lines = request.head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    path, _, query = target.partition("?")
    headers = tuple((name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines))
    return Asked(method, dict(headers)["host"], path, query, headers, request.body)


def exchange(request: Whole, number: int, scheme: str) -> Exchange:
    """A request as an audit has it."""
    said = asked(request)
    url = f"{scheme}://{said.host}{request.head.split(b' ')[1].decode()}"
    return Exchange(number, said.method, url, headers=said.headers, body=request.body)


def whole(told: Exchange) -> Whole:
    """The bytes that a phone sends of an exchange; a length is stated where there is a body."""
    target = told.url.split("/", 3)[3]
    headers = [f"{name}: {value}" for name, value in told.headers]
    if told.body and not any(name.lower() == "content-length" for name, _ in told.headers):
        headers.append(f"Content-Length: {len(told.body)}")
    return Whole("\r\n".join([f"{told.method} /{target} HTTP/1.1", *headers]).encode(), told.body)


def send(told: Iterable[Exchange], proxy: int, makers: Makers, authority: Path) -> Iterator[int]:
    """A phone whose hosts are all found on loopback sends through a proxy; the statuses of the answers."""
    channels: dict[str, tuple[socket.socket, BinaryIO]] = {}
    for one in told:
        place = urlsplit(one.url)
        if place.netloc not in channels:
            channel = _tunnel(proxy, makers.port)
            if place.scheme == "https":
                context = ssl.create_default_context(cafile=str(authority))
                channel = context.wrap_socket(channel, server_hostname=place.netloc)
            channels[place.netloc] = channel, channel.makefile("rb")
        channel, reader = channels[place.netloc]
        channel.sendall(whole(one).bytes())
        answer = read(reader)
        yield int(answer.head.split(b" ")[1]) if answer else 0
    for channel, reader in channels.values():
        reader.close()
        channel.close()


def _tunnel(proxy: int, port: int) -> socket.socket:
    channel = socket.create_connection(("127.0.0.1", proxy), 60)
    channel.sendall(CONNECT.format(port=port).encode())
    while not channel.recv(1 << 12).endswith(b"\r\n\r\n"):
        continue
    return channel
