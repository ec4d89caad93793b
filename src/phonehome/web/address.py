"""Where a page is served, and by which names a browser may ask for it (against DNS rebinding)."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from msgspec import Struct

_PORT = re.compile("[0-9]{1,5}")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - refused unless told


class Address(Struct, frozen=True):
    """A host or IP address, and a port; port 0 lets the system choose."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this computer reaches it."""
        return self.host in _LOOPBACK or (_is_ip(self.host) and ip_address(self.host).is_loopback)

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse(text: str, *, is_open: bool = False) -> Address:
    """127.0.0.1:8081 or [::1]:8081; ValueError for another shape, and for a way in from elsewhere unless it is open."""
    try:
        split = urlsplit(f"//{text}")
        host, port = split.hostname, split.port
    except ValueError:
        host = port = None
    if not host or port is None or split.path or "@" in text:
        raise ValueError(f"--web {text}: not an address and a port such as 127.0.0.1:8081")
    address = Address(host, port)
    if not address.is_loopback and not is_open:
        raise ValueError(f"--web {text}: others in the network could look on; give --web-open too if they may")
    return address


def answers_to(address: Address, asked: str) -> bool:
    """Whether a Host header names this address and its port: itself, a loopback name, any IP where all are listened on.

    A page of somebody else's can make its own name point here, but not an IP address.
    """
    host, _, port = asked.lower().rpartition(":")
    if not _PORT.fullmatch(port) or int(port) != address.port:
        return False
    name = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if (":" in name) != (name != host):
        return False
    if address.host in _EVERYWHERE:
        return _is_ip(name)
    return name == address.host or (address.is_loopback and name in _LOOPBACK)


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
