"""Simulated logs of who was online as the questions get them."""

from __future__ import annotations

from datetime import datetime
from random import Random

from phonehome.infer.evidence import Presence
from phonehome.infer.online import Session

DAY, HOUR, MINUTE, SECOND = 86_400_000, 3_600_000, 60_000, 1_000
START = 1_483_920_000_000  # a Monday


def presence_of(lines: tuple[str, ...]) -> list[Presence]:
    """The lines of ``phones.presence``."""
    cells = (line.split(",") for line in lines)
    return [
        Presence(person, round(datetime.fromisoformat(time).timestamp() * 1000), online=state == "online")
        for person, time, state in cells
    ]


def routine(name: str, days: int = 14, talks: int = 0) -> tuple[Session, ...]:
    """Sixteen looks a day at any time from 8 to 22 h; all with that many talks a day share their talks, in turns."""
    rng, shared = Random(name), Random("talks")
    found = []
    for day in range(days):
        begin = START + day * DAY + 8 * HOUR
        starts = [begin + rng.randrange(14 * HOUR) for _ in range(16)]
        found += [Session(start, start + rng.randrange(5, 90) * SECOND) for start in starts]
        for _ in range(talks):
            first = begin + shared.randrange(14 * HOUR)
            turns = range(name == "bert", 6, 2)
            found += [Session(first + turn * 45 * SECOND, first + (turn + 1) * 45 * SECOND - 5_000) for turn in turns]
    return tuple(sorted(found))


def at_the_same_minute(name: str, days: int = 14) -> tuple[Session, ...]:
    """Twelve times a day online at a fixed minute, give or take half a minute: a routine that others may share."""
    rng = Random(name)
    minutes = [START + day * DAY + hour * HOUR for day in range(days) for hour in range(8, 20)]
    starts = [minute + rng.randrange(MINUTE) for minute in minutes]
    return tuple(Session(start, start + 40 * SECOND) for start in starts)


def lines_of(online: dict[str, tuple[Session, ...]]) -> list[Presence]:
    """A log of these sessions, without lag."""
    return [
        Presence(name, time, online=state)
        for name, some in online.items()
        for session in some
        for time, state in ((session.start, True), (session.end, False))
    ]
