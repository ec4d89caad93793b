from __future__ import annotations

import numpy as np

from infer.given import DAY, START, Found, Sent, given
from phonehome.infer.beats import Times
from phonehome.infer.triggers import trigger, triggers

MINUTE = 60_000


def _events(seed: int, count: int = 200) -> Times:
    """Times of events by day, for a fortnight."""
    rng = np.random.default_rng(seed)
    return np.sort(rng.integers(0, 14, count) * DAY + rng.uniform(8, 23, count) * 60 * MINUTE)


def test_requests_after_events_are_set_off() -> None:
    events = _events(1)
    one = trigger("screen_on", events, events[::4] + 5_000)
    assert (one.event, one.share, one.beats) == ("screen_on", 1.0, 50)
    assert one.by_chance < 0.2
    assert one.chance < 1e-6


def test_requests_by_day_are_not_set_off_by_events_by_day() -> None:
    assert sum(trigger("screen_on", _events(seed), _events(1000 + seed, 60)).chance < 0.01 for seed in range(50)) <= 2


def test_before_all_events_nothing_is_set_off() -> None:
    assert trigger("boot", np.array([9e9]), np.arange(0, 12e6, 1e6, dtype=np.float64)).share == 0


def _screen(times: Times) -> list[Found]:
    return [Found(0, "screen_event", event=("screen_on", START + int(time), None, "")) for time in times]


def test_the_event_that_explains_most_is_named() -> None:
    events = _events(1)
    evidence = given([Sent(START + 14 * DAY)], _screen(events))
    beats = START + events[::4] + 5_000
    ((name, one),) = triggers(
        evidence, [("after", (beats,)), ("before", (START + _events(7, 60),)), ("few", (beats[:9],))]
    )
    assert (name, one.event) == ("after", "screen_on")


def test_without_events_nothing_is_set_off() -> None:
    assert triggers(given([Sent()], []), [("some", (_events(1),))]) == []
