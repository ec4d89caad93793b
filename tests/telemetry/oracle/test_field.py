from __future__ import annotations

from itertools import product as pairs

import pytest

from phonehome.telemetry.oracle.field import inverse, opposite_of_products, product

ORDERS = (2, 3, 4, 5, 7)


def total(a: int, b: int, order: int) -> int:
    """a + b: what is opposite to the opposite of their products with 1."""
    return opposite_of_products([opposite_of_products([a, b], [1, 1], order)], [1], order)


@pytest.mark.parametrize("order", ORDERS)
def test_the_laws_of_a_field_hold(order: int) -> None:
    for a, b, c in pairs(range(order), repeat=3):
        assert product(a, product(b, c, order), order) == product(product(a, b, order), c, order)
        assert total(a, total(b, c, order), order) == total(total(a, b, order), c, order)
        assert product(a, total(b, c, order), order) == total(product(a, b, order), product(a, c, order), order)


@pytest.mark.parametrize("order", ORDERS)
def test_every_element_but_zero_has_an_inverse(order: int) -> None:
    assert [product(a, inverse(a, order), order) for a in range(1, order)] == [1] * (order - 1)


@pytest.mark.parametrize("order", ORDERS)
def test_every_element_has_an_opposite(order: int) -> None:
    assert [total(a, opposite_of_products([a], [1], order), order) for a in range(order)] == [0] * order


def test_lists_count_to_the_shorter_length() -> None:
    assert (opposite_of_products([1, 2], [3, 3, 3], 4), opposite_of_products([1, 2, 9], [3, 3], 5)) == (2, 1)
