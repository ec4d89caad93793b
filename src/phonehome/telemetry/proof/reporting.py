"""The captured phones as telemetry has them: real clients with clocks that are set, reporting over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from msgspec import Struct, structs

from phonehome.model import Exchange
from phonehome.phones.chance import stream
from phonehome.phones.clock import milliseconds
from phonehome.telemetry.client.client import Client, Entry
from phonehome.telemetry.client.doors import Doors
from phonehome.telemetry.fleet.days import Day, handset, values
from phonehome.telemetry.metrics import catalogue, read

HOUR_S, DAY_S = 3_600, 86_400
# When a phone measures its day, in hours (UTC).
EVENING = 22


class Stretch(Struct, frozen=True):
    """Days that a phone lives with one store, the first by its number since 1970-01-01."""

    first: int
    days: tuple[Day, ...]


class Clock:
    """A phone's clock."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        """Unix seconds."""
        return self.now


def report(store: Path, server: str, stretch: Stretch, seed: int) -> list[Entry]:
    """Lives the days and one more, hour by hour; the phone's own log of what it sent.

    A new store is a phone after a reset: it draws everything anew. ``seed`` is the phone's chance.
    """
    chance, clock = stream(seed, f"telemetry {stretch.first}"), Clock(stretch.first * DAY_S)
    phone, metrics = handset(stream(seed, "handset")), read(catalogue())
    doors = Doors(clock=clock, source=chance.randbytes)
    with closing(Client(Path(str(catalogue())), store, server, doors)) as client:
        for purpose in metrics.purposes:
            client.consent.give(purpose)
        for hour in range((len(stretch.days) + 1) * 24):
            clock.now = stretch.first * DAY_S + hour * HOUR_S
            day, of_day = divmod(hour, 24)
            if of_day == EVENING and day < len(stretch.days):
                for name, value in values(stretch.days[day], phone, chance).items():
                    client.record(name, value, phone.version)
            client.send()
        return client.log()


def timed(exchanges: list[Exchange], logs: list[list[Entry]]) -> Iterator[tuple[Exchange, ...]]:
    """What was captured, phone by phone, at the times that the phones' clocks showed.

    ValueError where the capture and the phones' own logs are not the same bytes.
    """
    by_body = {one.body: one for one in exchanges}
    sent = [[entry.sent.partition(b"\r\n\r\n")[2] for entry in log] for log in logs]
    if sorted(by_body) != sorted(body for some in sent for body in some):
        raise ValueError("what was captured is not what the phones' logs say was sent")
    for log, bodies in zip(logs, sent, strict=True):
        yield tuple(
            structs.replace(by_body[body], index=place, time=milliseconds(datetime.fromisoformat(entry.time)))
            for place, (entry, body) in enumerate(zip(log, bodies, strict=True))
        )
