"""Draws from a seed, the same on every Python: built on random(), getrandbits, randrange, choice, shuffle and gauss."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import exp
from random import Random
from typing import TypeVar

Quantiles = tuple[tuple[float, float], ...]

T = TypeVar("T")


def stream(seed: int, name: str) -> Random:
    """Randomness of its own for each thing that needs it, so that a new thing does not change the others."""
    return Random(f"phonehome/{seed}/{name}")


def lognormal(rng: Random, median: float, spread: float) -> float:
    """A positive draw with that median; ``spread`` is the deviation of its logarithm."""
    return median * exp(rng.gauss(0, spread))


def quantile(rng: Random, table: Quantiles) -> float:
    """A draw whose (probability, value) points are those of the table, straight between them."""
    return at_quantile(table, rng.random())


def at_quantile(table: Quantiles, share: float) -> float:
    """The value below which that share lies."""
    upper = min(bisect_right(table, share, key=lambda point: point[0]), len(table) - 1)
    (left, low), (right, high) = table[upper - 1], table[upper]
    return low + (share - left) / (right - left) * (high - low)


def weighted(rng: Random, options: Sequence[T], weights: Sequence[float]) -> T:
    """One of the options, each as often as its weight says."""
    sums = list(accumulate(weights))
    return options[min(bisect_right(sums, rng.random() * sums[-1]), len(options) - 1)]


def between(rng: Random, low: float, high: float) -> float:
    """Any value in [low, high)."""
    return low + rng.random() * (high - low)


def digits(rng: Random, count: int) -> str:
    """Decimal digits."""
    return "".join(str(rng.randrange(10)) for _ in range(count))


def hexes(rng: Random, count: int) -> str:
    """Lower-case hexadecimal digits."""
    return f"{rng.getrandbits(4 * count):0{count}x}"


def letters(rng: Random, count: int, alphabet: str) -> str:
    """Characters of an alphabet."""
    return "".join(rng.choice(alphabet) for _ in range(count))


def uuid4(rng: Random) -> str:
    """A random UUID (RFC 9562, version 4)."""
    bits = rng.getrandbits(128) & ~(0xF << 76) & ~(0x3 << 62) | 0x4 << 76 | 0x2 << 62
    text = f"{bits:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def with_luhn(payload: str) -> str:
    """The digits with their check digit (ISO/IEC 7812-1 Annex B; also 3GPP TS 23.003)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(payload)))
    return payload + str(-sum(value // 10 + value % 10 for value in doubled) % 10)
