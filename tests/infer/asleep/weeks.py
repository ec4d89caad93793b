"""Weeks of somebody who uses the phone from seven to eleven at night, to the minute."""

from __future__ import annotations

from phonehome.infer.asleep.signs import HOUR, MINUTE, Signs, Span, Use

START = 1_484_524_800_000  # Monday, 2017-01-16 00:00 UTC
DAY = 24 * HOUR


def use(time: int, seconds: int = 50) -> Use:
    return Use(time, time + seconds * 1_000, time)


def uses(days: int = 14, first: int = 7) -> list[Use]:
    """Sixty a day, the gaps growing and shrinking, the last at 23:00."""
    return [
        use(START + day * DAY + first * HOUR + place * 16 * MINUTE + place * (59 - place) * 500)
        for day in range(days)
        for place in range(61)
    ]


def utc(time: int) -> int:
    return time


def signs(some: list[Use], glimmers: tuple[int, ...] = (), hidden: tuple[Span, ...] = ()) -> Signs:
    return Signs(some[0].start, some[-1].end, some, utc, glimmers, hidden)
