"""The audit on the code that phones run: it passes as it is, and each of the bugs that were put in is caught."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from random import Random

import pytest
from msgspec.structs import replace

from phonehome.telemetry.budget import Memory, Today, answer
from phonehome.telemetry.collect.audit import lower_bound
from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.oracle.choice import choose
from phonehome.telemetry.oracle.exact import MICRO
from phonehome.telemetry.oracle.oracle import WORD, Oracle
from phonehome.telemetry.oracle.sample import Source, report

METRICS = read(catalogue()).metrics
PHONES = 20_000
ORACLES = [METRICS[name].oracle for name in ("reboots", "battery_level", "battery_health")]


def told(oracle: Oracle, cell: int) -> list[int]:
    source = Random(cell).randbytes
    return [report(oracle, cell, source) for _ in range(PHONES)]


@pytest.mark.parametrize("oracle", ORACLES, ids=["GRR-2", "PGR-10", "PGR-7"])
def test_the_code_as_it_is_passes_and_uses_what_it_may(oracle: Oracle) -> None:
    bound = lower_bound(told(oracle, 0), told(oracle, 1))
    assert 0.7 * oracle.epsilon / MICRO < bound <= oracle.epsilon / MICRO


@pytest.mark.parametrize("oracle", ORACLES[1:], ids=["PGR-10", "PGR-7"])
def test_a_flipped_threshold_is_caught(oracle: Oracle) -> None:
    flipped = replace(oracle, threshold=WORD - oracle.threshold)
    assert lower_bound(told(flipped, 0), told(flipped, 1)) > oracle.epsilon / MICRO


def test_a_threshold_of_another_epsilon_is_caught() -> None:
    right, wrong = choose(2, MICRO), choose(2, 1_200_000)
    assert lower_bound(told(wrong, 0), told(wrong, 1)) > right.epsilon / MICRO


def days(name: str, values: list[int], source: Source, *, forgets: bool = False) -> list[int | None]:
    """The reports of one phone, day by day; one that forgets keeps no answer and no ledger."""
    memory, reports = Memory(offset=0), []
    for day, value in enumerate(values):
        made = answer(METRICS[name], value, memory, Today(day, source))
        memory = Memory(offset=0) if forgets else made.memory
        reports.append(made.report)
    return reports


def reused(seed: int) -> Source:
    """Random bytes that are the same whenever a report is made: a counter that was reset, a state that was copied."""
    return lambda size: Random(seed).randbytes(size)


def healthy(seed: int) -> Source:
    return Random(seed).randbytes


@pytest.mark.parametrize("caught", [False, True], ids=["as it is", "reused"])
def test_random_bytes_that_are_used_twice_are_caught(caught: bool) -> None:  # noqa: FBT001
    """Two days that differ in the value of the second alone may differ by one report's epsilon."""
    make = reused if caught else healthy

    def pairs(values: list[int], first: int) -> Iterator[Hashable]:
        for phone in range(PHONES // 4):
            one, two = days("battery_health", values, make(first + phone))
            yield one == two

    bound = lower_bound(list(pairs([10, 10], 0)), list(pairs([10, 99], PHONES)))
    assert (bound > METRICS["battery_health"].epsilon / MICRO) is caught


@pytest.mark.parametrize("forgets", [False, True], ids=["as it is", "forgets"])
def test_memoisation_that_is_lost_is_caught(forgets: bool) -> None:  # noqa: FBT001
    """Thirty days of one value may tell no more than one report."""

    def sums(value: int, first: int) -> Iterator[Hashable]:
        for phone in range(1500):
            yield sum(one or 0 for one in days("reboots", [value] * 30, healthy(first + phone), forgets=forgets))

    bound = lower_bound(list(sums(0, 0)), list(sums(4, PHONES)))
    assert (bound > METRICS["reboots"].epsilon / MICRO) is forgets


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ([1] * 1000, [1] * 1000, 0.0, 0.0),
        ([1] * 1000, [2] * 1000, 3.9, 4.3),
        ([1, 2] * 500, [2, 1] * 500, 0.0, math.inf),
    ],
)
def test_the_bound_grows_with_what_is_told(first: list[int], second: list[int], low: float, high: float) -> None:
    assert low <= lower_bound(first, second) <= high
