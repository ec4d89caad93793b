"""Arithmetic in the field of q elements, written 0 to q - 1: q is a prime, or 4.

In the field of four, bits are coefficients of polynomials over F_2, which are multiplied modulo x^2 + x + 1: sums are
those of bits, and every element is its own opposite.
"""

from __future__ import annotations

from collections.abc import Sequence

FOUR = 4
_PRODUCTS = ((0, 0, 0, 0), (0, 1, 2, 3), (0, 2, 3, 1), (0, 3, 1, 2))


def product(a: int, b: int, order: int) -> int:
    """Two elements, multiplied."""
    return _PRODUCTS[a][b] if order == FOUR else a * b % order


def inverse(a: int, order: int) -> int:
    """What gives 1 with a, which is not 0."""
    return _PRODUCTS[a].index(1) if order == FOUR else pow(a, -1, order)


def opposite_of_products(a: Sequence[int], b: Sequence[int], order: int) -> int:
    """What gives 0 with the sum of the products of two lists, element by element, of the shorter's length."""
    if order != FOUR:
        return -sum(map(int.__mul__, a, b)) % order
    total = 0
    for one, other in zip(a, b, strict=False):
        total ^= _PRODUCTS[one][other]
    return total
