from __future__ import annotations

import pytest

from phonehome.infer.evidence import Presence
from phonehome.infer.online import LONGEST, Session, sessions

T = 1_483_963_200_000
SECOND = 1_000


def _log(*lines: tuple[float, bool]) -> list[Presence]:
    return [Presence("anna", T + round(at * SECOND), online=online) for at, online in lines]


CASES = {
    "short: 12 s late": ([(2, True), (32, False)], [(0, 20)]),
    "middling: 8 s late": ([(2, True), (108, False)], [(0, 100)]),
    "long: 5 s late": ([(2, True), (305, False)], [(0, 300)]),
    "never shorter than a second": ([(2, True), (3, False)], [(0, 1)]),
    "said twice": ([(2, True), (10, True), (305, False), (310, False)], [(0, 300)]),
    "out of order": ([(305, False), (2, True)], [(0, 300)]),
    "no end": ([(2, True)], []),
    "no beginning": ([(2, False), (12, True), (42, False)], [(10, 30)]),
    "an end that is missing": (
        [(2, True), (LONGEST / SECOND + 10, True), (LONGEST / SECOND + 40, False)],
        [(14408, 14428)],
    ),
    "an end that comes too late": ([(2, True), (LONGEST / SECOND + 10, False)], []),
}


@pytest.mark.parametrize(("lines", "expected"), CASES.values(), ids=CASES.keys())
def test_sessions_without_the_lag(lines: list[tuple[float, bool]], expected: list[tuple[float, float]]) -> None:
    times = tuple(Session(T + round(start * SECOND), T + round(end * SECOND)) for start, end in expected)
    assert sessions(_log(*lines)) == {"anna": times}


def test_people_are_in_order_of_name() -> None:
    log = [Presence(name, T, online=False) for name in ("carl", "anna", "bert")]
    assert list(sessions(log)) == ["anna", "bert", "carl"]
