"""An oracle's integers, from which both the sampler and the proof are made.

With the chance threshold / 2^64 a report is one of the value's own outputs, otherwise any output, each as likely as the
next. In generalised randomised response (GRR; Warner 1965, Kairouz et al. 2014) a value has one output of its own,
itself. In projective geometry response (PGR; Feldman, Nelson, Nguyen, Talwar, ICML 2022) outputs are the points of a
projective space, and a value's own are those on its hyperplane; two hyperplanes share the same number of points.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from msgspec import Struct

from phonehome.telemetry.oracle.exact import MICRO, exp_below
from phonehome.telemetry.oracle.geometry import size

WORD = 1 << 64


class Oracle(Struct, frozen=True):
    """How one of ``cells`` values is told: ``own`` of ``outputs`` are the value's, ``shared`` those of two values.

    ``epsilon`` in millionths; ``order`` (elements of the field) and ``dimensions`` of the space for PGR, 0 for GRR.
    """

    cells: int
    epsilon: int
    outputs: int
    own: int
    shared: int
    threshold: int
    order: int = 0
    dimensions: int = 0

    @property
    def name(self) -> Literal["GRR", "PGR"]:
        """What the literature calls it."""
        return "PGR" if self.order else "GRR"


def randomised_response(cells: int, epsilon: int) -> Oracle:
    """GRR over these many values at epsilon millionths."""
    return Oracle(cells, epsilon, cells, 1, 0, _threshold(1, cells, epsilon))


def projective_geometry(cells: int, epsilon: int, order: int) -> Oracle:
    """PGR over a field, in the least space of three dimensions or more that has a point for each value."""
    dimensions = 3
    while size(order, dimensions) < cells:
        dimensions += 1
    outputs, own, shared = (size(order, dimensions - less) for less in (0, 1, 2))
    return Oracle(cells, epsilon, outputs, own, shared, _threshold(own, outputs, epsilon), order, dimensions)


def own_chance(oracle: Oracle) -> Fraction:
    """P: how likely a report is one of the value's own outputs."""
    told = Fraction(oracle.threshold, WORD)
    return told + (1 - told) * Fraction(oracle.own, oracle.outputs)


def other_chance(oracle: Oracle) -> Fraction:
    """Q: how likely a report is one of another value's own outputs."""
    told = Fraction(oracle.threshold, WORD)
    return told * Fraction(oracle.shared, oracle.own) + (1 - told) * Fraction(oracle.own, oracle.outputs)


def ratio(oracle: Oracle) -> Fraction:
    """The largest ratio of the chances of one output under two values: at most e^epsilon."""
    return 1 + Fraction(oracle.threshold * oracle.outputs, (WORD - oracle.threshold) * oracle.own)


def variance(oracle: Oracle) -> Fraction:
    """The variance of all cells' estimated counts together, a report; it depends on no value."""
    p, q = own_chance(oracle), other_chance(oracle)
    return (p * (1 - p) + (oracle.cells - 1) * q * (1 - q)) / (p - q) ** 2


def _threshold(own: int, outputs: int, epsilon: int) -> int:
    """The largest that keeps ``ratio`` at or under e^epsilon: rounded toward privacy."""
    more = (exp_below(Fraction(epsilon, MICRO)) - 1) * Fraction(own, outputs)
    return int(WORD * more / (1 + more))
