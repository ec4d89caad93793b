"""What a connection is read as: a protocol takes what both ends say and gives exchanges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from phonehome.model import Exchange, Headers, Response

LARGEST = 128 << 20
PORTS = {"http": 80, "https": 443, "tls": 443, "quic": 443, "ws": 80, "wss": 443}


class Peer(Struct, frozen=True):
    """The server's end: its name as far as known, its address, and whether the connection was encrypted."""

    host: str
    address: str
    port: int
    is_tls: bool = False
    app: str = ""

    def url(self, scheme: str) -> str:
        """The connection itself as a URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}" + ("" if PORTS.get(scheme) == self.port else f":{self.port}")


class Draft(Struct):
    """An exchange while it grows; its body is kept up to ``LARGEST``."""

    method: str
    url: str
    time: int | None
    headers: Headers = ()
    body: bytearray = bytearray()
    sent: bool = True
    mangled: bool = False
    response: Response | None = None
    messages: tuple[bytes, ...] = ()
    unread: int = 0
    hidden: int = 0
    complete: bool = False

    def add(self, data: bytes | bytearray) -> None:
        """Adds to the body; what is too much is counted as not read."""
        kept = data[: max(0, LARGEST - len(self.body))]
        self.body += kept
        self.unread += len(data) - len(kept)

    def done(self, peer: Peer) -> Exchange:
        """The exchange; its index is for the capture to give."""
        return Exchange(
            0,
            self.method,
            self.url,
            self.time,
            self.headers,
            bytes(self.body),
            peer.address,
            peer.app,
            sent=self.sent,
            mangled=self.mangled,
            response=self.response,
            messages=self.messages,
            unkept=self.unread,
        )


class Speech(Protocol):
    """A protocol on one connection. Each call gives the exchanges that it completes."""

    def said(self, phone: bool, data: bytes, time: int | None) -> Iterable[Draft]:
        """One end says more."""

    def lost(self, phone: bool, size: int) -> Iterable[Draft]:
        """So many bytes of one end were not recorded."""

    def end(self) -> Iterable[Draft]:
        """The connection is over."""
