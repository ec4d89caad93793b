from __future__ import annotations

from pathlib import Path

from phonehome.telemetry.client.doors import Answered
from phonehome.telemetry.client.upload import LATE_S
from telemetry.client.world import DAY, START, World


def test_what_is_overdue_gets_another_time_but_not_for_ever(tmp_path: Path) -> None:
    world = World(tmp_path)
    client = world.client()
    client.consent.give("improve-battery")
    client.record("battery_health", 93)
    tries = 0
    while not world.mail:
        world.now += 2 * DAY  # the phone is on for a moment every other day
        client.send()
        tries += 1
    assert tries == 4


def test_what_is_due_now_is_sent_at_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    client = world.client()
    client.consent.give("improve-battery")
    client.record("battery_health", 93)
    world.now = (START // DAY + 1) * DAY
    while not client.send():
        world.now += LATE_S / 2
    assert world.now < (START // DAY + 2) * DAY + LATE_S


def test_a_server_that_is_down_for_a_day_is_asked_a_dozen_times(tmp_path: Path) -> None:
    world = World(tmp_path)
    client = world.client()
    client.consent.give("improve-battery")
    client.record("battery_health", 93)
    world.answers = [Answered(503)] * 10_000
    world.pass_days(client, 3, step=30.0)
    assert 8 <= len(world.mail) <= 16


def test_a_retry_after_is_kept(tmp_path: Path) -> None:
    world = World(tmp_path)
    client = world.client()
    client.consent.give("improve-battery")
    client.record("battery_health", 93)
    world.pass_days(client, 0)
    world.answers = [Answered(429, b"", 40_000)]
    while len(world.mail) < 1:
        world.now += 60
        client.send()
    asked = world.now
    while len(world.mail) < 2:
        world.now += 60
        client.send()
    assert world.now - asked >= 40_000
