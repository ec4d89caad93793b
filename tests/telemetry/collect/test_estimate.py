"""Estimates from reports that the phone's own code made: 400 seeded trials of each kind."""

from __future__ import annotations

from functools import cache
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from phonehome.telemetry.collect.answer import Mean
from phonehome.telemetry.collect.estimate import Estimate, estimate, least, mean, needed, strict, whole
from phonehome.telemetry.oracle.choice import choose
from phonehome.telemetry.oracle.exact import MICRO
from phonehome.telemetry.oracle.oracle import WORD, Oracle
from phonehome.telemetry.oracle.sample import output, report

TRIALS = 400
CASES = [(2, MICRO), (5, 2 * MICRO), (24, MICRO), (60, 2 * MICRO), (24, 4 * MICRO)]


def truth(cells: int) -> list[int]:
    """Many phones of the first cells, none of the last."""
    return [0 if cell == cells - 1 else 300 // (cell + 1) for cell in range(cells)]


@cache
def trials(cells: int, epsilon: int) -> list[NDArray[np.int64]]:
    oracle, source = choose(cells, epsilon), Random(cells * epsilon).randbytes
    values = [cell for cell, phones in enumerate(truth(cells)) for _ in range(phones)]
    return [
        np.bincount([report(oracle, cell, source) for cell in values], minlength=oracle.outputs) for _ in range(TRIALS)
    ]


def expected(oracle: Oracle) -> NDArray[np.float64]:
    """How often each output must come."""
    told = oracle.threshold / WORD
    often = np.full(oracle.outputs, (1 - told) * sum(truth(oracle.cells)) / oracle.outputs)
    for cell, phones in enumerate(truth(oracle.cells)):
        for rank in range(oracle.own):
            often[output(oracle, cell, True, rank)] += told * phones / oracle.own  # noqa: FBT003
    return often


@pytest.mark.parametrize(("cells", "epsilon"), CASES)
def test_reports_come_as_often_as_they_must(cells: int, epsilon: int) -> None:
    often = expected(choose(cells, epsilon)) * TRIALS
    seen = np.sum(trials(cells, epsilon), axis=0)
    assert 0.001 < chi2.sf(((seen - often) ** 2 / often).sum(), len(often) - 1) < 0.999


@pytest.mark.parametrize(("cells", "epsilon"), CASES)
def test_estimates_are_unbiased(cells: int, epsilon: int) -> None:
    oracle = choose(cells, epsilon)
    n = sum(truth(cells))
    found = np.array([[cell.share * n for cell in estimate(oracle, one).cells] for one in trials(cells, epsilon)])
    z = (found.mean(axis=0) - truth(cells)) / (found.std(axis=0, ddof=1) / np.sqrt(TRIALS))
    assert np.abs(z).max() < 4


@pytest.mark.parametrize(("cells", "epsilon"), CASES)
def test_intervals_hold_the_truth_as_often_as_they_say(cells: int, epsilon: int) -> None:
    oracle, n = choose(cells, epsilon), sum(truth(cells))
    held = [
        cell.low * n <= phones <= cell.high * n
        for one in trials(cells, epsilon)
        for cell, phones in zip(estimate(oracle, one).cells, truth(cells), strict=True)
    ]
    assert 0.93 <= sum(held) / len(held) <= 0.97


@pytest.mark.parametrize(("cells", "epsilon"), CASES)
def test_the_interval_of_a_mean_holds_the_truth_as_often_as_it_says(cells: int, epsilon: int) -> None:
    oracle, weights = choose(cells, epsilon), [cell + 0.5 for cell in range(cells)]
    right = float(np.average(weights, weights=truth(cells)))
    found = [mean(oracle, one, weights) for one in trials(cells, epsilon)]
    told = [one for one in found if one is not None]
    assert 0.92 <= sum(one.low <= right <= one.high for one in told) / TRIALS <= 0.975
    middle = np.array([one.mean for one in told])
    assert abs(middle.mean() - right) < 4 * middle.std() / np.sqrt(TRIALS)


@pytest.mark.parametrize(("cells", "epsilon"), CASES)
def test_what_is_shown_is_not_negative_and_sums_to_all(cells: int, epsilon: int) -> None:
    shown = [cell.shown for cell in estimate(choose(cells, epsilon), trials(cells, epsilon)[0]).cells]
    assert min(shown) >= 0
    assert sum(shown) == pytest.approx(1)


@pytest.mark.parametrize(
    ("raw", "n", "expected"),
    [([3.0, 1.0], 4, [3.0, 1.0]), ([5.0, -1.0], 4, [4.0, 0.0]), ([3.0, 3.0], 4, [2.0, 2.0]), ([-5.0, -7.0], 4, [3, 1])],
)
def test_the_nearest_whole_is_taken(raw: list[float], n: int, expected: list[float]) -> None:
    assert whole(np.array(raw), n).tolist() == pytest.approx(expected)


def test_no_cell_is_told_where_only_noise_is() -> None:
    oracle = choose(1024, MICRO)
    uniform = np.random.default_rng(1).multinomial(10_000, np.full(oracle.outputs, 1 / oracle.outputs))
    found = estimate(oracle, uniform, 0.01)
    assert (found.enough, [cell for cell in found.cells if cell.told]) == (False, [])


def test_a_large_cell_is_told() -> None:
    oracle, source = choose(24, MICRO), Random(4).randbytes
    counts = np.bincount([report(oracle, 3, source) for _ in range(3000)], minlength=oracle.outputs)
    assert [number for number, cell in enumerate(estimate(oracle, counts).cells) if cell.told] == [3]


ENOUGH = [
    (choose(1024, 2 * MICRO), 0.05, 1, 1123),
    (choose(1024, 2 * MICRO), 0.005, 1, 112_288),
    (choose(2, MICRO), 0.05, 1, 1415),
    (choose(2, MICRO), 0.05, 7, 9903),
]


@pytest.mark.parametrize(("oracle", "wanted", "repeats", "reports"), ENOUGH)
def test_so_many_reports_are_needed(oracle: Oracle, wanted: float, repeats: int, reports: int) -> None:
    assert needed(oracle, wanted, repeats) == reports


def test_the_half_width_of_a_rare_cell_is_the_wanted_one_at_the_needed_number() -> None:
    oracle = choose(1024, 2 * MICRO)
    reports = needed(oracle, 0.02)
    uniform = np.random.default_rng(1).multinomial(reports, np.full(oracle.outputs, 1 / oracle.outputs))
    cells = estimate(oracle, uniform).cells
    assert float(np.median([(cell.high - cell.low) / 2 for cell in cells])) == pytest.approx(0.02, rel=0.02)


def test_answers_that_repeat_widen_the_interval() -> None:
    oracle, counts = choose(2, MICRO), np.array([6000, 4000])
    once, weekly = (estimate(oracle, counts, repeats=repeats).cells[0] for repeats in (1, 7))
    assert (weekly.high - weekly.low) / (once.high - once.low) == pytest.approx(7**0.5, rel=1e-3)
    means = [mean(oracle, counts, [0, 1], repeats) for repeats in (1, 7)]
    widths = [one.high - one.low for one in means if isinstance(one, Mean)]
    assert widths[1] / widths[0] == pytest.approx(7**0.5)


def test_of_no_reports_nothing_is_said() -> None:
    oracle = choose(2, MICRO)
    nothing = np.zeros(2, np.int64)
    assert estimate(oracle, nothing) == Estimate(0, 1415, ())
    assert (estimate(oracle, nothing).enough, mean(oracle, nothing, [0, 1])) == (False, None)


def test_the_least_share_is_where_a_cell_begins_to_be_told() -> None:
    oracle = choose(24, MICRO)
    rest = Random(1)
    for _ in range(50):
        counts = np.array([rest.randrange(400) for _ in range(oracle.outputs)])
        bound = least(oracle, int(counts.sum()))
        cells = estimate(oracle, counts).cells
        assert [cell.told for cell in cells] == [cell.share > bound for cell in cells]


def test_limits_for_many_cells_together_are_wider() -> None:
    assert strict(1) == pytest.approx(1.96, abs=0.001)
    assert strict(24) == pytest.approx(3.08, abs=0.01)


def test_the_least_share_falls_with_the_root_of_the_reports_and_grows_with_repeats() -> None:
    oracle = choose(24, MICRO)
    assert least(oracle, 40_000) == pytest.approx(least(oracle, 10_000) / 2)
    assert least(oracle, 10_000, 4) == pytest.approx(least(oracle, 10_000) * 2)
