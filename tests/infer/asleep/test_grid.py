from __future__ import annotations

import numpy as np
import pytest

from infer.asleep.weeks import START, signs, use
from phonehome.infer.asleep.grid import PAD, STEP, grid
from phonehome.infer.asleep.signs import HOUR, MINUTE, Signs, Span

SOME = [use(START), use(START + 5 * MINUTE), use(START + 3 * HOUR)]


def test_moments_lie_in_the_dark_and_not_in_short_gaps() -> None:
    got = grid(signs(SOME))
    inside = got.times[(got.times > PAD) & (got.times < PAD + 180)]
    assert inside[0] == PAD + 10
    assert inside[-1] == PAD + 175
    assert np.all(np.diff(inside) == STEP)
    assert set(got.dark) == {0, 2, 3}


def test_what_is_before_and_after_is_hidden() -> None:
    darks = grid(signs(SOME)).darks
    assert [bool(hidden) for hidden in np.isfinite(darks.hidden_to)] == [True, False, False, True]
    assert (darks.hidden_from[0], darks.hidden_to[0]) == (0, PAD)


def test_hidden_stretches_are_cut_to_the_dark_they_lie_in() -> None:
    darks = grid(signs(SOME, (), (Span(START + 2 * MINUTE, START + HOUR),))).darks
    assert (darks.hidden_from[2] - PAD, darks.hidden_to[2] - PAD) == pytest.approx((5 + 50 / 60, 60))
    assert darks.hidden_from[1] - PAD == 2


def test_a_moments_hour_is_that_of_the_wall() -> None:
    ahead = Signs(START, START + 4 * HOUR, SOME, lambda time: time + 9 * HOUR)
    got = grid(ahead)
    at = int(np.searchsorted(got.times, PAD + 60))
    assert got.hour[at] % 24 == 10
