from __future__ import annotations

import statistics
from itertools import pairwise

import pytest

from phonehome.phones.clock import DAY, MINUTE, SECOND
from phonehome.phones.presence import START, lag, presence

LOG = presence(3, people=12, days=7)


def near(one: str, other: str, shift: int) -> int:
    """How many sessions of one begin within two minutes after one of the other has, moved by so many ms."""
    begun = [span.start + shift for span in LOG.online[other]]
    return sum(any(0 <= span.start - start < 2 * MINUTE for start in begun) for span in LOG.online[one])


def test_same_seed_is_the_same_log() -> None:
    assert presence(3, people=12, days=7) == LOG
    assert presence(4, people=12, days=7).lines != LOG.lines


def test_lines_are_in_order_and_everybody_goes_off_after_on() -> None:
    rows = [line.split(",") for line in LOG.lines]
    assert [time for _, time, _ in rows] == sorted(time for _, time, _ in rows)
    assert {name for name, _, _ in rows} == set(LOG.lives)
    for name in LOG.lives:
        states = [state for who, _, state in rows if who == name]
        assert states == ["online", "offline"] * (len(states) // 2)


@pytest.mark.parametrize(("seconds", "late"), [(10, 12), (30, 12), (31, 8), (120, 8), (121, 5), (3600, 5)])
def test_the_longer_one_was_online_the_sooner_the_end_is_told(seconds: int, late: int) -> None:
    assert lag(seconds * SECOND) == late * SECOND


def test_launches_and_minutes_a_day_are_near_those_measured() -> None:
    launches = statistics.median(len(spans) / 7 for spans in LOG.online.values())
    minutes = statistics.median(sum(one.end - one.start for one in spans) for spans in LOG.online.values()) / 7 / MINUTE
    assert 15 < launches < 32
    assert 22 < minutes < 48


def test_who_talks_is_online_together_more_than_routines_explain() -> None:
    assert len(LOG.pairs) >= 3
    pair = max(LOG.pairs, key=lambda pair: pair.talks)
    moved = max(near(pair.one, pair.other, shift) for shift in (-DAY, DAY))
    assert near(pair.one, pair.other, 0) > 1.5 * moved


def test_true_spans_are_apart_and_within_the_days() -> None:
    for spans in LOG.online.values():
        assert all(one.end < other.start for one, other in pairwise(spans))
        assert START <= spans[0].start < spans[-1].end < START + 7 * DAY
