"""The randomiser measured: variance beside the best known, reports and counts a second, liars' gain, intervals."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from random import Random

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from phonehome.telemetry.collect.aggregate import counted, spread, supports
from phonehome.telemetry.collect.estimate import estimate
from phonehome.telemetry.collect.poison import gain, worst_report
from phonehome.telemetry.oracle.choice import choose
from phonehome.telemetry.oracle.exact import MICRO
from phonehome.telemetry.oracle.oracle import WORD, Oracle, variance
from phonehome.telemetry.oracle.sample import report

DOMAINS = ((24, 1), (74, 2), (1024, 1), (1024, 2), (1024, 4), (16384, 1), (16384, 2), (16384, 4))
REPORTS, PHONES = 10_000_000, 100_000
TARGETS = (3, 700)
TRIALS = 1000


def tables() -> Iterator[Table]:
    """Accuracy and speed by domain, then liars."""
    table = Table(
        "values", "epsilon", "oracle", "outputs", "variance / best", "us a report", "counted/s", "sd a cell, 100 k",
        title="Randomised answers (one core)",
    )  # fmt: skip
    for cells, epsilon in DOMAINS:
        oracle = choose(cells, epsilon * MICRO)
        each = float(variance(oracle)) / cells
        table.add_row(
            f"{cells:,}",
            str(epsilon),
            f"{oracle.name}, q = {oracle.order}" if oracle.order else oracle.name,
            f"{oracle.outputs:,}",
            f"{float(variance(oracle)) / _best(cells, epsilon):.3f}",
            f"{_telling(oracle):.1f}",
            f"{_counting(oracle) / 1e6:,.0f} M",
            f"{(each / PHONES) ** 0.5:.2%}",
        )
    yield table
    yield _liars()


def _best(cells: int, epsilon: int) -> float:
    """Subset selection (Ye and Barg 2018) at its best size."""
    e = float(np.exp(epsilon))
    size = np.arange(1, cells)
    p = size * e / (size * e + cells - size)
    q = p * (size - 1) / (cells - 1) + (1 - p) * size / (cells - 1)
    return float(((p * (1 - p) + (cells - 1) * q * (1 - q)) / (p - q) ** 2).min())


def _telling(oracle: Oracle) -> float:
    draw = Random(1)
    values = [draw.randrange(oracle.cells) for _ in range(20_000)]
    started = time.perf_counter()
    for value in values:
        report(oracle, value, secrets.token_bytes)
    return (time.perf_counter() - started) / len(values) * 1e6


def _counting(oracle: Oracle) -> float:
    """Reports a second from bytes to supports, the median of five."""
    numbers = np.random.default_rng(1).integers(0, oracle.outputs, REPORTS)
    data = numbers.astype("<u4").tobytes()
    taken = []
    supports(oracle, counted(oracle, data)[0])  # what is prepared once for a metric
    for _ in range(5):
        started = time.perf_counter()
        supports(oracle, counted(oracle, data)[0])
        taken.append(time.perf_counter() - started)
    return REPORTS / float(np.median(taken))


def _liars() -> Table:
    title = f"1 % of {PHONES:,} phones lie to raise a cell of 1,024 that nobody has (mean of {TRIALS} trials)"
    table = Table("epsilon", "a false report weighs", "gain measured", "in theory", "two cells at once", title=title)
    for epsilon in (1, 2, 4):
        oracle = choose(1024, epsilon * MICRO)
        measured = [_gain(oracle, TARGETS[:1], trial)[0] for trial in range(TRIALS)]
        both = [_gain(oracle, TARGETS, trial) for trial in range(TRIALS)]
        theory = gain(oracle, 0.01, 0.0)
        table.add_row(
            str(epsilon),
            f"{theory * 100:.2f}",
            f"{np.mean(measured):.2%} +- {np.std(measured) / TRIALS**0.5:.2%}",
            f"{theory:.2%}",
            ", ".join(f"{share:.2%}" for share in np.mean(both, axis=0)),
        )
    return table


def _gain(oracle: Oracle, targets: tuple[int, ...], trial: int) -> list[float]:
    """What the targets are estimated at where all honest phones have value 0."""
    lie, _ = worst_report(oracle, targets)
    honest = _honest(oracle)
    rng = np.random.default_rng((oracle.epsilon, trial))
    counts = rng.multinomial(PHONES - PHONES // 100, honest)
    counts[lie] += PHONES // 100
    cells = estimate(oracle, counts).cells
    return [cells[target].share for target in targets]


def _honest(oracle: Oracle) -> NDArray[np.float64]:
    """How likely each output is under value 0; tests hold the phone's own code to it."""
    told = oracle.threshold / WORD
    return told / oracle.own * np.rint(spread(oracle, np.ones(1))) + (1 - told) / oracle.outputs
