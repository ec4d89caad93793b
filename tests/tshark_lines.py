"""Lines as tshark writes them, made from a few words."""

from __future__ import annotations

from collections.abc import Iterator

from packets import Said
from phonehome.read.pcap.packet import FIELDS

PHONE, SERVER = ("10.0.0.2", 40000), ("203.0.113.7", 80)


def line(**cells: str) -> bytes:
    """A line with these cells; two underscores stand for a point."""
    named = {name.replace("__", "."): value for name, value in cells.items()}
    return "\t".join(named.get(name, "") for name in FIELDS).encode() + b"\n"


def tcp(phone: bool, seq: int, data: bytes = b"", **more: str) -> bytes:
    """A TCP segment of stream 0."""
    (source, sport), (target, dport) = (PHONE, SERVER) if phone else (SERVER, PHONE)
    cells = {
        "frame__time_epoch": "1500000000.5",
        "frame__len": "60",
        "frame__cap_len": "60",
        "frame__protocols": "eth:ethertype:ip:tcp",
        "ip__src": source,
        "ip__dst": target,
        "tcp__stream": "0",
        "tcp__srcport": str(sport),
        "tcp__dstport": str(dport),
        "tcp__flags": "0x18",
        "tcp__seq_raw": str(seq),
        "tcp__len": str(len(data)),
        "tcp__payload": data.hex(),
    }
    return line(**(cells | more))


def udp(phone: bool, data: bytes, **more: str) -> bytes:
    """A UDP datagram of stream 0."""
    (source, sport), (target, dport) = (PHONE, SERVER) if phone else (SERVER, PHONE)
    cells = {
        "frame__time_epoch": "1500000000.5",
        "frame__protocols": "eth:ethertype:ip:udp",
        "ip__src": source,
        "ip__dst": target,
        "udp__stream": "0",
        "udp__srcport": str(sport),
        "udp__dstport": str(dport),
        "udp__length": str(8 + len(data)),
        "udp__payload": data.hex(),
    }
    return line(**(cells | more))


def talk(*said: Said) -> Iterator[bytes]:
    """A whole connection."""
    at = {True: 11, False: 21}
    yield tcp(True, 10, tcp__flags="0x2")
    yield tcp(False, 20, tcp__flags="0x12")
    for phone, data in said:
        yield tcp(phone, at[phone], data)
        at[phone] += len(data)
    yield tcp(True, at[True], tcp__flags="0x11")
    yield tcp(False, at[False], tcp__flags="0x11")
