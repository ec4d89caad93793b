from __future__ import annotations

from datetime import date

import pytest

from phonehome.telemetry.metrics import catalogue, read

REBOOTS = read(catalogue()).metrics["reboots"]
BY_VERSION = read(catalogue()).metrics["reboot_cause"]


@pytest.mark.parametrize(("day", "over"), [(date(2027, 12, 31), False), (date(2028, 1, 1), True)])
def test_nothing_is_asked_from_the_day_of_expiry(day: date, over: bool) -> None:  # noqa: FBT001
    assert REBOOTS.expired(day) is over


def test_cells_are_those_of_the_joint_domain() -> None:
    assert (BY_VERSION.cells, BY_VERSION.oracle.cells) == (64, 64)
