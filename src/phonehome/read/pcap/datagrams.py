"""Datagrams between two ends: QUIC that is not opened, and everything else as messages."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from phonehome.model import Exchange, Response
from phonehome.read.pcap.packet import Packet
from phonehome.read.pcap.raw import Raw
from phonehome.read.pcap.speech import Draft, Peer

IDLE = 300_000  # ms without a datagram after which a flow is over


class Flow:
    """Packets in, exchanges out; one without QUIC gives its datagrams as messages."""

    def __init__(self, first: Packet, name: str) -> None:
        phone = not (first.source[1] < 1024 <= first.target[1])
        self._phone = first.source if phone else first.target
        address, port = first.target if phone else first.source
        self.peer = Peer(name or address, address, port, app=first.app)
        self.is_quic = "quic" in first.protocols
        self._raw = Raw(self.peer, "udp", apart=True)
        self._size = {True: 0, False: 0}
        self._sent = False
        self._first = self.last = first.time

    def add(self, packet: Packet) -> Iterator[Exchange]:
        """The exchanges that this packet completes."""
        phone = packet.source == self._phone
        self.last = packet.time or self.last
        if packet.host and phone:
            self.peer = structs.replace(self.peer, host=packet.host)
        self._size[phone] += packet.length
        self._sent = self._sent or (phone and packet.is_short)
        if not self.is_quic:
            for draft in self._raw.said(phone, packet.payload, packet.time):
                yield draft.done(self.peer)

    def end(self) -> Iterator[Exchange]:
        """What is left of it."""
        if not self.is_quic:
            yield from (draft.done(self.peer) for draft in self._raw.end() if draft.messages)
            return
        down = Response(0, (), self._size[False]) if self._size[False] else None
        unread = self._size[True] if self._sent else 0
        draft = Draft("QUIC", self.peer.url("quic"), self._first, sent=self._sent, response=down, unread=unread)
        yield draft.done(self.peer)
