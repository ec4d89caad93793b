"""The published vectors, read by a second client: written from their page, with nothing of phonehome in it."""

from __future__ import annotations

import subprocess
import sys
from functools import reduce
from operator import xor
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

ROOT = Path(__file__).parents[2]


class Integers(Struct):
    cells: int
    epsilon: int
    outputs: int
    own: int
    threshold: int
    order: int
    dimensions: int


class Choice(Struct):
    oracle: Integers


class Report(Struct):
    cells: int
    epsilon: int
    cell: int
    random: str
    report: int
    sent: str


class File(Struct):
    choices: list[Choice]
    reports: list[Report]


FILE = msgspec.json.decode((ROOT / "docs/reference/telemetry-vectors.json").read_bytes(), type=File)
ORACLES = {(one.oracle.cells, one.oracle.epsilon): one.oracle for one in FILE.choices}


def points(order: int, dimensions: int) -> list[tuple[int, ...]]:
    """Every point in the order of its number: highest coordinate first, the first that is not 0 is 1."""
    numbers = [number for place in range(dimensions) for number in range(order**place, 2 * order**place)]
    return [tuple(number // order**place % order for place in reversed(range(dimensions))) for number in numbers]


def times(a: int, b: int, order: int) -> int:
    """In the field of four: polynomials over two bits, modulo x^2 + x + 1, which is 7."""
    if order != 4:
        return a * b % order
    carryless = (a if b & 1 else 0) ^ (a << 1 if b & 2 else 0)
    return carryless ^ 7 if carryless & 4 else carryless


def total(numbers: list[int], order: int) -> int:
    return reduce(xor, numbers) if order == 4 else sum(numbers) % order


def told(oracle: Integers, cell: int, random: bytes) -> int:
    """A report, slowly: the hyperplane's points are looked for, in the order of their other coordinates."""
    words = [int.from_bytes(random[at : at + 8], "big") for at in range(0, len(random), 8)]
    own = words[0] < oracle.threshold
    bound = oracle.own if own else oracle.outputs
    rank = next(word % bound for word in words[1:] if word < 2**64 - 2**64 % bound)
    if not (own and oracle.order):
        return cell if own else rank
    return on_hyperplane(oracle, cell, rank)


def on_hyperplane(oracle: Integers, cell: int, rank: int) -> int:
    order = oracle.order
    space = points(order, oracle.dimensions)
    normal, others = space[cell], points(order, oracle.dimensions - 1)[rank]
    at = normal.index(1)
    right = [
        number
        for number, point in enumerate(space)
        if not total([times(a, b, order) for a, b in zip(normal, point, strict=True)], order)
        and any(
            (*point[:at], *point[at + 1 :]) == tuple(times(scale, x, order) for x in others)
            for scale in range(1, order)
        )
    ]
    assert len(right) == 1
    return right[0]


@pytest.mark.parametrize("vector", [one for one in FILE.reports if one.cells <= 1024])
def test_another_client_tells_the_same(vector: Report) -> None:
    oracle = ORACLES[vector.cells, vector.epsilon]
    found = told(oracle, vector.cell, bytes.fromhex(vector.random))
    assert (found, found.to_bytes(4, "little").hex()) == (vector.report, vector.sent)


def test_the_file_is_what_the_code_says() -> None:
    command = [sys.executable, str(ROOT / "tools" / "vectors.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "test vectors are fresh\n", "")
