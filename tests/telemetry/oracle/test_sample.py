from __future__ import annotations

from collections.abc import Iterable

import pytest

from phonehome.telemetry.oracle.choice import choose
from phonehome.telemetry.oracle.exact import MICRO
from phonehome.telemetry.oracle.oracle import WORD, Oracle
from phonehome.telemetry.oracle.sample import Source, below, output, packed, report


def words(numbers: Iterable[int]) -> Source:
    """A source that has these words written down, and no more."""
    waiting = iter(numbers)
    return lambda size: next(waiting).to_bytes(size, "big")


ORACLES = [choose(2, MICRO), choose(1024, 2 * MICRO)]


@pytest.mark.parametrize("oracle", ORACLES, ids=["GRR", "PGR"])
def test_the_threshold_parts_own_from_any(oracle: Oracle) -> None:
    last, first = oracle.threshold - 1, oracle.threshold
    told = [report(oracle, 1, words([word, 5])) for word in (0, last, first, WORD - 1)]
    own, anyone = output(oracle, 1, True, 5 % oracle.own), 5 % oracle.outputs  # noqa: FBT003
    assert told == [own, own, anyone, anyone]


@pytest.mark.parametrize("bound", [1, 2, 3, 7, 2801, 1 << 32, WORD - 1, WORD])
def test_what_would_make_some_numbers_likelier_is_drawn_again(bound: int) -> None:
    complete = WORD - WORD % bound
    refused = [word for word in (complete, WORD - 1) if complete < WORD]
    assert below(bound, words([*refused, complete - 1])) == bound - 1
    assert complete % bound == 0


@pytest.mark.parametrize("cell", [-1, 2])
def test_a_cell_outside_is_refused(cell: int) -> None:
    with pytest.raises(ValueError, match=f"^cell {cell} is none of the 2 that can be told$"):
        report(ORACLES[0], cell, words([]))


@pytest.mark.parametrize(("told", "sent"), [(0, "00000000"), (1, "01000000"), (151739, "bb500200")])
def test_every_report_is_four_bytes(told: int, sent: str) -> None:
    assert packed(told).hex() == sent
