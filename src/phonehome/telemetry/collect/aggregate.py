"""Reports to supports: for every cell, how many reports were among its own outputs. Whole numbers, exact.

For PGR, all cells at once: with X the array over F_q^t that holds the count of a report at each multiple of its point,
the discrete Fourier transform of X over (Z_q)^t at a value's point is q times its support less the number of reports
(sums of characters over a hyperplane). Feldman et al. (ICML 2022) decode by dynamic programming; both are exact.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.fft import rfftn

from phonehome.telemetry.oracle.oracle import Oracle, other_chance, own_chance

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

REPORT = np.dtype("<u4")


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
    if not oracle.prime:
        return counts
    return np.rint(spread(oracle, counts.astype(np.float64))[: oracle.cells]).astype(np.int64)


def spread(oracle: Oracle, numbers: Real) -> Real:
    """For every output taken as a value, the sum of the numbers at its own outputs; those not given are 0."""
    full = np.zeros(oracle.outputs)
    full[: len(numbers)] = numbers
    if not oracle.prime:
        return full
    places, folded = _places(oracle)
    prime, shape = oracle.prime, (oracle.prime,) * oracle.dimensions
    space = np.zeros(prime**oracle.dimensions)
    space[places] = full[:, None]
    transform = rfftn(space.reshape(shape), overwrite_x=True).real.reshape(-1)
    found: Real = (transform[folded] + full.sum()) / prime
    return found


def added(oracle: Oracle, weights: Real) -> Real:
    """What one report of each output adds to the unbiased sum of what the cells weigh."""
    p, q = float(own_chance(oracle)), float(other_chance(oracle))
    found: Real = (spread(oracle, weights) - q * weights.sum()) / (p - q)
    return found


@lru_cache(maxsize=4)
def _places(oracle: Oracle) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Where all multiples of each point stand in the array, and where its value stands in the half transform.

    The transform of an array that is the same at opposite places is real, and the same at opposite places too: of the
    last coordinate the first half is enough.
    """
    prime, points = oracle.prime, _coordinates(oracle)
    radix = prime ** np.arange(oracle.dimensions, dtype=np.int32)[::-1]
    scales = np.arange(1, prime, dtype=np.int32)
    places = np.zeros((oracle.outputs, prime - 1), np.int32)
    for at, step in enumerate(radix):
        places += points[:, at, None] * scales % prime * step
    half = prime // 2 + 1
    low = np.where(points[:, -1:] < half, points, -points % prime)
    radix = np.append(radix[:-1] // prime * half, 1)
    return places, (low * radix).sum(axis=1, dtype=np.int32)


def _coordinates(oracle: Oracle) -> NDArray[np.int32]:
    """The points of all outputs, by the numbers that their digits write (``geometry``)."""
    prime = oracle.prime
    codes = np.concatenate([np.arange(prime**b, 2 * prime**b, dtype=np.int64) for b in range(oracle.dimensions)])
    return np.stack([codes // prime**b % prime for b in range(oracle.dimensions)], axis=1).astype(np.int32)
