"""Small pictures in SVG 1.1 that stretch with the page: bands of marks whose looks are classes of charts.css.

Words stand beside a picture in HTML, never inside a stretched one, so that they keep their size on a phone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from markupsafe import Markup
from msgspec import Struct

LEVELS = 4

_BAND = Markup(
    '<svg class="band {look}" viewBox="0 0 {length} {height}" preserveAspectRatio="none" aria-hidden="true">'
    "{marks}</svg>"
)
_MARK = Markup('<rect class="{look}" x="{x}" y="{y}" width="{width}" height="{height}"/>')


class Mark(Struct, frozen=True):
    """A rectangle from ``start`` to ``end``; ``look`` is its class, ``y`` and ``height`` are in parts of the band."""

    start: float
    end: float
    look: str
    y: float = 0
    height: float = 1


def band(marks: Iterable[Mark], length: float, look: str = "", height: float = 1) -> Markup:
    """Marks on a line of that length; what stands outside of it is cut off."""
    shown = [_rectangle(mark, length) for mark in marks if mark.start < length and mark.end > 0]
    return _BAND.format(look=look, length=_short(length), height=_short(height), marks=Markup("").join(shown))


def heat(
    counts: Sequence[float], ranked: Sequence[float], look: str = "heat", row: tuple[float, float] = (0, 1)
) -> list[Mark]:
    """One mark for every run of equal levels; levels are quarters of the sorted ``ranked`` ones."""
    marks: list[Mark] = []
    for place, count in enumerate(counts):
        level = level_of(count, ranked)
        name = f"{look}{level}"
        if level and marks and marks[-1].look == name and marks[-1].end == place:
            marks[-1] = Mark(marks[-1].start, place + 1, name, *row)
        elif level:
            marks.append(Mark(place, place + 1, name, *row))
    return marks


def level_of(count: float, ranked: Sequence[float]) -> int:
    """The quarter of the ranked counts that a count belongs to, 1 to 4; 0 for none. One wild count pales no other."""
    return 1 + min(LEVELS - 1, LEVELS * bisect_left(ranked, count) // max(1, len(ranked))) if count > 0 else 0


def _rectangle(mark: Mark, length: float) -> Markup:
    start, end = max(mark.start, 0), min(mark.end, length)
    return _MARK.format(
        look=mark.look, x=_short(start), y=_short(mark.y), width=_short(end - start), height=_short(mark.height)
    )


def _short(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
