from __future__ import annotations

import math
from fractions import Fraction

import pytest

from phonehome.telemetry.oracle.exact import MICRO, exp_below, log_above

POWERS = [Fraction(0), Fraction(1, MICRO), Fraction(1, 3), Fraction(1), Fraction(2), Fraction(5), Fraction(64)]


def exp_above(x: Fraction) -> Fraction:
    """1 / e^-x, whose series alternates: an odd number of terms of it is below e^-x once they fall."""
    halved = x / 128
    below = sum(((-halved) ** n / math.factorial(n) for n in range(40)), Fraction(0))
    return Fraction(1 / below**128)


@pytest.mark.parametrize("x", POWERS)
def test_the_exponential_is_bounded_tightly_from_below(x: Fraction) -> None:
    below, above = exp_below(x), exp_above(x)
    assert below <= above
    assert above - below < below / 2**140


@pytest.mark.parametrize("x", POWERS)
def test_the_bound_agrees_with_floating_point(x: Fraction) -> None:
    assert float(exp_below(x)) == pytest.approx(math.exp(x), rel=1e-14)


@pytest.mark.parametrize(
    ("ratio", "least"),
    [
        (Fraction(1), Fraction(0)),
        (Fraction(2), Fraction(693148, MICRO)),
        (exp_below(Fraction(3, 2)), Fraction(3, 2)),
        (exp_below(Fraction(3, 2)) * (1 + Fraction(1, 2**100)), Fraction(1_500_001, MICRO)),
    ],
)
def test_the_logarithm_is_rounded_up_to_millionths(ratio: Fraction, least: Fraction) -> None:
    assert log_above(ratio) == least
