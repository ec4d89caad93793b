from __future__ import annotations

from pathlib import Path
from random import Random

import msgspec
import pytest

from phonehome.telemetry import metrics
from phonehome.telemetry.client.record import DAY_S, MOST_WAITING, Moment, next_day, record, remembered
from phonehome.telemetry.client.store import Store
from telemetry.client.world import METRICS

HEALTH = metrics.parse(METRICS).metrics["battery_health"]


def moment(day: int, seed: int = 1) -> Moment:
    return Moment(day, day * 86_400.0, Random(seed).randbytes)


def test_a_report_and_its_price_come_together(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.change() as connection:
        assert record(connection, HEALTH, 93, "", moment(20_000)) == ""
        assert remembered(connection, "battery_health").spent == HEALTH.epsilon
        assert "of the day are told" in record(connection, HEALTH, 93, "", moment(20_000))
    assert len(store.rows("SELECT * FROM waiting")) == 1


def test_a_wrong_value_costs_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.change() as connection, pytest.raises(ValueError, match="is no"):
        record(connection, HEALTH, "full", "", moment(20_000))
    assert store.rows("SELECT * FROM memory") == []


def test_times_are_spread_over_the_next_day() -> None:
    times = [next_day(moment(20_000, seed)) - 20_001 * DAY_S for seed in range(2000)]
    assert min(times) >= 0
    assert max(times) < DAY_S
    quarters = [sum(time // (DAY_S / 4) == quarter for time in times) for quarter in range(4)]
    assert all(400 < quarter < 600 for quarter in quarters)


def test_a_phone_that_is_never_online_keeps_the_newest(tmp_path: Path) -> None:
    store = Store(tmp_path)
    rich = msgspec.structs.replace(HEALTH, lifetime=HEALTH.epsilon * 2000)
    with store.change() as connection:
        for day in range(MOST_WAITING + 5):
            assert record(connection, rich, 93, "", moment(20_000 + day, day)) == ""
    assert store.rows("SELECT count(*), min(day) FROM waiting") == [(MOST_WAITING, 20_005)]
