from __future__ import annotations

import numpy as np
import pytest

from infer.asleep.weeks import signs, uses
from phonehome.infer.asleep.grid import PAD, grid
from phonehome.infer.asleep.learn import learned
from phonehome.infer.asleep.nights import nights
from phonehome.infer.asleep.person import glimmers_of

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
