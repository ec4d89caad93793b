from __future__ import annotations

import numpy as np
import pytest

from infer.asleep.weeks import DAY, START, signs, use, uses
from phonehome.infer.asleep.grid import PAD, grid
from phonehome.infer.asleep.learn import learned
from phonehome.infer.asleep.nights import nights
from phonehome.infer.asleep.person import glimmers_of
from phonehome.infer.asleep.signs import HOUR, MINUTE

NONE = glimmers_of(np.array([]), np.array([]))


@pytest.mark.parametrize("days", [3, 10])
def test_one_night_between_two_days(days: int) -> None:
    moments = grid(signs(uses(days)))
    got = nights(moments, learned(moments, NONE)[1])
    inner = [one for one in got if PAD < one.onset[1] < moments.last - PAD - 60]
    assert len(inner) == days - 1
    assert all(low <= middle <= high for one in inner for low, middle, high in (one.onset, one.wake))
    assert all(one.chance > 0.95 for one in inner)


def test_a_wake_is_told_before_the_first_use() -> None:
    moments = grid(signs(uses(5)))
    got = nights(moments, learned(moments, NONE)[1])
    firsts = [day * 1440 + PAD for day in range(1, 5)]
    inner = [one for one in got if PAD < one.onset[1] < moments.last - PAD - 60]
    assert all(first - 60 < one.wake[1] <= first for first, one in zip(firsts, inner, strict=True))


def test_one_sleep_told_two_ways_is_one() -> None:
    """Two dark halves of one night, an hour of use between them: waking for that hour alone is no day."""
    day = [one for one in uses(6) if one.start % DAY >= 7 * HOUR]
    between = [use(START + 3 * DAY + 3 * HOUR + place * 4 * MINUTE) for place in range(15)]
    moments = grid(signs(sorted([*day, *between], key=lambda one: one.start)))
    got = nights(moments, learned(moments, NONE)[1])
    wakes = [one.wake[1] for one in got]
    assert all(later.onset[1] - wake >= 120 for wake, later in zip(wakes, got[1:], strict=False))
