from __future__ import annotations

import pytest

from phonehome.infer.change import STATES, State, state_of
from phonehome.infer.rates import rate

CASES: list[tuple[int, int, float, State]] = [
    (18, 18, 72.0, "continues"),
    (18, 1, 1.0, "continues"),
    (18, 0, 72.0, "stopped"),
    (18, 0, 2.0, "not seen after"),
    (0, 18, 72.0, "new"),
    (0, 1, 72.0, "not seen before"),
    (18, 0, 0.0, "not seen after"),
]


@pytest.mark.parametrize(("before", "after", "hours", "state"), CASES)
def test_what_two_rates_say(before: int, after: int, hours: float, state: State) -> None:
    assert state_of(rate(before, 72.0), rate(after, hours)) == state


def test_every_state_is_explained() -> None:
    assert {state for *_, state in CASES} | {"changed form", "moved"} == set(STATES)
