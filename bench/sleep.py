"""Whether nights read from screen events and from presence are true: 200 hard lives of 28 days against their truth.

A minute counts where it was seen (not in ``hidden``) between the calendar's start and the last report; what is hidden
is told as a share. A night that is mostly hidden is left out; one missed or told as two is wrong by its whole length.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from lives import STARTS
from phonehome.infer.asleep.reading import Reading, Sleep, read, sleep_of
from phonehome.infer.asleep.screen import lit
from phonehome.infer.asleep.signs import Signs, Span
from phonehome.infer.asleep.unseen import dated, unseen
from phonehome.infer.evidence import Happening
from phonehome.infer.views import NEWEST, OLDEST
from phonehome.model import Event
from phonehome.phones import oneplus_2017, truth
from phonehome.phones.clock import DAY, HOUR, MINUTE, local
from phonehome.phones.scene import Options, Scene
from phonehome.phones.seen import Seen, seen
from phonehome.phones.simulation import scene_of
from phonehome.phones.zones import zone_at

FIRST, LIVES, DAYS = 5000, 200, 28
HIDDEN = 0.4
FEW = 8 * HOUR

Marks = NDArray[np.bool_]


class Scored(msgspec.Struct, frozen=True):
    """How true one life's nights are; errors in minutes, of intervals whether they hold the truth."""

    accuracy: float
    f1: float
    unknown: float
    onset: list[float]
    wake: list[float]
    onset_held: list[bool]
    wake_held: list[bool]
    missed: int
    seconds: float


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
    return "screen_event" if name in truth.SCREEN else "boot_event" if name in truth.BOOT else "app_usage"


def by_model(one: Told) -> Reading:
    """phonehome's own way."""
    screen, lights = lit(dated(one.happened, one.wrong)[0]), _lights(one)
    return read(Signs(lights[0][0], lights[-1][1], screen.uses, one.wall, screen.glimmers, _hidden(one)))


def _hidden(one: Told) -> list[Span]:
    _, wrong = dated(one.happened, one.wrong)
    return sorted([*wrong, *unseen(_lights(one), one.seen.exchanges, one.seen.exchanges)])


def by_presence(one: Told) -> Reading:
    """From the times at which a chat app was open, about 23 launches a day."""
    opened = [event for event in one.scene.life.sessions if event.app and event.end]
    chosen = [event for place, event in enumerate(opened) if place % max(len(opened) // (23 * DAYS), 1) == 0]
    return sleep_of(((event.start, event.end or event.start) for event in chosen), one.wall)


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


def scored(one: Told, way: Callable[[Told], Reading], hidden: Sequence[Span]) -> Scored:
    """One way's nights against the truth, in the minutes that phonehome calls seen."""
    began = time.perf_counter()
    reading = way(one)
    seconds = time.perf_counter() - began
    start, end = one.scene.calendar.start, min(one.seen.exchanges[-1], one.scene.calendar.end)
    marks = [_marks(start, end, spans) for spans in (one.scene.life.sleeps, _spans(reading), hidden)]
    true, said = marks[0][~marks[2]], marks[1][~marks[2]]
    nights = [_errors(night, reading.sleeps) for night in _nights(one, start, end, hidden)]
    return Scored(
        accuracy=float((true == said).mean()),
        f1=float(2 * (true & said).sum() / max(true.sum() + said.sum(), 1)),
        unknown=float(marks[2].mean()),
        onset=[night[0] for night in nights],
        wake=[night[1] for night in nights],
        onset_held=[night[2] for night in nights if not night[4]],
        wake_held=[night[3] for night in nights if not night[4]],
        missed=sum(night[4] for night in nights),
        seconds=seconds,
    )


def _spans(reading: Reading) -> list[Span]:
    return [*(Span(one.onset, one.wake) for one in reading.sleeps), *reading.naps]


class Stretch(msgspec.Struct, frozen=True):
    start: int
    end: int


def _nights(one: Told, start: int, end: int, hidden: Sequence[Span]) -> Iterator[Stretch]:
    for night in one.scene.life.nights:
        covered = sum(max(min(span.end, night.wake) - max(span.start, night.onset), 0) for span in hidden)
        if night.onset >= start and night.wake <= end and covered <= HIDDEN * (night.wake - night.onset):
            yield Stretch(night.onset, night.wake)


def _errors(night: Stretch, sleeps: Sequence[Sleep]) -> tuple[float, float, bool, bool, bool]:
    met = [one for one in sleeps if one.onset < night.end and one.wake > night.start]
    if len(met) != 1:
        whole = (night.end - night.start) / MINUTE
        return whole, whole, False, False, True
    (one,) = met
    return (
        abs(one.onset - night.start) / MINUTE,
        abs(one.wake - night.end) / MINUTE,
        one.onset_low <= night.start <= one.onset_high,
        one.wake_low <= night.end <= one.wake_high,
        False,
    )


def _marks(start: int, end: int, spans: Sequence[Span] | Sequence[object]) -> Marks:
    marks = np.zeros((end - start) // MINUTE, dtype=np.bool_)
    for span in msgspec.convert(spans, list[Stretch], from_attributes=True):
        marks[max((span.start - start) // MINUTE, 0) : max((span.end - start) // MINUTE, 0)] = True
    return marks


WAYS: tuple[tuple[str, Callable[[Told], Reading]], ...] = (
    ("longest dark gap", by_longest),
    ("the same without lights nobody unlocked", by_longest_but_short),
    ("phonehome", by_model),
    ("phonehome, presence alone", by_presence),
)
BAR = (">= .925", ">= .875", ">= .870", "<= 18", "<= 12", "", ".85-.95", ".85-.95", "", "< 1")


def rows(first: int = FIRST, count: int = LIVES) -> Iterator[tuple[str, ...]]:
    """One row a way: accuracy, F1, tenth percentile, errors, missed, intervals, hidden share, seconds a life."""
    scores: dict[str, list[Scored]] = {name: [] for name, _ in WAYS}
    for seed in range(first, first + count):
        one = told(seed)
        hidden = _hidden(one)
        for name, way in WAYS:
            scores[name].append(scored(one, way, hidden))
    for name, some in scores.items():
        yield (name, *_row(some))


def _row(some: Sequence[Scored]) -> tuple[str, ...]:
    accuracy = [one.accuracy for one in some]
    onset = [error for one in some for error in one.onset]
    wake = [error for one in some for error in one.wake]
    return (
        f"{statistics.mean(accuracy):.3f}",
        f"{statistics.mean(one.f1 for one in some):.3f}",
        f"{np.quantile(accuracy, 0.1):.3f}",
        f"{statistics.median(onset):.1f}",
        f"{statistics.median(wake):.1f}",
        f"{sum(one.missed for one in some)}/{len(onset)}",
        f"{statistics.mean(held for one in some for held in one.onset_held):.3f}",
        f"{statistics.mean(held for one in some for held in one.wake_held):.3f}",
        f"{statistics.mean(one.unknown for one in some):.3f}",
        f"{statistics.mean(one.seconds for one in some):.2f}",
    )


def table(first: int = FIRST, count: int = LIVES) -> Table:
    """All ways beside the bar."""
    shown = Table(
        *("way", "accuracy", "F1", "p10", "onset", "wake", "missed", "onset held", "wake held", "hidden", "s"),
        title=f"Nights of {count} simulated lives, {DAYS} days each, seeds from {first}",
    )
    for row in rows(first, count):
        shown.add_row(*row)
    shown.add_row("bar", *BAR)
    return shown


if __name__ == "__main__":
    Console(width=140).print(table(*(int(word) for word in sys.argv[1:])))
