from __future__ import annotations

import pytest

from infer.presence_log import DAY, START, at_the_same_minute, presence_of, routine
from phonehome.infer.online import Session, sessions
from phonehome.infer.overlap import Pair, Turns, extent, named, pairs, talks
from phonehome.phones.presence import presence

OTHERS = ("carl", "dora", "emil", "fred")


def test_two_who_talk_among_many_who_do_not() -> None:
    online = {name: routine(name, talks=1) for name in ("anna", "bert")} | {name: routine(name) for name in OTHERS}
    found = pairs(online)
    assert len(found) == 15
    assert [(pair.one, pair.other) for pair in named(found)] == [("anna", "bert")]
    assert found[0].score > 4


def test_same_routines_alone_are_no_talk() -> None:
    assert named(pairs({name: routine(name) for name in ("anna", "bert", *OTHERS)})) == []


def test_a_shared_minute_is_no_talk() -> None:
    """Shifting by minutes alone would take the bell of a school for a conversation."""
    assert named(pairs({name: at_the_same_minute(name) for name in ("anna", "bert", "carl")})) == []


def test_simulated_people() -> None:
    log = presence(31, people=8)
    truth = {(pair.one, pair.other): pair.talks for pair in log.pairs}
    found = named(pairs(sessions(presence_of(log.lines))))
    assert {(pair.one, pair.other) for pair in found} <= set(truth)
    assert {names for names, count in truth.items() if count >= 10} <= {(pair.one, pair.other) for pair in found}


def test_who_was_hardly_online_is_not_compared() -> None:
    assert pairs({"anna": routine("anna"), "bert": routine("bert")[:9]}) == []


def test_a_day_is_too_short() -> None:
    assert pairs({name: routine(name, days=1) for name in ("anna", "bert")}) == []


def test_nobody() -> None:
    assert (pairs({}), named([])) == ([], [])


def test_turns_that_never_come_leave_no_score() -> None:
    """Twelve hours apart, whatever the shift."""
    here = tuple(Session(START + day * DAY, START + day * DAY + 1_000) for day in range(12))
    there = tuple(Session(one.start + DAY // 2, one.end + DAY // 2) for one in here)
    (found,) = pairs({"anna": here, "bert": there})
    assert (found.score < 1, found.p > 0.1) == (True, True)


def test_the_named_are_bounded_by_how_many_were_compared() -> None:
    found = [Pair("a", str(place), 1, p) for place, p in enumerate((0.001, 0.008, 0.019, 0.5))]
    assert named(found) == found[:2]


TALKS = {
    "to and fro": ([(0, 30), (80, 120)], [(40, 70)], [(0, 120, 3)]),
    "two turns": ([(0, 30)], [(40, 70)], []),
    "too late an answer": ([(0, 30), (300, 320)], [(200, 230)], []),
    "at once is no answer": ([(0, 30), (35, 60)], [(1, 31), (36, 66)], []),
    "two talks": ([(0, 30), (80, 120), (900, 930), (980, 1000)], [(40, 70), (940, 970)], [(0, 120, 3), (900, 1000, 3)]),
}


@pytest.mark.parametrize(("one", "other", "expected"), TALKS.values(), ids=TALKS.keys())
def test_talks(one: list[tuple[int, int]], other: list[tuple[int, int]], expected: list[tuple[int, int, int]]) -> None:
    both = [[Session(start * 1_000, end * 1_000) for start, end in some] for some in (one, other)]
    assert list(talks(*both)) == [Turns(start * 1_000, end * 1_000, turns) for start, end, turns in expected]


def test_extent() -> None:
    assert extent({"anna": (Session(START, START + 5),), "bert": (Session(START + DAY, START + DAY + 5),)}) == (
        START,
        2,
    )
