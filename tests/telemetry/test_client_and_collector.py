"""A real client and a real collector: agreed, told over HTTP, counted, taken back."""

from __future__ import annotations

import time
from pathlib import Path

import httpx

from phonehome.telemetry.client.client import Client, TakenBack
from phonehome.telemetry.client.doors import Doors
from telemetry.client.world import DAY, METRICS
from telemetry.server.alive import Alive, collector


class Clock:
    """A phone's clock that the test sets; it begins a day ago, so that what is told of that day may be sent."""

    def __init__(self) -> None:
        self.now = time.time() - DAY

    def __call__(self) -> float:
        return self.now

    def sent_in_two_days(self, client: Client) -> int:
        """How many reports the collector took, with the phone on."""
        sent = 0
        for _ in range(2 * 144):
            self.now += DAY / 144
            sent += client.send()
        return sent


def _reports(alive: Alive, metric: str) -> int:
    days = httpx.get(f"{alive.asks}/v1/counts?metric={metric}").json()["days"]
    return sum(int(day["reports"]) for day in days)


def test_what_a_phone_told_is_counted_once_and_gone_when_it_is_taken_back(tmp_path: Path) -> None:
    metrics, clock = tmp_path / "metrics.toml", Clock()
    metrics.write_text(METRICS.replace("2030-01-01", "2999-01-01"), encoding="utf-8")
    with collector(tmp_path, str(tmp_path / "telemetry.sqlite")) as alive:
        client = Client(metrics, tmp_path / "phone", alive.phones, Doors(clock=clock))
        refused = client.record("battery_health", 93)
        client.consent.give("improve-battery")
        told = client.record("battery_health", 93)
        sent = clock.sent_in_two_days(client)
        before = _reports(alive, "battery_health")
        taken, after = client.take_back("improve-battery"), _reports(alive, "battery_health")
        client.close()
    assert (bool(refused), told, sent, before) == (True, "", 1, 1)
    assert (taken, after) == (TakenBack(1, 0, 0), 0)
