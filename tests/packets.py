"""Writes packet captures: TCP and UDP conversations as pcap or pcapng, with keys embedded where wanted.

pcap: draft-ietf-opsawg-pcap; pcapng: draft-ietf-opsawg-pcapng; link types: https://www.tcpdump.org/linktypes.html
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator
from ipaddress import ip_address
from itertools import count

from msgspec import Struct

START = 1_500_000_000_000_000  # 2017-07-14, in microseconds
SEGMENT = 1400
ETHERNET, RAW, LINUX, LINUX2, LOOPBACK = 1, 101, 113, 276, 0
Said = tuple[bool, bytes]  # whether the phone says it, and what
Packet = tuple[int, bytes]  # microseconds, bytes from the IP header on


class Ends(Struct, frozen=True):
    """Who talks: the phone, and the server."""

    phone: str = "10.215.173.1"
    server: str = "203.0.113.7"
    sport: int = 40000
    dport: int = 443


USUAL = Ends()


def tcp(said: Iterable[Said], ends: Ends = USUAL, start: int = START) -> Iterator[Packet]:
    """A whole connection with handshake and end; a millisecond between packets."""
    clock = count(start, 1000)
    at = {True: 1000, False: 5000}
    yield next(clock), segment(ends, True, at, 0x02)
    at[True] += 1
    yield next(clock), segment(ends, False, at, 0x12)
    at[False] += 1
    yield next(clock), segment(ends, True, at, 0x10)
    for phone, data in said:
        for i in range(0, len(data), SEGMENT):
            part = data[i : i + SEGMENT]
            yield next(clock), segment(ends, phone, at, 0x18, part)
            at[phone] += len(part)
    for phone in (True, False):
        yield next(clock), segment(ends, phone, at, 0x11)
        at[phone] += 1


def segment(ends: Ends, phone: bool, at: dict[bool, int], flags: int, data: bytes = b"") -> bytes:  # noqa: PLR0917
    """One TCP segment (RFC 9293) in its IP packet."""
    ports = (ends.sport, ends.dport) if phone else (ends.dport, ends.sport)
    acknowledged = at[not phone] if flags & 0x10 else 0
    header = struct.pack(
        ">HHIIBBHHH", *ports, at[phone] & 0xFFFFFFFF, acknowledged & 0xFFFFFFFF, 0x50, flags, 65535, 0, 0
    )
    return _ip(ends, phone, 6, header + data)


def udp(ends: Ends, phone: bool, data: bytes) -> bytes:
    """One UDP datagram (RFC 768) in its IP packet."""
    ports = (ends.sport, ends.dport) if phone else (ends.dport, ends.sport)
    return _ip(ends, phone, 17, struct.pack(">HHHH", *ports, 8 + len(data), 0) + data)


def pcap(packets: Iterable[Packet], link: int = ETHERNET, most: int = 262144, trailer: bytes = b"") -> bytes:
    """A pcap file in little-endian, microseconds; each packet is cut at ``most`` bytes."""
    parts = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, most, link)]
    for time, packet in packets:
        frame = linked(packet, link) + trailer
        parts += [struct.pack("<IIII", *divmod(time, 1_000_000), min(most, len(frame)), len(frame)), frame[:most]]
    return b"".join(parts)


def pcapng(packets: Iterable[Packet], link: int = ETHERNET, secrets: bytes = b"") -> bytes:
    """A pcapng file of one interface, with TLS secrets in a block before the packets."""
    parts = [_block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)), _block(1, struct.pack("<HHI", link, 0, 0))]
    if secrets:
        parts.append(_block(10, struct.pack("<II", 0x544C534B, len(secrets)) + _padded(secrets)))
    for time, packet in packets:
        frame = linked(packet, link)
        head = struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(frame), len(frame))
        parts.append(_block(6, head + _padded(frame)))
    return b"".join(parts)


def linked(packet: bytes, link: int) -> bytes:
    """The packet in a frame of this link type."""
    protocol = b"\x86\xdd" if packet[0] >> 4 == 6 else b"\x08\x00"
    heads: dict[int, Callable[[], bytes]] = {
        ETHERNET: lambda: bytes.fromhex("020000000001020000000002") + protocol,
        RAW: bytes,
        LINUX: lambda: bytes.fromhex("00040001000602000000000200 00") + protocol,
        LINUX2: lambda: protocol + bytes.fromhex("0000000000020001040602000000000200 00"),
        LOOPBACK: lambda: struct.pack("<I", 30 if packet[0] >> 4 == 6 else 2),
    }
    return heads[link]() + packet


def _ip(ends: Ends, phone: bool, protocol: int, data: bytes) -> bytes:
    source, target = (ip_address(name) for name in ((ends.phone, ends.server) if phone else (ends.server, ends.phone)))
    if source.version == 6:
        return struct.pack(">IHBB", 0x60000000, len(data), protocol, 64) + source.packed + target.packed + data
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(data), 0, 0x4000, 64, protocol, 0)
    return head + source.packed + target.packed + data


def _block(kind: int, body: bytes) -> bytes:
    length = struct.pack("<I", 12 + len(body))
    return struct.pack("<I", kind) + length + body + length


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)
