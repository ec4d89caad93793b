from __future__ import annotations

import pytest

from phonehome.telemetry.oracle.field import opposite_of_products, product
from phonehome.telemetry.oracle.geometry import coordinates, number_of, on_hyperplane, size

SPACES = [(2, 3), (2, 5), (3, 3), (3, 4), (4, 3), (4, 4), (5, 3), (7, 3), (11, 3)]


def widened(number: int, order: int, dimensions: int) -> list[int]:
    point = coordinates(number, order)
    return [*point, *[0] * (dimensions - len(point))]


@pytest.mark.parametrize(("order", "dimensions", "points"), [(2, 3, 7), (3, 7, 1093), (7, 5, 2801), (53, 4, 151740)])
def test_the_space_has_its_known_size(order: int, dimensions: int, points: int) -> None:
    assert size(order, dimensions) == points


def test_points_are_numbered_in_the_order_of_their_digits() -> None:
    assert [coordinates(number, 3) for number in range(5)] == [(1,), (0, 1), (1, 1), (2, 1), (0, 0, 1)]


@pytest.mark.parametrize(("order", "dimensions"), SPACES)
def test_every_multiple_of_a_point_has_its_number(order: int, dimensions: int) -> None:
    numbers = range(size(order, dimensions))
    found = {
        (number, number_of([product(x, scale, order) for x in widened(number, order, dimensions)], order))
        for number in numbers
        for scale in range(1, order)
    }
    assert found == {(number, number) for number in numbers}


@pytest.mark.parametrize(("order", "dimensions"), SPACES)
def test_ranks_run_once_through_the_points_at_right_angles(order: int, dimensions: int) -> None:
    points = {number: widened(number, order, dimensions) for number in range(size(order, dimensions))}
    for value, normal in points.items():
        on = [on_hyperplane(value, rank, order) for rank in range(size(order, dimensions - 1))]
        right = [number for number, point in points.items() if not opposite_of_products(normal, point, order)]
        assert sorted(on) == right


@pytest.mark.parametrize(("order", "dimensions"), SPACES)
def test_two_hyperplanes_share_the_same_number_of_points(order: int, dimensions: int) -> None:
    on = [
        {on_hyperplane(value, rank, order) for rank in range(size(order, dimensions - 1))}
        for value in range(size(order, dimensions))
    ]
    assert {len(one & two) for at, one in enumerate(on) for two in on[:at]} == {size(order, dimensions - 2)}
