"""A log of who of some people was online in a messenger when, with the lag of its server; who talks to whom is known.

Measured on 1,000 users of WhatsApp over nine months: about 23 launches and 35 min a day online; the server tells of
online 2 s late and of offline 12, 8 or 5 s late by the length of the session. Invented: the bounds of these lengths,
how many people each talks to, how often, and how a talk goes to and fro.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from msgspec import Struct

from phonehome.phones.chance import between, lognormal, stream
from phonehome.phones.clock import MINUTE, SECOND, Calendar, iso
from phonehome.phones.life import Life, live
from phonehome.phones.person import person
from phonehome.phones.spans import Span, covers, joined, touches
from phonehome.phones.traits import traits

START = 1_483_920_000_000  # a Monday
LAUNCHES = 21  # a day alone; talks bring the rest
SECONDS_ONLINE = 60.0
ONLINE_LAG = 2 * SECOND
# sessions up to so many ms are said to have ended so many ms late
OFFLINE_LAGS = ((30 * SECOND, 12 * SECOND), (120 * SECOND, 8 * SECOND))
LONG_LAG = 5 * SECOND
PAIR_SHARE = 0.1
ANSWERS = 0.8


Talk = tuple[list[Span], list[Span]]


class Pair(Struct, frozen=True, order=True):
    """Two people who talk to each other, by name in order, and how often: talks in the whole time."""

    one: str
    other: str
    talks: int


class Presence(Struct, frozen=True):
    """Lines ``person,time,online|offline`` in order of time (ISO 8601, UTC), and what they come from.

    ``pairs`` are all that talk; ``lives`` and ``online`` (true spans) are by the name of the person.
    """

    lines: tuple[str, ...]
    pairs: tuple[Pair, ...]
    lives: dict[str, Life]
    online: dict[str, tuple[Span, ...]]


def presence(seed: int, people: int = 20, days: int = 14) -> Presence:
    """The log of that many people over so many days."""
    calendar = Calendar(START, days)
    seeds = {f"person{number:02d}": seed * 1_000 + number for number in range(people)}
    lives = {name: live(person(one), calendar, one, traits(one)) for name, one in seeds.items()}
    spans = {name: list(_alone(life, days, stream(seed, f"alone {name}"))) for name, life in lives.items()}
    rng = stream(seed, "pairs")
    pairs = []
    for names in combinations(lives, 2):
        if rng.random() < PAIR_SHARE:
            talks = list(_talks((lives[names[0]], lives[names[1]]), calendar, rng))
            pairs.append(Pair(*names, len(talks)))
            for side, name in enumerate(names):
                spans[name] += [span for talk in talks for span in talk[side]]
    online = {name: _within(calendar, joined(mine)) for name, mine in spans.items()}
    return Presence(tuple(_lines(online)), tuple(pairs), lives, online)


def lag(length: int) -> int:
    """How late the end of a session of that length is told, both in ms."""
    return next((late for most, late in OFFLINE_LAGS if length <= most), LONG_LAG)


def _alone(life: Life, days: int, rng: Random) -> Iterator[Span]:
    """A look at the messenger in some of the unlocked lights."""
    unlocked = [light for light in life.lights if light.unlock and not light.app]
    chance = min(LAUNCHES * days / max(len(unlocked), 1), 0.9)
    for light in unlocked:
        if rng.random() < chance:
            start = light.unlock + round(between(rng, 1, 6) * SECOND)
            yield Span(start, start + round(max(lognormal(rng, SECONDS_ONLINE, 0.9), 2) * SECOND))


def _talks(lives: tuple[Life, Life], calendar: Calendar, rng: Random) -> Iterator[Talk]:
    """The talks of two people: one begins with the phone in hand, the other answers if awake."""
    a_day = lognormal(rng, 1.2, 0.6)
    unlocked = [[light.unlock for light in life.lights if light.unlock] for life in lives]
    count = round(a_day * calendar.days)
    for _ in range(count):
        first = rng.randrange(2)
        begins = rng.choice(unlocked[first]) + 3 * SECOND
        if not _can(lives[first], begins) or not _can(lives[1 - first], begins) or rng.random() > ANSWERS:
            continue
        talk = _talk(begins, rng)
        yield talk if first == 0 else (talk[1], talk[0])


def _can(life: Life, time: int) -> bool:
    """Whether somebody is awake with a phone that is on and has a network."""
    around = Span(time - 5 * MINUTE, time + 10 * MINUTE)
    return not any(touches(spans, around) for spans in (life.sleeps, life.off)) and not covers(life.offline, time)


def _talk(begins: int, rng: Random) -> Talk:
    """Turns to and fro: whoever has written stays for the answer, or leaves and comes back for it."""
    sides: Talk = ([], [])
    time = begins
    for turn in range(rng.randrange(2, 9)):
        writes = round(lognormal(rng, 22, 0.6) * SECOND)
        waits = round(lognormal(rng, 20, 0.8) * SECOND) if rng.random() < 0.55 else 0
        sides[turn % 2].append(Span(time, time + writes + waits))
        time += writes + round(lognormal(rng, 25, 1.0) * SECOND)
    return sides


def _within(calendar: Calendar, spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(span for span in spans if calendar.start <= span.start and span.end < calendar.end)


def _lines(online: dict[str, tuple[Span, ...]]) -> Iterator[str]:
    told = [(span, name) for name, spans in online.items() for span in _told(spans)]
    began = [(span.start, name, "online") for span, name in told]
    ended = [(span.end, name, "offline") for span, name in told]
    return (f"{name},{iso(time)},{state}" for time, name, state in sorted(began + ended))


def _told(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans as the server tells them; who is back before it has told of the leaving never left."""
    return joined(Span(span.start + ONLINE_LAG, span.end + lag(span.end - span.start)) for span in spans)
