"""Stretches of time: asleep, switched off, offline, missing from the capture."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct


class Span(Struct, frozen=True, order=True):
    """From ``start`` up to but without ``end`` (Unix ms)."""

    start: int
    end: int


def covers(spans: Sequence[Span], time: int) -> bool:
    """Whether a time lies in one of the spans, which are in order and apart."""
    return touches(spans, Span(time, time + 1))


def touches(spans: Sequence[Span], span: Span) -> bool:
    """Whether a span has a moment in common with one of the spans, which are in order and apart."""
    place = bisect_right(spans, span.end - 1, key=lambda one: one.start)
    return place > 0 and spans[place - 1].end > span.start


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in order, spans that meet made one."""
    done: list[Span] = []
    for span in sorted(spans):
        if done and span.start <= done[-1].end:
            done[-1] = Span(done[-1].start, max(done[-1].end, span.end))
        else:
            done.append(span)
    return tuple(done)
