from __future__ import annotations

from itertools import pairwise

import pytest

from phonehome.phones.battery import Charge, battery, charges
from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, HOUR, MINUTE
from phonehome.phones.nights import Night

MONDAY = 1_483_920_000_000
NIGHTS = [Night(MONDAY + day * DAY - HOUR, MONDAY + day * DAY + 7 * HOUR) for day in range(28)]
CHARGES = charges(NIGHTS, stream(1, "charges"))
ONE = (Charge(MONDAY, MONDAY + HOUR, 50), Charge(MONDAY + 30 * HOUR, MONDAY + 36 * HOUR, 3))


def test_charged_every_night_and_sometimes_by_day() -> None:
    assert len(NIGHTS) < len(CHARGES) < 1.6 * len(NIGHTS)
    assert all(one.end < other.start for one, other in pairwise(CHARGES))


@pytest.mark.parametrize(
    ("time", "state"),
    [
        (MONDAY - HOUR, ("CHARGING", 50)),
        (MONDAY, ("CHARGING", 50)),
        (MONDAY + 30 * MINUTE, ("CHARGING", 77)),
        (MONDAY + 59 * MINUTE, ("FULL", 100)),
        (MONDAY + HOUR, ("DISCHARGING", 100)),
        (MONDAY + 11 * HOUR, ("DISCHARGING", 54)),
        (MONDAY + 29 * HOUR, ("DISCHARGING", 3)),
        (MONDAY + 30 * HOUR, ("CHARGING", 3)),
    ],
)
def test_level_follows_the_cable(time: int, state: tuple[str, int]) -> None:
    assert battery(ONE, time) == state


def test_level_does_not_jump() -> None:
    levels = [battery(CHARGES, time)[1] for time in range(MONDAY, MONDAY + 27 * DAY, MINUTE)]
    assert all(abs(one - other) <= 1 for one, other in pairwise(levels))
    assert min(levels) >= 3
