"""One packet, from a line of ``tshark -T fields``."""

from __future__ import annotations

from msgspec import Struct

from phonehome.read.moment import seconds

SEPARATOR, AGGREGATOR = "\t", "\x1f"
FIELDS = (
    "frame.time_epoch",
    "frame.len",
    "frame.cap_len",
    "frame.protocols",
    "ip.src",
    "ip.dst",
    "ipv6.src",
    "ipv6.dst",
    "tcp.stream",
    "tcp.srcport",
    "tcp.dstport",
    "tcp.flags",
    "tcp.seq_raw",
    "tcp.len",
    "tcp.payload",
    "udp.stream",
    "udp.srcport",
    "udp.dstport",
    "udp.length",
    "udp.payload",
    "tls.handshake.extensions_server_name",
    "data.data",
    "quic.header_form",
    "dns.flags.response",
    "dns.qry.name",
    "dns.qry.type",
    "dns.a",
    "dns.aaaa",
    "eth.trailer",
)
_MAGIC = bytes.fromhex("01072021")  # PCAPdroid's trailer: magic, user id, 20 bytes of the app's name, check sum


class Packet(Struct, frozen=True, gc=False):
    """What is asked of a packet; ``cut`` bytes of it were not recorded, ``opened`` is what keys made readable."""

    time: int | None
    cut: int
    protocols: tuple[str, ...]
    source: tuple[str, int]
    target: tuple[str, int]
    stream: int
    flags: int = 0
    seq: int = 0
    length: int = 0
    payload: bytes = b""
    host: str = ""
    opened: bytes = b""
    is_short: bool = False
    dns: Dns | None = None
    app: str = ""


class Dns(Struct, frozen=True, gc=False):
    """A message to or from a name server: the names asked for, the type of the first, and addresses answered."""

    is_answer: bool
    names: tuple[str, ...]
    kind: int
    addresses: tuple[str, ...]


def packet(line: bytes) -> Packet | None:
    """The TCP or UDP packet that a line tells of; None where it tells of none."""
    cells = line.decode("utf-8", "replace").rstrip("\r\n").split(SEPARATOR)
    if len(cells) != len(FIELDS):
        return None
    told = dict(zip(FIELDS, cells, strict=True))
    protocols = tuple(told["frame.protocols"].split(":"))
    kind = "tcp" if told["tcp.stream"] else "udp"
    if not told[f"{kind}.stream"] or not {"icmp", "icmpv6"}.isdisjoint(protocols):
        return None
    try:
        return _packet(told, protocols, kind)
    except ValueError:
        return None


def _packet(told: dict[str, str], protocols: tuple[str, ...], kind: str) -> Packet:
    length = int(_last(told["tcp.len"]) or 0) if kind == "tcp" else int(_last(told["udp.length"]) or 8) - 8
    return Packet(
        _time(told["frame.time_epoch"]),
        int(told["frame.len"] or 0) - int(told["frame.cap_len"] or 0),
        protocols,
        (_last(told["ip.src"] or told["ipv6.src"]), int(_last(told[f"{kind}.srcport"]))),
        (_last(told["ip.dst"] or told["ipv6.dst"]), int(_last(told[f"{kind}.dstport"]))),
        int(_last(told[f"{kind}.stream"])),
        int(_last(told["tcp.flags"]) or "0", 16),
        int(_last(told["tcp.seq_raw"]) or 0),
        max(0, length),
        bytes.fromhex(_last(told[f"{kind}.payload"])),
        _last(told["tls.handshake.extensions_server_name"]),
        bytes.fromhex(told["data.data"].replace(AGGREGATOR, "")) if "tls" in protocols else b"",
        "0" in told["quic.header_form"].split(AGGREGATOR),
        _dns(told) if "dns" in protocols else None,
        app(told["eth.trailer"]),
    )


def app(trailer: str) -> str:
    """The app that PCAPdroid names behind a packet."""
    found = _MAGIC.hex()
    place = trailer.replace(":", "").find(found)
    if place < 0:
        return ""
    raw = bytes.fromhex(trailer.replace(":", "")[place:])
    return raw[8:28].split(b"\0")[0].decode("utf-8", "replace")


def _dns(told: dict[str, str]) -> Dns | None:
    names = told["dns.qry.name"]
    if not names:
        return None
    addresses = [one for name in ("dns.a", "dns.aaaa") for one in told[name].split(AGGREGATOR) if one]
    is_answer = _last(told["dns.flags.response"]) in {"1", "True"}
    kind = int(told["dns.qry.type"].split(AGGREGATOR)[0] or 0)
    return Dns(is_answer, tuple(names.split(AGGREGATOR)), kind, tuple(addresses))


def _time(text: str) -> int | None:
    try:
        return seconds(float(text))
    except ValueError:
        return None


def _last(text: str) -> str:
    """Of packets in packets, the innermost."""
    return text.rpartition(AGGREGATOR)[2]
