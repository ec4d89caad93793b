"""Stretches in which nothing could have been seen, told by when the capture heard of what happened."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from phonehome.infer.asleep.signs import HOUR, MINUTE, Span
from phonehome.infer.evidence import Happening

# a phone that sends by a clock sends at most a quarter of its reports later than this times the usual
LATE, SEEN_AGAIN = 1.55, 0.7
FEWEST, OFTENEST = 8, HOUR
AT_ONCE = 0.35
DARKEST = 20 * HOUR
OLD = 5 * 24 * HOUR


def dated(happened: Sequence[Happening], wrong: Sequence[Happening]) -> tuple[list[Happening], list[Span]]:
    """Those whose time is right, and the stretches of which a phone told with a wrong clock after a reset.

    ``wrong`` are those already known to be wrong. What was not yet sent when the phone was reset is gone too.
    """
    lags = np.array([one.sent_at - one.start for one in happened if one.sent_at is not None], dtype=np.float64)
    most = float(np.quantile(lags, 0.98)) * 3 + OLD if len(lags) else OLD
    odd = [one for one in happened if one.sent_at is not None and one.sent_at - one.start > most]
    kept = (
        [one for one in happened if one.sent_at is None or one.sent_at - one.start <= most] if odd else list(happened)
    )
    return kept, [_between(sent, kept) for sent in sorted({one.sent_at or 0 for one in (*odd, *wrong)})]


def _between(sent: int, kept: Sequence[Happening]) -> Span:
    """From the report before one with a wrong clock to the first right time in it."""
    before = max((one.sent_at for one in kept if one.sent_at is not None and one.sent_at < sent), default=0)
    after = min((one.start for one in kept if one.sent_at == sent), default=sent)
    return Span(min(before, after), after) if before else Span(after, after)


def unseen(lights: Sequence[tuple[int, int]], reports: Sequence[int], alive: Sequence[int]) -> list[Span]:
    """What is missing: ``lights`` are all known (on, off) in order, ``reports`` the times at which any were told.

    ``alive`` are all times at which the capture is known to have run.
    """
    dark = [Span(before[1], after[0]) for before, after in pairwise(lights) if after[0] - before[1] > HOUR]
    missed = _missed(reports, alive, dark)
    return sorted({*_cut(dark, missed), *(one for one in dark if one.end - one.start > DARKEST)})


def _comes_anyway(dark: Sequence[Span], times: NDArray[np.int64], usual: float) -> bool:
    """Whether the phone reports on time though there is nothing to tell, as the dark stretches of its nights show."""
    rests = [(one.start + usual, one.end - 10 * MINUTE) for one in dark if one.end - one.start < DARKEST]
    due = sum(max(end - start, 0) / usual for start, end in rests)
    came = sum(int(np.searchsorted(times, end) - np.searchsorted(times, start)) for start, end in rests if end > start)
    return 2 * came > due


def _missed(reports: Sequence[int], alive: Sequence[int], dark: Sequence[Span]) -> list[Span]:
    """Where reports are missing from a regular row of them, and the capture has nothing else either."""
    times = _row(reports)
    waits = np.diff(times)
    if len(waits) < FEWEST:
        return []
    usual, most = np.quantile(waits, 0.5), np.quantile(waits, 0.8)
    if usual < OFTENEST or most > LATE * usual or not _comes_anyway(dark, times, float(usual)):
        return []
    return [
        Span(int(before), int(after - SEEN_AGAIN * usual))
        for before, after in pairwise(times)
        if after - before > LATE * usual and _silent(alive, (int(before), int(after)), float(usual))
    ]


def _row(reports: Sequence[int]) -> NDArray[np.int64]:
    """Reports without those that follow another at once, as parts of one do."""
    times = np.unique(np.array(reports, dtype=np.int64))
    if len(times) < FEWEST:
        return times
    near = np.quantile(np.diff(times), 0.75) * AT_ONCE
    return times[np.concatenate(([True], np.diff(times) > near))]


def _silent(alive: Sequence[int], gap: tuple[int, int], usual: float) -> bool:
    """Whether the capture has less than half as many exchanges as reports were due."""
    near = 10 * MINUTE
    count = bisect_left(alive, gap[1] - near) - bisect_right(alive, gap[0] + near)
    return count < (gap[1] - gap[0]) / usual / 2


def _cut(dark: Sequence[Span], missed: Sequence[Span]) -> Iterator[Span]:
    """What is dark from the last report before a missing one on."""
    for gap in missed:
        for one in dark:
            if one.start <= gap.start < one.end:
                yield Span(gap.start, min(one.end, max(gap.end, gap.start)))
