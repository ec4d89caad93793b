from __future__ import annotations

import pytest

from phonehome.telemetry.oracle.geometry import coordinates, number_of, on_hyperplane, size

SPACES = [(2, 3), (2, 5), (3, 3), (3, 4), (5, 3), (7, 3), (11, 3)]


def widened(number: int, prime: int, dimensions: int) -> list[int]:
    point = coordinates(number, prime)
    return [*point, *[0] * (dimensions - len(point))]


@pytest.mark.parametrize(("prime", "dimensions", "points"), [(2, 3, 7), (3, 7, 1093), (7, 5, 2801), (53, 4, 151740)])
def test_the_space_has_its_known_size(prime: int, dimensions: int, points: int) -> None:
    assert size(prime, dimensions) == points


def test_points_are_numbered_in_the_order_of_their_digits() -> None:
    assert [coordinates(number, 3) for number in range(5)] == [(1,), (0, 1), (1, 1), (2, 1), (0, 0, 1)]


@pytest.mark.parametrize(("prime", "dimensions"), SPACES)
def test_every_multiple_of_a_point_has_its_number(prime: int, dimensions: int) -> None:
    numbers = range(size(prime, dimensions))
    found = {
        (number, number_of([x * scale % prime for x in widened(number, prime, dimensions)], prime))
        for number in numbers
        for scale in range(1, prime)
    }
    assert found == {(number, number) for number in numbers}


@pytest.mark.parametrize(("prime", "dimensions"), SPACES)
def test_ranks_run_once_through_the_points_at_right_angles(prime: int, dimensions: int) -> None:
    points = {number: widened(number, prime, dimensions) for number in range(size(prime, dimensions))}
    for value, normal in points.items():
        on = [on_hyperplane(value, rank, prime) for rank in range(size(prime, dimensions - 1))]
        right = [
            number
            for number, point in points.items()
            if not sum(a * b for a, b in zip(normal, point, strict=True)) % prime
        ]
        assert sorted(on) == right


@pytest.mark.parametrize(("prime", "dimensions"), SPACES)
def test_two_hyperplanes_share_the_same_number_of_points(prime: int, dimensions: int) -> None:
    on = [
        {on_hyperplane(value, rank, prime) for rank in range(size(prime, dimensions - 1))}
        for value in range(size(prime, dimensions))
    ]
    assert {len(one & two) for at, one in enumerate(on) for two in on[:at]} == {size(prime, dimensions - 2)}
