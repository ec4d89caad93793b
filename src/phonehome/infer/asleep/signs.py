"""The signs that sleep is read from: uses by a hand, lights that need nobody, and stretches nobody could have seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

MINUTE = 60_000
HOUR = 60 * MINUTE

# A hand that has touched nothing for this long in one lit stretch may be asleep: a video running on.
LONG_LIGHT, HELD = 20 * MINUTE, 8 * MINUTE

Wall = Callable[[int], int]


class Span(Struct, frozen=True, order=True, gc=False):
    """From ``start`` up to ``end`` (Unix ms)."""

    start: int
    end: int


class Use(Struct, frozen=True, gc=False):
    """Somebody used it from ``start`` to ``end`` (Unix ms); ``touched`` is the last sign of a hand in it."""

    start: int
    end: int
    touched: int

    @property
    def held(self) -> int:
        """Until when somebody was surely awake."""
        return min(self.end, self.touched + HELD) if self.end - self.touched > LONG_LIGHT else self.end


class Signs(Struct, frozen=True):
    """All signs of one person between ``start`` and ``end`` (Unix ms); ``glimmers`` are lights without a hand.

    ``uses`` and ``hidden`` are in order and apart. ``wall`` tells local time: ms since 1970 on the wall. ``direct`` is
    the share of wakings whose first use of the phone is among the uses.
    """

    start: int
    end: int
    uses: Sequence[Use]
    wall: Wall
    glimmers: Sequence[int] = ()
    hidden: Sequence[Span] = ()
    direct: float = 1.0
