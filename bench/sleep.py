"""Whether nights read from screen events, and from presence, are true: 200 hard lives of 28 days against their truth.

Run alone with another first seed and count: ``python bench/sleep.py 1000 40``. Tuned on seeds below 2000 only.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

import msgspec
from rich.console import Console
from rich.table import Table

from lives import STARTS
from nights import TITLES, Scored, row, scored, truth
from phonehome.infer.asleep.reading import Reading, Sleep, read, sleep_of
from phonehome.infer.asleep.screen import lit
from phonehome.infer.asleep.signs import Signs, Span
from phonehome.infer.asleep.unseen import dated, unseen
from phonehome.infer.evidence import Happening
from phonehome.infer.views import NEWEST, OLDEST
from phonehome.model import Event
from phonehome.phones import oneplus_2017
from phonehome.phones.clock import DAY, HOUR, LONDON, local, milliseconds
from phonehome.phones.presence import START as LOG_START
from phonehome.phones.presence import presence
from phonehome.phones.scene import Options, Scene
from phonehome.phones.seen import Seen, seen
from phonehome.phones.simulation import scene_of
from phonehome.phones.truth import BOOT, SCREEN
from phonehome.phones.zones import zone_at

FIRST, LIVES, DAYS, PEOPLE = 5000, 200, 28, 20


class Told(msgspec.Struct, frozen=True):
    """What the recipient has of a life, ready to be read."""

    scene: Scene
    happened: list[Happening]
    wrong: list[Happening]
    seen: Seen

    def wall(self, moment: int) -> int:
        return local(zone_at(self.scene.life.zones, moment), moment)


def told(seed: int) -> Told:
    """Events once each, apart those that no phone can have meant (as ``views.EVENTS`` does)."""
    scene = scene_of(oneplus_2017.PROFILE, Options(DAYS, seed, start=STARTS[seed % len(STARTS)], trouble=True))
    got = seen(scene)
    rows = dict(zip(reversed(got.events), reversed(got.arrived), strict=True))
    rising = sorted(rows.items(), key=lambda row: row[0].start)
    all_ = [_happening(place, event, sent) for place, (event, sent) in enumerate(rising)]
    right = [one for one in all_ if one.sent_at is not None and -NEWEST <= one.sent_at - one.start <= OLDEST]
    kept = {one.number for one in right}
    return Told(scene, right, [one for one in all_ if one.number not in kept], got)


def _happening(place: int, event: Event, sent: int) -> Happening:
    return Happening(
        case_no=0,
        host="",
        organisation="OnePlus",
        kind=_kind(event.name),
        name=event.name,
        start=event.start,
        end=event.end,
        app=event.app,
        exchange=0,
        number=place,
        sent_at=sent,
        misdated=False,
    )


def _kind(name: str) -> str:
    return "screen_event" if name in SCREEN else "boot_event" if name in BOOT else "app_usage"


def by_model(one: Told) -> Reading:
    """phonehome's own way."""
    screen, lights = lit(dated(one.happened, one.wrong)[0]), _lights(one)
    return read(Signs(lights[0][0], lights[-1][1], screen.uses, one.wall, screen.glimmers, _hidden(one)))


def _hidden(one: Told) -> list[Span]:
    _, wrong = dated(one.happened, one.wrong)
    return sorted([*wrong, *unseen(_lights(one), one.seen.exchanges, one.seen.exchanges)])


def by_longest(one: Told) -> Reading:
    """The longest dark gap between 20:00 and 12:00."""
    return _longest(one, _lights(one))


def by_longest_but_short(one: Told) -> Reading:
    """The same, blind to lights under a minute without an unlock."""
    screen = lit(dated(one.happened, one.wrong)[0])
    return _longest(one, [(use.start, use.end) for use in screen.uses])


def _lights(one: Told) -> list[tuple[int, int]]:
    screen = lit(dated(one.happened, one.wrong)[0])
    return sorted([*((use.start, use.end) for use in screen.uses), *((dim, dim) for dim in screen.glimmers)])


def _longest(one: Told, lights: Sequence[tuple[int, int]]) -> Reading:
    sleeps = []
    midnight = one.scene.calendar.start
    for day in range(-1, DAYS):
        evening = midnight + day * DAY + 20 * HOUR
        shift = one.wall(evening) - evening
        begin, end = evening - shift, evening - shift + 16 * HOUR
        gaps = [
            (max(before[1], begin), min(after[0], end))
            for before, after in pairwise(lights)
            if before[1] < end and after[0] > begin
        ]
        if gaps:
            onset, wake = max(gaps, key=lambda gap: gap[1] - gap[0])
            sleeps.append(Sleep(onset, wake, onset, onset, wake, wake, 1.0))
    return Reading(tuple(sleeps))


WAYS: tuple[tuple[str, Callable[[Told], Reading]], ...] = (
    ("longest dark gap", by_longest),
    ("the same, blind to unattended lights", by_longest_but_short),
    ("phonehome", by_model),
)
BAR = (">= .925", ">= .875", ">= .870", "<= 18", "<= 12", "", ".85-.95", ".85-.95", "", "", "< 1")
PRESENCE_BAR = (">= .850", *[""] * 10)


def screens(first: int, count: int) -> Iterator[tuple[str, ...]]:
    """One row a way, from screen events and sessions."""
    scores: dict[str, list[Scored]] = {name: [] for name, _ in WAYS}
    for seed in range(first, first + count):
        one = told(seed)
        calendar = one.scene.calendar
        end = min(one.seen.exchanges[-1], calendar.end)
        true = truth(one.scene.life, calendar.start, end, _hidden(one))
        for name, way in WAYS:
            scores[name].append(scored(true, *_timed(lambda: way(one))))  # noqa: B023 - called at once
    for name, some in scores.items():
        yield name, *row(some)


def logs(first: int, count: int) -> Iterator[tuple[str, ...]]:
    """One row: from presence alone, of twenty people a log. Nobody's time zone is known but the one of their home."""
    scores = []
    for seed in range(first, first + count // PEOPLE):
        log = presence(seed, PEOPLE, DAYS)
        told_ = _intervals(log.lines)
        for name, life in log.lives.items():
            true = truth(life, LOG_START, LOG_START + DAYS * DAY)
            scores.append(scored(true, *_timed(lambda: sleep_of(told_[name], _home))))  # noqa: B023 - called at once
    yield "phonehome, presence alone", *row(scores)


def _timed(way: Callable[[], Reading]) -> tuple[Reading, float]:
    began = time.process_time()
    reading = way()
    return reading, time.process_time() - began


def _home(moment: int) -> int:
    return local(LONDON, moment)


def _intervals(lines: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    begun: dict[str, int] = {}
    for name, moment, state in (line.split(",") for line in lines):
        at = milliseconds(datetime.fromisoformat(moment))
        if state == "online":
            begun[name] = at
        else:
            found[name].append((begun.pop(name), at))
    return found


def table(first: int = FIRST, count: int = LIVES) -> Table:
    """All ways beside the bars."""
    title = f"Nights of {count} simulated lives, {DAYS} days each, seeds from {first}"
    shown = Table("way", *TITLES, title=title)
    for one in screens(first, count):
        shown.add_row(*one)
    shown.add_row("bar", *BAR)
    for one in logs(first, count):
        shown.add_row(*one)
    shown.add_row("bar", *PRESENCE_BAR)
    return shown


if __name__ == "__main__":
    Console(width=150).print(table(*(int(word) for word in sys.argv[1:])))
