"""Reports to supports: for every cell, how many reports were among its own outputs. Whole numbers, exact.

For PGR, all cells at once: with X the array over F_q^t that holds the count of a report at each multiple of its point,
the discrete Fourier transform of X over the additive group of F_q^t at a value's point is q times its support less the
number of reports (sums of characters over a hyperplane; over the field of four, -1 to the trace of the product).
Feldman et al. (ICML 2022) decode by dynamic programming; both are exact.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.fft import rfftn

from phonehome.telemetry.oracle.field import FOUR, product
from phonehome.telemetry.oracle.oracle import Oracle, other_chance, own_chance

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

REPORT = np.dtype("<u4")
# -1 to the trace of a b, for all a and b of the field of four: the elements 2 and 3 have trace 1.
_CHARACTERS = np.array([[1 - product(a, b, FOUR) // 2 * 2 for b in range(FOUR)] for a in range(FOUR)], np.float64)


def counted(oracle: Oracle, reports: bytes) -> tuple[Whole, int]:
    """How often each output was reported, and how many reports were none of the outputs and are not counted.

    ``reports`` are four bytes each, as ``sample.packed`` writes them. Raises ValueError for bytes that do not divide.
    """
    if len(reports) % REPORT.itemsize:
        raise ValueError(f"{len(reports)} bytes are no whole number of reports of {REPORT.itemsize} bytes")
    numbers = np.frombuffer(reports, REPORT)
    wrong = int(np.count_nonzero(numbers >= oracle.outputs)) if numbers.size and numbers.max() >= oracle.outputs else 0
    kept = numbers[numbers < oracle.outputs] if wrong else numbers
    return np.bincount(kept.astype(np.int32), minlength=oracle.outputs), wrong


def supports(oracle: Oracle, counts: Whole) -> Whole:
    """For every cell, the reports among its own outputs."""
    if not oracle.order:
        return counts
    return np.rint(spread(oracle, counts.astype(np.float64))[: oracle.cells]).astype(np.int64)


def spread(oracle: Oracle, numbers: Real) -> Real:
    """For every output taken as a value, the sum of the numbers at its own outputs; those not given are 0."""
    full = np.zeros(oracle.outputs)
    full[: len(numbers)] = numbers
    if not oracle.order:
        return full
    places, folded = _places(oracle)
    space = np.zeros(oracle.order**oracle.dimensions)
    space[places] = full[:, None]
    found: Real = (_transform(oracle, space)[folded] + full.sum()) / oracle.order
    return found


def added(oracle: Oracle, weights: Real) -> Real:
    """What one report of each output adds to the unbiased sum of what the cells weigh."""
    p, q = float(own_chance(oracle)), float(other_chance(oracle))
    found: Real = (spread(oracle, weights) - q * weights.sum()) / (p - q)
    return found


def _transform(oracle: Oracle, space: Real) -> Real:
    if oracle.order != FOUR:
        shape = (oracle.order,) * oracle.dimensions
        halved: Real = rfftn(space.reshape(shape), overwrite_x=True).real.reshape(-1)
        return halved
    for _ in range(oracle.dimensions):  # the first coordinate is transformed, and becomes the last
        space = (space.reshape(FOUR, -1).T @ _CHARACTERS).reshape(-1)
    return space


@lru_cache(maxsize=4)
def _places(oracle: Oracle) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Where all multiples of each point stand in the array, and where its value stands in the half transform.

    The transform of an array that is the same at opposite places is real, and the same at opposite places too: of the
    last coordinate the first half is enough.
    """
    order, points = oracle.order, _coordinates(oracle)
    radix = order ** np.arange(oracle.dimensions, dtype=np.int32)[::-1]
    products = np.array([[product(a, b, order) for b in range(1, order)] for a in range(order)], np.int32)
    places = np.zeros((oracle.outputs, order - 1), np.int32)
    for at, step in enumerate(radix):
        places += products[points[:, at]] * step
    if order == FOUR:
        return places, places[:, 0]
    half = order // 2 + 1
    low = np.where(points[:, -1:] < half, points, -points % order)
    radix = np.append(radix[:-1] // order * half, 1)
    return places, (low * radix).sum(axis=1, dtype=np.int32)


def _coordinates(oracle: Oracle) -> NDArray[np.int32]:
    """The points of all outputs, by the numbers that their digits write (``geometry``)."""
    order = oracle.order
    codes = np.concatenate([np.arange(order**b, 2 * order**b, dtype=np.int64) for b in range(oracle.dimensions)])
    return np.stack([codes // order**b % order for b in range(oracle.dimensions)], axis=1).astype(np.int32)
