"""A phone's surroundings in a test: a clock that is set, chance that is seeded, and a collector that keeps its mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec

from phonehome.telemetry.client.client import Client
from phonehome.telemetry.client.doors import Answered, Doors, Request, Wanted
from phonehome.telemetry.wire import Report

DAY = 86_400.0
START = 20_000 * DAY + 9 * 3600

METRICS = """
[purpose.improve-battery]
title = "make the battery last longer"

[purpose.find-crashes]
title = "find out what crashes"

[metric.battery_health]
type = "number"
range = [70, 100]
bins = 6
purpose = "improve-battery"
why = "Says whether charging slowly overnight is worth building."
owner = "battery team"
expires = 2030-01-01
bound = 1
epsilon_day = 1.0
epsilon_lifetime = 30.0
retention_days = 90

[metric.crashed_component]
type = "category"
values = ["camera", "launcher", "dialer", "other"]
purpose = "find-crashes"
why = "Says which component to mend first."
owner = "system team"
expires = 2030-01-01
bound = 2
epsilon_day = 2.0
epsilon_lifetime = 30.0
retention_days = 90
"""


class World:
    """``answers`` are given one by one, then 202; ``mail`` is what arrived."""

    def __init__(self, folder: Path, metrics: str = METRICS) -> None:
        self.now = START
        self.mail: list[Request] = []
        self.answers: list[Answered] = []
        self._random = Random(5)
        self.folder = folder
        self.metrics = folder / "metrics.toml"
        self.metrics.write_text(metrics, encoding="utf-8")

    def client(self) -> Client:
        """A process of the phone."""
        doors = Doors(lambda: self.now, self._random.randbytes, self.post)
        return Client(self.metrics, self.folder / "store", "https://telemetry.example.org", doors)

    def post(self, request: Request, wanted: Wanted) -> Answered:
        """The collector."""
        assert wanted()
        self.mail.append(request)
        return self.answers.pop(0) if self.answers else Answered(202)

    def uploads(self) -> Iterator[Report]:
        """What arrived, read strictly."""
        return (msgspec.json.decode(request.body, type=Report) for request in self.mail)

    def pass_days(self, client: Client, days: int, step: float = 600.0) -> None:
        """Time goes by with the phone on."""
        end = self.now + days * DAY
        while self.now < end:
            self.now += step
            client.send()
