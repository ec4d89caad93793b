"""How often something is sent, with exact intervals (Garwood 1936; Fay and Feuer 1997), and whether that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from scipy.special import bdtr, bdtrc, betaincinv, gammaincinv

Often = Literal["as often", "more often", "less often", "unknown"]

SURE = 0.05
# So many were to be expected where none was seen: by chance that happens once in twenty times.
EXPECTED = 3.0
# Of fewer occasions nobody can say how often something is sent.
FEWEST = 3
_TAIL = 0.025


class Rate(Struct, frozen=True):
    """``count`` occasions in ``hours`` of capture: per hour, and the 95 % interval; ``gap`` are mean hours between.

    No hours where the capture has no times, and no rate of one or two occasions.
    """

    count: int
    hours: float
    per_hour: float | None = None
    low: float | None = None
    high: float | None = None
    gap: float | None = None

    @property
    def is_few(self) -> bool:
        """Seen, but not often enough to say how often."""
        return 0 < self.count < FEWEST


class Amount(Struct, frozen=True):
    """Bytes an hour and their 95 % interval; ``bytes`` is all that was sent."""

    bytes: int
    per_hour: float | None = None
    low: float | None = None
    high: float | None = None


class Ratio(Struct, frozen=True):
    """The rate after by the rate before, its exact 95 % interval (``high`` is None for no limit), and the p value."""

    ratio: float | None
    low: float
    high: float | None
    p: float


class Sizes(Struct, frozen=True):
    """Sums over the occasions on which something was sent: bytes, their squares, the largest."""

    total: int = 0
    squares: float = 0.0
    largest: int = 0


def rate(count: int, hours: float, gap: float | None = None) -> Rate:
    """A Poisson rate with the interval of Garwood: at least 95 % whatever the rate."""
    if hours <= 0:
        return Rate(count, 0.0)
    if 0 < count < FEWEST:
        return Rate(count, hours, gap=gap)
    low = float(gammaincinv(count, _TAIL)) if count else 0.0
    high = float(gammaincinv(count + 1, 1 - _TAIL))
    return Rate(count, hours, count / hours, low / hours, high / hours, gap)


def amount(sizes: Sizes, hours: float, largest_elsewhere: int = 0) -> Amount:
    """Bytes an hour with the gamma interval of Fay and Feuer for occasions of different size.

    Where nothing was sent, one occasion as large as the largest of the other capture bounds what could have been.
    """
    if hours <= 0:
        return Amount(sizes.total)
    largest = sizes.largest or largest_elsewhere
    total, squares = float(sizes.total), sizes.squares
    low = squares / total * float(gammaincinv(total**2 / squares, _TAIL)) if total else 0.0
    more, more_squares = total + largest, squares + largest**2
    high = more_squares / more * float(gammaincinv(more**2 / more_squares, 1 - _TAIL)) if largest else 0.0
    return Amount(sizes.total, total / hours, low / hours, high / hours)


def ratio(before: Rate, after: Rate) -> Ratio | None:
    """The exact conditional comparison of two Poisson rates; None without times or with too little seen."""
    both = before.count + after.count
    if not both or before.is_few or after.is_few or before.hours <= 0 or after.hours <= 0:
        return None
    share = after.hours / (before.hours + after.hours)
    p = _two_sided(after.count, both, share)
    low = float(betaincinv(after.count, before.count + 1, _TAIL)) if after.count else 0.0
    high = float(betaincinv(after.count + 1, before.count, 1 - _TAIL)) if before.count else 1.0
    scale = before.hours / after.hours
    return Ratio(
        ratio=after.count / before.count * scale if before.count else None,
        low=low / (1 - low) * scale,
        high=high / (1 - high) * scale if high < 1 else None,
        p=p,
    )


def _two_sided(count: int, both: int, share: float) -> float:
    """Twice the smaller tail of the binomial distribution: exact, and the test that agrees with Clopper and Pearson."""
    upper = float(bdtrc(count - 1, both, share)) if count else 1.0
    return min(1.0, 2 * min(float(bdtr(count, both, share)), upper))


def would_show(seen: Rate, hours: float) -> bool:
    """So many hours would have shown what was seen: three times the mean gap, and three were to be expected."""
    if seen.hours <= 0 or seen.count < FEWEST:
        return False
    return hours >= EXPECTED * max(seen.hours / seen.count, seen.gap or 0.0)


def often(pairs: Sequence[tuple[Rate, Rate]]) -> list[Often]:
    """Whether each pair changed, at 5 % for all of them together (Holm 1979); "unknown" where one side has too few."""
    tested = [ratio(before, after) if min(before.count, after.count) >= FEWEST else None for before, after in pairs]
    ranked = sorted((one.p, place) for place, one in enumerate(tested) if one is not None)
    changed: set[int] = set()
    for rank, (p, place) in enumerate(ranked):
        if p * (len(ranked) - rank) >= SURE:
            break
        changed.add(place)
    return [_word(one, place in changed) for place, one in enumerate(tested)]


def _word(one: Ratio | None, changed: bool) -> Often:  # noqa: FBT001 - a private step of ``often``
    if one is None:
        return "unknown"
    if not changed:
        return "as often"
    return "more often" if (one.ratio or 0) > 1 else "less often"
