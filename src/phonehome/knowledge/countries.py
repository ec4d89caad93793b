"""In which country addresses stand (ISO 3166-1 alpha-2): ranges of IPv4 addresses and of IPv6 /48 networks, packed.

The packed form is Zstandard over a count of bytes for each of: the countries' codes; for IPv4 and IPv6 in turn the
distances between the starts of ranges (32 and 64 bits, little-endian) and the number of each range's country.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

import zstandard
from msgspec import Struct

FILE = "countries.bin.zst"
_SIZES = struct.Struct("<5I")


class Ranges(Struct, frozen=True):
    """Where each range of addresses starts, and its country; it ends where the next one starts."""

    starts: Sequence[int]
    countries: Sequence[int]
    codes: tuple[str, ...]

    def country(self, number: int) -> str:
        """Of an address or network by its number; empty where nobody is known to use it."""
        return self.codes[self.countries[bisect_right(self.starts, number) - 1]]


@cache
def ranges() -> tuple[Ranges, Ranges]:
    """Of IPv4 addresses and of IPv6 networks (the first 48 bits)."""
    return unpack((files("phonehome.knowledge") / FILE).read_bytes())


def pack(four: Ranges, six: Ranges) -> bytes:
    """The packed form; ``unpack`` undoes it."""
    parts = ["".join(code.ljust(2) for code in four.codes).encode()]
    for form, one in (("I", four), ("Q", six)):
        steps = array(form, (start - before for before, start in zip((0, *one.starts), one.starts, strict=False)))
        parts += [_little(steps).tobytes(), bytes(one.countries)]
    return zstandard.ZstdCompressor(22).compress(_SIZES.pack(*map(len, parts)) + b"".join(parts))


def unpack(data: bytes) -> tuple[Ranges, Ranges]:
    """What ``pack`` has packed."""
    raw = zstandard.decompress(data)
    ends = list(accumulate(_SIZES.unpack_from(raw), initial=_SIZES.size))
    names, *parts = (raw[start:end] for start, end in pairwise(ends))
    codes = tuple(names[i : i + 2].decode().strip() for i in range(0, len(names), 2))
    return _ranges("I", parts[0], parts[1], codes), _ranges("Q", parts[2], parts[3], codes)


def _ranges(form: str, steps: bytes, countries: bytes, codes: tuple[str, ...]) -> Ranges:
    return Ranges(array(form, accumulate(_little(array(form, steps)))), countries, codes)


def _little(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
