"""A year of one phone through the real client: what it sends stays within what its metrics may cost in its life."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from phonehome.telemetry import metrics
from phonehome.telemetry.budget import Memory
from phonehome.telemetry.client.client import Client
from phonehome.telemetry.client.store import Store
from phonehome.telemetry.metric import Metric
from telemetry.client.world import DAY, World

ASKED = metrics.read(metrics.catalogue()).metrics
VALUES: dict[str, str | int | float] = {"category": "other", "number": 3.5, "count": 7, "rate": 1}
YEAR = 366


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, metrics.catalogue().read_text(encoding="utf-8"))


def ledgers(world: World) -> dict[str, int]:
    store = Store(world.folder / "store")
    rows = store.rows("SELECT metric, body FROM memory")
    store.close()
    found = msgspec.convert(rows, list[tuple[str, bytes]])
    return {name: msgspec.json.decode(body, type=Memory).spent for name, body in found}


def day_by_day(world: World, client: Client, days: int) -> None:
    """Every metric is asked every day, and the person stops and agrees again every month."""
    for day in range(days):
        if day % 30 == 0:
            for purpose in sorted({metric.terms.purpose for metric in ASKED.values()}):
                client.consent.withdraw(purpose)
                client.consent.give(purpose)
        for name, metric in ASKED.items():
            client.record(name, VALUES[str(metric.form.__struct_config__.tag)], "5.0" if metric.terms.by else "")
        world.pass_days(client, 1, step=3000.0)


def most(metric: Metric) -> int:
    """Reports of a fresh metric that a life pays for; of a memoised one, one a day of answering."""
    every_day = YEAR // metric.terms.every_days + 2
    return min(metric.lifetime // metric.epsilon, every_day) if metric.terms.repeat == "fresh" else every_day


def test_a_year_of_asking_daily_costs_no_more_than_a_life(world: World) -> None:
    client = world.client()
    world.now = 20_000 * DAY
    day_by_day(world, client, YEAR)
    told = Counter(report.metric for report in world.uploads())
    spent = ledgers(world)
    assert set(told) == set(ASKED) == set(spent)
    assert {name: metric.lifetime for name, metric in ASKED.items() if spent[name] > metric.lifetime} == {}
    assert {name: (told[name], most(one)) for name, one in ASKED.items() if not 0 < told[name] <= most(one)} == {}
    fresh = [one for one in ASKED.values() if one.terms.repeat == "fresh"]
    assert {one.name for one in fresh if spent[one.name] < told[one.name] * one.epsilon} == set()
