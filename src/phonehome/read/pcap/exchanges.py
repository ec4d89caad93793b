"""Lines of tshark to the exchanges of a capture, in the order in which they are complete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import structs

from phonehome.model import Damage, Exchange
from phonehome.read.flow import question
from phonehome.read.pcap.connection import SYN, Connection
from phonehome.read.pcap.datagrams import IDLE, Flow
from phonehome.read.pcap.packet import Packet, packet

_MOST_NAMES = 1 << 16
_SWEEP = 10_000


def exchanges(lines: Iterable[bytes]) -> Iterator[Exchange | Damage]:
    """What the phone sent, and at the end what the recorder left out."""
    capture = Packets()
    for index, found in enumerate(capture.read(lines)):
        yield structs.replace(found, index=index)
    yield from capture.damage()


class Packets:
    """All connections of a capture while it is read, and the names that its answers gave to addresses."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._connections: dict[int, Connection] = {}
        self._over: set[int] = set()
        self._flows: dict[int, Flow] = {}
        self._cut = self._missing = self._gone = 0
        self._tls = self._opened = self._quic = 0

    def read(self, lines: Iterable[bytes]) -> Iterator[Exchange]:
        """Exchanges with no index yet."""
        for number, line in enumerate(lines, 1):
            if found := packet(line):
                yield from self._packet(found)
                if number % _SWEEP == 0 and found.time:
                    yield from self._sweep(found.time)
        for connection in self._connections.values():
            yield from connection.end()
            self._count(connection)
        for flow in self._flows.values():
            yield from self._ended(flow)

    def damage(self) -> Iterator[Damage]:
        """What is missing from the packets, and between them."""
        if self._cut:
            packets = "1 packet was" if self._cut == 1 else f"{self._cut:,} packets were"
            yield Damage(0, self._missing, f"{packets} recorded only in part (a snap length)")
        if self._gone:
            yield Damage(0, self._gone, "parts of TCP connections are missing from the capture")
        if closed := self._tls - self._opened:
            yield Damage(0, 0, _unopened(closed, self._tls))
        if self._quic:
            yield Damage(0, 0, f"{self._quic:,} QUIC connection{'s' * (self._quic > 1)} (HTTP/3) counted, not opened")

    def _packet(self, found: Packet) -> Iterator[Exchange]:
        if found.cut > 0:
            self._cut += 1
            self._missing += found.cut
        if found.dns:
            yield from self._dns(found)
        elif "tcp" in found.protocols:
            yield from self._tcp(found)
        else:
            yield from self._udp(found)

    def _tcp(self, found: Packet) -> Iterator[Exchange]:
        connection = self._connections.get(found.stream)
        if connection is None:
            if found.stream in self._over or not (found.length or found.flags & SYN):
                return
            connection = self._connections[found.stream] = Connection(found, self._name(found))
        yield from connection.add(found)
        if connection.is_over:
            self._count(connection)
            self._over.add(found.stream)
            del self._connections[found.stream]

    def _udp(self, found: Packet) -> Iterator[Exchange]:
        flow = self._flows.get(found.stream)
        if flow is None:
            flow = self._flows[found.stream] = Flow(found, self._name(found))
        yield from flow.add(found)

    def _sweep(self, now: int) -> Iterator[Exchange]:
        for number, flow in list(self._flows.items()):
            if flow.last and now - flow.last > IDLE:
                yield from self._ended(flow)
                del self._flows[number]

    def _ended(self, flow: Flow) -> Iterator[Exchange]:
        self._quic += flow.is_quic
        yield from flow.end()

    def _count(self, connection: Connection) -> None:
        self._gone += connection.gone
        self._tls += connection.is_tls
        self._opened += connection.is_opened

    def _dns(self, found: Packet) -> Iterator[Exchange]:
        asked = found.dns
        if asked is None:
            return
        if not asked.is_answer:
            address, port = found.target
            server = (f"[{address}]" if ":" in address else address) + ("" if port == 53 else f":{port}")
            made = question(0, server, [(name, asked.kind) for name in asked.names], found.time)
            yield structs.replace(made, address=address, app=found.app)
            return
        for address in asked.addresses:
            self._names.pop(address, None)
            self._names[address] = asked.names[0]
        while len(self._names) > _MOST_NAMES:
            del self._names[next(iter(self._names))]

    def _name(self, found: Packet) -> str:
        return self._names.get(found.target[0]) or self._names.get(found.source[0], "")


def _unopened(closed: int, every: int) -> str:
    """2 of 3 TLS connections were not opened: there is no key for them."""
    of = "the one TLS connection" if every == 1 else f"{closed:,} of {every:,} TLS connections"
    was, them = ("was", "it") if closed == 1 else ("were", "them")
    return f"{of} {was} not opened: there is no key for {them}"
