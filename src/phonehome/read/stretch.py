"""Damage that follows damage is one stretch: a hostile file may be damaged at every byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from phonehome.model import Damage, Exchange

# So many pieces in a row that are no exchange are no capture any more; reading on would only cost time.
MOST = 250_000
_GAP = 4096  # what may stand between two pieces: commas, white space


def joined(found: Iterable[Exchange | Damage], most: int = MOST) -> Iterator[Exchange | Damage]:
    """The same exchanges, and damages that follow each other as one that names the first and the last.

    Ends after ``most`` damages in a row.
    """
    first: Damage | None = None
    last, more = Damage(0, 0, ""), 0
    for item in found:
        if isinstance(item, Exchange):
            if first:
                yield _stretch(first, last, more)
                first = None
            yield item
        elif first is None or not _follows(item, last):
            if first:
                yield _stretch(first, last, more)
            first, last, more = item, item, 0
        else:
            last, more = item, more + 1
            if more >= most:
                yield _stretch(first, last, more, "; what comes after so many was not tried")
                return
    if first:
        yield _stretch(first, last, more)


def _follows(item: Damage, last: Damage) -> bool:
    if item.reason != last.reason and not (item.lost and last.lost):
        return False  # a note, which is no stretch
    return 0 <= item.offset - last.offset - last.lost <= _GAP


def _stretch(first: Damage, last: Damage, more: int, end: str = "") -> Damage:
    if not more:
        return first
    reason = f"{first.reason}; {more:,} more after it, the last: {last.reason}{end}"
    return Damage(first.offset, last.offset + last.lost - first.offset, reason)
