"""Points and hyperplanes of the projective space over the field of q elements, each point with a number.

A point is written with its highest coordinate that is not 0 scaled to 1. Its coordinates are the digits, in base q, of
a number from q^b to 2 q^b, where b is the place of that 1; points are numbered in the order of these numbers.
"""

from __future__ import annotations

from functools import lru_cache

from phonehome.telemetry.oracle.field import inverse, opposite_of_products, product


def size(order: int, dimensions: int) -> int:
    """How many points the projective space of F_q^dimensions has."""
    return int((order**dimensions - 1) // (order - 1))


@lru_cache(maxsize=4096)
def coordinates(number: int, order: int) -> tuple[int, ...]:
    """The coordinates of a point up to its highest, which is 1; those above are 0."""
    place, power = 0, 1
    while number >= power:
        number, place, power = number - power, place + 1, power * order
    digits = []
    for _ in range(place):
        number, digit = divmod(number, order)
        digits.append(digit)
    return (*digits, 1)


def number_of(point: list[int], order: int) -> int:
    """The number of a point that is given by any of its multiples, not all 0."""
    place = len(point) - 1
    while not point[place]:
        place -= 1
    scale = inverse(point[place], order)
    digits = 0
    for coordinate in reversed(point[:place]):
        digits = digits * order + product(coordinate, scale, order)
    return size(order, place) + digits


def on_hyperplane(value: int, rank: int, order: int) -> int:
    """The point with this rank on the hyperplane of a value: those whose product with the value's point is 0.

    All coordinates but that under the value's 1 are those of the point numbered ``rank``, which decide the last one.
    """
    normal = coordinates(value, order)
    place = len(normal) - 1
    point = list(coordinates(rank, order))
    point += [0] * (place - len(point))
    point.insert(place, opposite_of_products(normal, point[:place], order))
    return number_of(point, order)
