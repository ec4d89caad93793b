"""Time-stamped posts of many accounts, one of which belongs to the person with the phone: made with it in hand, mostly.

Invented: how often people post, how many of the owner's posts come from another device, and the delay of the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

from msgspec import Struct

from phonehome.phones.chance import between, lognormal, stream
from phonehome.phones.clock import SECOND, Calendar, iso
from phonehome.phones.course import course
from phonehome.phones.life import Life, live
from phonehome.phones.person import person
from phonehome.phones.spans import Span, covers
from phonehome.phones.traits import traits

START = 1_483_920_000_000  # a Monday
A_DAY, SPREAD = 3.0, 0.4
ELSEWHERE = 0.2
TYPING = 12 * SECOND
STRANGERS = 1_000_000  # their seeds begin here, far from those of anybody's phone


class Posts(Struct, frozen=True):
    """Lines ``account,time`` in order of time (ISO 8601, UTC), and the truth.

    ``owner`` is the account of the person of ``life``; the life is that of ``Options(days, seed, trouble=True,
    start=START)`` on a OnePlus. ``elsewhere`` are those of the owner's posts that another device made (Unix ms).
    """

    lines: tuple[str, ...]
    owner: str
    life: Life
    elsewhere: tuple[int, ...]


def posts(seed: int, accounts: int = 1_000, days: int = 28) -> Posts:
    """The posts of that many accounts over so many days."""
    calendar = Calendar(START, days)
    life = live(person(seed), calendar, seed, traits(seed))
    rng = stream(seed, "posts")
    owner = rng.randrange(accounts)
    count = _count(calendar, rng)
    there = _by_others(_awake(life.sleeps), round(count * ELSEWHERE), rng)
    mine = [time for time in (*_with_phone(life, count - len(there), rng), *there) if _inside(calendar, time)]
    told = [(time, owner) for time in mine]
    for account in range(accounts):
        if account != owner:
            told += [(time, account) for time in _strangers(calendar, seed * accounts + account)]
    lines = tuple(f"{_name(account)},{iso(time)}" for time, account in sorted(told))
    return Posts(lines, _name(owner), life, tuple(sorted(there)))


def _name(account: int) -> str:
    return f"account{account:04d}"


def _count(calendar: Calendar, rng: Random) -> int:
    return max(round(lognormal(rng, A_DAY, SPREAD) * calendar.days), 1)


def _with_phone(life: Life, count: int, rng: Random) -> list[int]:
    """Towards the end of a light long enough to type in, a moment after it was sent."""
    unlocked = [light for light in life.lights if light.unlock and not light.app]
    lit = [Span(light.unlock, light.off) for light in unlocked if light.off - light.unlock > TYPING]
    online = [span for span in lit if not covers(life.offline, span.end)]
    chosen = rng.sample(online, min(count, len(online)))
    return [round(between(rng, span.start + TYPING / 2, span.end)) + rng.randrange(200, 1_500) for span in chosen]


def _strangers(calendar: Calendar, number: int) -> Iterator[int]:
    """Another person's posts: their days and nights are drawn like anybody's."""
    seed = STRANGERS + number
    rng = stream(seed, "posts")
    days = course(person(seed), calendar, seed, traits(seed))
    slept = [Span(night.onset, night.wake) for night in days.nights]
    times = _by_others(_awake(slept), _count(calendar, rng), rng)
    return (time for time in times if _inside(calendar, time))


def _awake(sleeps: Sequence[Span]) -> list[Span]:
    return [Span(one.end, other.start) for one, other in pairwise(sleeps) if one.end < other.start]


def _by_others(awake: Sequence[Span], count: int, rng: Random) -> list[int]:
    """Any time at which one is awake."""
    chosen = (rng.choice(awake) for _ in range(count))
    return [rng.randrange(span.start, span.end) for span in chosen]


def _inside(calendar: Calendar, time: int) -> bool:
    return calendar.start <= time < calendar.end
