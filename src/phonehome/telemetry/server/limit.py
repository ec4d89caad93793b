"""How many uploads one network may send: a keyed hash of its prefix is counted, and forgotten each minute."""

from __future__ import annotations

import hashlib
import secrets
from array import array
from ipaddress import IPv6Address, ip_address

SLOTS = 1 << 18
WINDOW = 60
MOST = 0xFFFF


class Limit:
    """At most ``most`` uploads a minute from one prefix; 0 for no limit.

    Two counters stand for a prefix, the lower one counts (a count-min sketch): the memory is 1 MB whatever comes, no
    address is in it, and a prefix is held back for others' uploads only where both its counters are shared.
    """

    def __init__(self, most: int) -> None:
        if not 0 <= most < MOST:
            raise ValueError(f"the rate must be from 0 (no limit) to {MOST - 1} reports a minute")
        self._most, self._window = most, -1
        self._key, self._counts = b"", (array("H"), array("H"))

    def wait(self, prefix: bytes, now: float) -> int:
        """Seconds that this upload must wait; 0 lets it pass and counts it. ``now`` never goes back."""
        if not self._most:
            return 0
        window = int(now // WINDOW)
        if window != self._window:
            self._window, self._key = window, secrets.token_bytes(16)
            self._counts = (array("H", bytes(2 * SLOTS)), array("H", bytes(2 * SLOTS)))
        hashed = int.from_bytes(hashlib.blake2b(prefix, digest_size=8, key=self._key).digest(), "big")
        places = (hashed % SLOTS, (hashed >> 32) % SLOTS)
        if min(counts[place] for counts, place in zip(self._counts, places, strict=True)) >= self._most:
            return WINDOW - int(now % WINDOW)
        for counts, place in zip(self._counts, places, strict=True):
            counts[place] = min(counts[place] + 1, MOST)
        return 0


def prefix(address: str) -> bytes:
    """The network of an address: /24 of IPv4, /56 of IPv6; what is no address shares one."""
    try:
        found = ip_address(address.strip().partition("%")[0])
    except ValueError:
        return b""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.packed[: 7 if isinstance(found, IPv6Address) else 3]
