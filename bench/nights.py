"""How true nights are that were read from signs: minutes, errors of onset and wake, whether intervals hold the truth.

A minute counts where it was seen; a night that is mostly hidden is left out; one missed or told as two is wrong by its
whole length. All times are Unix ms.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from phonehome.infer.asleep.reading import Reading, Sleep
from phonehome.infer.asleep.signs import MINUTE
from phonehome.phones.life import Life

HIDDEN = 0.4

Marks = NDArray[np.bool_]


class Stretch(msgspec.Struct, frozen=True):
    start: int
    end: int


class Truth(msgspec.Struct, frozen=True):
    """What really happened between the first and the last moment that could be seen; ``hidden`` of it was not."""

    start: int
    end: int
    sleeps: Sequence[Stretch]
    nights: Sequence[Stretch]
    hidden: Sequence[Stretch] = ()


class Scored(msgspec.Struct, frozen=True):
    """How true one life's nights are; errors in minutes. ``strict`` counts what is hidden as said to be awake."""

    accuracy: float
    f1: float
    strict: float
    unknown: float
    onset: list[float]
    wake: list[float]
    onset_held: list[bool]
    wake_held: list[bool]
    missed: int
    seconds: float


class _Error(msgspec.Struct, frozen=True):
    onset: float
    wake: float
    held: tuple[bool, bool] | None = None


def truth(life: Life, start: int, end: int, hidden: Sequence[object] = ()) -> Truth:
    nights = [Stretch(night.onset, night.wake) for night in life.nights if night.onset >= start and night.wake <= end]
    return Truth(start, end, _stretches(life.sleeps), nights, _stretches(hidden))


def scored(true: Truth, reading: Reading, seconds: float) -> Scored:
    said = [Stretch(one.onset, one.wake) for one in reading.sleeps] + list(_stretches(reading.naps))
    asleep, told, hidden = (_marks(true, spans) for spans in (true.sleeps, said, true.hidden))
    errors = [_error(night, reading.sleeps) for night in true.nights if _seen(night, true.hidden)]
    held = [one.held for one in errors if one.held is not None]
    seen = ~hidden
    both = (asleep & told & seen).sum()
    return Scored(
        accuracy=float((asleep == told)[seen].mean()),
        f1=float(2 * both / max(asleep[seen].sum() + told[seen].sum(), 1)),
        strict=float((asleep == (told & seen)).mean()),
        unknown=float(hidden.mean()),
        onset=[one.onset for one in errors],
        wake=[one.wake for one in errors],
        onset_held=[one for one, _ in held],
        wake_held=[one for _, one in held],
        missed=len(errors) - len(held),
        seconds=seconds,
    )


TITLES = ("accuracy", "F1", "p10", "onset", "wake", "missed", "onset held", "wake held", "hidden", "strict", "s")


def row(some: Sequence[Scored]) -> tuple[str, ...]:
    """The figures of ``TITLES`` over all lives."""
    onset = [error for one in some for error in one.onset]
    wake = [error for one in some for error in one.wake]
    return (
        _mean(one.accuracy for one in some),
        _mean(one.f1 for one in some),
        f"{np.quantile([one.accuracy for one in some], 0.1):.3f}",
        f"{statistics.median(onset):.1f}",
        f"{statistics.median(wake):.1f}",
        f"{sum(one.missed for one in some)}/{len(onset)}",
        _mean(float(held) for one in some for held in one.onset_held),
        _mean(float(held) for one in some for held in one.wake_held),
        _mean(one.unknown for one in some),
        _mean(one.strict for one in some),
        f"{statistics.mean(one.seconds for one in some):.2f}",
    )


def _mean(values: Iterator[float]) -> str:
    return f"{statistics.mean(values):.3f}"


def _stretches(spans: Sequence[object]) -> list[Stretch]:
    return msgspec.convert(spans, list[Stretch], from_attributes=True)


def _seen(night: Stretch, hidden: Sequence[Stretch]) -> bool:
    covered = sum(max(min(span.end, night.end) - max(span.start, night.start), 0) for span in hidden)
    return covered <= HIDDEN * (night.end - night.start)


def _error(night: Stretch, sleeps: Sequence[Sleep]) -> _Error:
    met = [one for one in sleeps if one.onset < night.end and one.wake > night.start]
    if len(met) != 1:
        whole = (night.end - night.start) / MINUTE
        return _Error(whole, whole)
    (one,) = met
    held = one.onset_low <= night.start <= one.onset_high, one.wake_low <= night.end <= one.wake_high
    return _Error(abs(one.onset - night.start) / MINUTE, abs(one.wake - night.end) / MINUTE, held)


def _marks(true: Truth, spans: Sequence[Stretch]) -> Marks:
    marks = np.zeros((true.end - true.start) // MINUTE, dtype=np.bool_)
    for span in spans:
        marks[max((span.start - true.start) // MINUTE, 0) : max((span.end - true.start) // MINUTE, 0)] = True
    return marks
