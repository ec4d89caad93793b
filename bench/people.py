"""Who talks to whom in simulated logs of who was online, and whom nobody talks to: found, and falsely found."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from statistics import median

from msgspec import Struct

from phonehome.infer.asleep.reading import sleep_of
from phonehome.infer.clock import MINUTE
from phonehome.infer.evidence import Presence
from phonehome.infer.online import Session, sessions
from phonehome.infer.overlap import Pair, named, pairs
from phonehome.phones.life import Life
from phonehome.phones.presence import presence

FIRST, LOGS, SLEEPERS = 5_000, 12, 5
AREA, FALSE = 0.95, 0.05


class Log(Struct, frozen=True):
    """Each pair that was compared, whether it is named, and how often it really talks."""

    pairs: tuple[tuple[Pair, bool, int], ...]
    nights: tuple[tuple[float, float], ...]


def table(first: int = FIRST, logs: int = LOGS) -> Iterator[str]:
    """Rows of a Markdown table."""
    read = [_log(seed) for seed in range(first, first + logs)]
    talk = [one for log in read for one in log.pairs]
    yield f"| {logs} logs of 20 people, 14 days | measured | bar |\n|---|---|---|\n"
    yield f"| area under ROC, who talks to whom | {area(talk):.3f} | {AREA} |\n"
    found = [count > 0 for _, is_named, count in talk if is_named]
    yield f"| pairs named | {len(found)} of {sum(count > 0 for *_, count in talk)} | |\n"
    often = [is_named for _, is_named, count in talk if count >= 7]
    yield f"| of those with a talk every other day | {sum(often) / len(often):.3f} | |\n"
    yield f"| false among the named | {found.count(False) / len(found):.3f} | {FALSE} |\n"
    alone = [sum(is_named for _, is_named, _ in _alone(seed, first).pairs) for seed in range(first, first + logs)]
    yield f"| logs in which nobody talks: pairs named | {sum(alone)} in {sum(map(bool, alone))} logs | |\n"
    errors = [one for log in read for one in log.nights]
    for name, place in (("onset", 0), ("wake", 1)):
        middle = median(one[place] for one in errors)
        yield f"| {name} of sleep from presence alone, median error | {middle:.0f} min | |\n"


def area(told: Sequence[tuple[Pair, bool, int]]) -> float:
    """The area under the curve of hits against false alarms, by p."""
    right = sorted(-pair.p for pair, _, count in told if count)
    wrong = sorted(-pair.p for pair, _, count in told if not count)
    won = sum((bisect_left(wrong, one) + bisect_right(wrong, one)) / 2 for one in right)
    return won / len(right) / len(wrong)


def _log(seed: int) -> Log:
    told = presence(seed)
    truth = {(pair.one, pair.other): pair.talks for pair in told.pairs}
    online = sessions(_lines(told.lines))
    nights = tuple(error for name, some in list(online.items())[:SLEEPERS] for error in _nights(some, told.lives[name]))
    return Log(_compared(online, truth), nights)


def _alone(seed: int, first: int) -> Log:
    """People of different logs, who cannot talk: one of each of 12 logs."""
    mixed = {}
    for place in range(12):
        told = presence(first + 1_000 + 12 * (seed - first) + place, people=3)
        name, some = next(iter(sessions(_lines(told.lines)).items()))
        mixed[f"{name} {place}"] = some
    return Log(_compared(mixed, {}), ())


def _compared(
    online: dict[str, tuple[Session, ...]], truth: dict[tuple[str, str], int]
) -> tuple[tuple[Pair, bool, int], ...]:
    found = pairs(online)
    chosen = set(named(found))
    return tuple((pair, pair in chosen, truth.get((pair.one, pair.other), 0)) for pair in found)


def _nights(some: Sequence[Session], life: Life) -> Iterator[tuple[float, float]]:
    """Errors of onset and wake in minutes, of the nights of at least three hours that are told."""
    sleeps = sleep_of([(one.start, one.end) for one in some], lambda time: time).sleeps
    for night in life.sleeps:
        met = [one for one in sleeps if one.onset < night.end and one.wake > night.start]
        if met and night.end - night.start > 3 * 60 * MINUTE:
            yield abs(met[0].onset - night.start) / MINUTE, abs(met[0].wake - night.end) / MINUTE


def _lines(lines: Sequence[str]) -> Iterator[Presence]:
    for line in lines:
        person, time, state = line.split(",")
        yield Presence(person, round(datetime.fromisoformat(time).timestamp() * 1000), online=state == "online")


if __name__ == "__main__":
    sys.stdout.writelines(table())
