"""One TCP connection: its bytes put in order and read as the protocol with which the phone begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from phonehome.model import Exchange
from phonehome.read.pcap.http1 import BEGINS, Http1
from phonehome.read.pcap.http2 import PREFACE, Http2
from phonehome.read.pcap.order import Order
from phonehome.read.pcap.packet import Packet
from phonehome.read.pcap.raw import Raw
from phonehome.read.pcap.sealed import Sealed
from phonehome.read.pcap.speech import Draft, Peer, Speech

FIN, SYN, RST, ACK = 1, 2, 4, 16
_BEGINNING = 1 << 14
# A TLS record (RFC 8446, 5.1) with a ClientHello: type 22, a version of SSL 3 to TLS 1.3, a length up to 2^14 + 2048.
_HELLO = re.compile(rb"\x16\x03[\x00-\x04](?!\x00\x00)[\x00-\x47].\x01|\x16\x03[\x00-\x04]?.{0,2}\Z", re.DOTALL)
_OVERHEAD = 64  # of a TLS record: explicit nonce, seal or MAC, padding


class Guess:
    """A speech that is not known before the phone has said enough."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self._held: list[tuple[bool, bytes, int | None]] = []
        self.speech: Speech | None = None

    def said(self, phone: bool, data: bytes, time: int | None) -> Iterator[Draft]:
        """Holds what is said until it is clear what it is."""
        if self.speech:
            yield from self.speech.said(phone, data, time)
            return
        self._held.append((phone, data, time))
        begin = b"".join(part for by, part, _ in self._held if by)
        whole = sum(len(part) for _, part, _ in self._held)
        if (begin and not self._unclear(begin)) or whole > _BEGINNING:
            yield from self._settle(begin)

    def lost(self, phone: bool, size: int) -> Iterator[Draft]:
        """Hands on."""
        if self.speech is None:
            yield from self._settle(b"".join(part for by, part, _ in self._held if by))
        if self.speech:
            yield from self.speech.lost(phone, size)

    def end(self) -> Iterator[Draft]:
        """What is still held is then a message."""
        if self.speech is None:
            yield from self._settle(b"".join(part for by, part, _ in self._held if by))
        if self.speech:
            yield from self.speech.end()

    def _unclear(self, begin: bytes) -> bool:
        if begin[:1] == b"\x16":
            return len(begin) < 6
        return b"\n" not in begin and len(begin) < _BEGINNING and begin[:3].isalpha() and begin[:16].isascii()

    def _settle(self, begin: bytes) -> Iterator[Draft]:
        if _HELLO.match(begin):
            self.speech = Sealed(self.peer)
        elif begin.startswith(PREFACE[:16]):
            self.speech = Http2(self.peer)
        elif BEGINS.match(begin):
            self.speech = Http1(self.peer)
        else:
            self.speech = Raw(self.peer, "tls" if self.peer.is_tls else "tcp")
        for phone, data, time in self._held:
            yield from self.speech.said(phone, data, time)
        self._held = []


class Connection:
    """Packets in, exchanges out; ``gone`` counts bytes that were not recorded, ``is_over`` says that it has ended."""

    def __init__(self, first: Packet, name: str) -> None:
        phone = _is_client(first)
        self._phone = first.source if phone else first.target
        address, port = first.target if phone else first.source
        self.peer = Peer(name or address, address, port, app=first.app)
        self._order = {True: Order(), False: Order()}
        self._wire = Guess(self.peer)
        self._opened: Guess | None = None
        self._read = self._made = 0
        self._time = first.time
        self._ended: set[bool] = set()
        self.gone = 0
        self.is_over = False

    @property
    def is_tls(self) -> bool:
        """Whether it is encrypted."""
        return isinstance(self._wire.speech, Sealed)

    @property
    def is_opened(self) -> bool:
        """Whether keys made something of it readable."""
        return self.is_tls and self._opened is not None

    def add(self, packet: Packet) -> Iterator[Exchange]:
        """The exchanges that this packet completes."""
        phone = packet.source == self._phone
        if packet.host and phone:
            self._name(packet.host)
        if packet.flags & SYN:
            self._order[phone].begin((packet.seq + 1) % (1 << 32))
        elif packet.length:
            yield from self._done(self._pass(phone, packet))
        if packet.opened:
            yield from self._open(phone, packet)
        if packet.flags & FIN:
            self._ended.add(phone)
        if packet.flags & RST or len(self._ended) == 2:
            yield from self.end()

    def end(self) -> Iterator[Exchange]:
        """What the end of the connection, or of the capture, completes."""
        if self.is_over:
            return
        self.is_over = True
        for phone in (True, False):
            yield from self._done(self._told(phone, self._order[phone].rest(), self._time))
        sealed = self._wire.speech
        if self._opened and isinstance(sealed, Sealed):
            yield from self._done(self._opened.end())
            missing = sealed.data - self._read
            if missing > _OVERHEAD * sealed.records:
                yield from self._done(iter([Draft("TLS", self.peer.url("tls"), self._time, unread=missing)]))
            return
        for made in self._wire.end():
            if made.time is None:
                made.time = self._time
            yield from self._done(iter([made]))
        if not self._made:  # a connection counts even where nothing of it could be told apart
            up = self._order[True].size
            yield Draft("TCP", self.peer.url("tcp"), self._time, sent=up > 0, unread=up).done(self.peer)

    def _pass(self, phone: bool, packet: Packet) -> Iterator[Draft]:
        pieces = self._order[phone].add(packet.seq, packet.payload, packet.length)
        yield from self._told(phone, pieces, packet.time)

    def _told(self, phone: bool, pieces: Iterator[bytes | int], time: int | None) -> Iterator[Draft]:
        for piece in pieces:
            if isinstance(piece, bytes):
                yield from self._wire.said(phone, piece, time)
            else:
                self.gone += piece
                yield from self._wire.lost(phone, piece)

    def _open(self, phone: bool, packet: Packet) -> Iterator[Exchange]:
        if self._opened is None:
            self._opened = Guess(structs.replace(self.peer, is_tls=True))
        self._read += len(packet.opened) if phone else 0
        yield from self._done(self._opened.said(phone, packet.opened, packet.time))

    def _done(self, drafts: Iterator[Draft]) -> Iterator[Exchange]:
        for draft in drafts:
            self._made += 1
            yield draft.done(self.peer)

    def _name(self, host: str) -> None:
        self.peer = structs.replace(self.peer, host=host)
        self._wire.peer = self.peer
        if isinstance(self._wire.speech, Sealed):
            self._wire.speech.peer = self.peer


def _is_client(packet: Packet) -> bool:
    """Whether the sender opened the connection: by SYN, else by the ports, else because it speaks first."""
    if packet.flags & SYN:
        return not packet.flags & ACK
    ours, theirs = packet.source[1], packet.target[1]
    return not (ours < 1024 <= theirs)
