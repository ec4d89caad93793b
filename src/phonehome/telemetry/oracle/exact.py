"""Bounds of e^x and of the logarithm in rational arithmetic: what is proved with them needs no trust in floats."""

from __future__ import annotations

from fractions import Fraction

MICRO = 1_000_000
_BITS = 160


def exp_below(x: Fraction) -> Fraction:
    """At most e^x, by less than 2^-150 of it, for x from 0 to 64: a partial sum of its series is below the whole."""
    total, term, n = Fraction(1), Fraction(1), 0
    while term > Fraction(1, 1 << _BITS) or n < x:
        n += 1
        term = _floor(term * x / n)
        total += term
    return total


def log_above(ratio: Fraction) -> Fraction:
    """The least number of millionths that is at least the logarithm of a ratio from 1 to e^64."""
    low, high = 0, 64 * MICRO
    while low < high:
        middle = (low + high) // 2
        if exp_below(Fraction(middle, MICRO)) >= ratio:
            high = middle
        else:
            low = middle + 1
    return Fraction(low, MICRO)


def _floor(x: Fraction) -> Fraction:
    return Fraction((x.numerator << 2 * _BITS) // x.denominator, 1 << 2 * _BITS)
