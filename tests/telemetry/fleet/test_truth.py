from __future__ import annotations

from random import Random

from phonehome.telemetry import metrics
from phonehome.telemetry.budget import Today
from phonehome.telemetry.fleet.fleet import Lived
from phonehome.telemetry.fleet.truth import Truth
from telemetry.client.world import METRICS

ASKED = metrics.parse(METRICS).metrics
SOURCE = Random(1).randbytes


def day(phone: int, component: str) -> Lived:
    return Lived(phone, Today(20_000, SOURCE), {"crashed_component": component, "battery_health": 93})


def test_days_go_by_and_are_counted() -> None:
    days = [day(3, "camera"), day(3, "dialer"), day(8, "camera"), day(9, "a component that is not asked for")]
    truth = Truth([ASKED["crashed_component"]])
    assert list(truth.seen(days)) == days
    shares = {"camera": 0.5, "launcher": 0.0, "dialer": 0.25, "other": 0.25}
    assert (truth.agreed, truth.shares()) == (3, {"crashed_component": shares})


def test_of_nobody_nothing_is_true() -> None:
    truth = Truth([ASKED["crashed_component"]])
    assert list(truth.seen([])) == []
    assert (truth.agreed, set(truth.shares()["crashed_component"].values())) == (0, {0.0})
