"""Points and hyperplanes of the projective space over F_q, q prime, each point with a number.

A point is written with its highest coordinate that is not 0 scaled to 1. Its coordinates are the digits, in base q, of
a number from q^b to 2 q^b, where b is the place of that 1; points are numbered in the order of these numbers.
"""

from __future__ import annotations

from functools import lru_cache


def size(prime: int, dimensions: int) -> int:
    """How many points the projective space of F_q^dimensions has."""
    return int((prime**dimensions - 1) // (prime - 1))


@lru_cache(maxsize=4096)
def coordinates(number: int, prime: int) -> tuple[int, ...]:
    """The coordinates of a point up to its highest, which is 1; those above are 0."""
    place, power = 0, 1
    while number >= power:
        number, place, power = number - power, place + 1, power * prime
    digits = []
    for _ in range(place):
        number, digit = divmod(number, prime)
        digits.append(digit)
    return (*digits, 1)


def number_of(point: list[int], prime: int) -> int:
    """The number of a point that is given by any of its multiples, not all 0."""
    place = len(point) - 1
    while not point[place]:
        place -= 1
    scale = 1 if point[place] == 1 else pow(point[place], -1, prime)
    digits = 0
    for coordinate in reversed(point[:place]):
        digits = digits * prime + coordinate * scale % prime
    return size(prime, place) + digits


def on_hyperplane(value: int, rank: int, prime: int) -> int:
    """The point with this rank on the hyperplane of a value: those whose product with the value's point is 0.

    All coordinates but that under the value's 1 are those of the point numbered ``rank``, which decide the last one.
    """
    normal = coordinates(value, prime)
    place = len(normal) - 1
    point = list(coordinates(rank, prime))
    point += [0] * (place - len(point))
    product = sum(map(int.__mul__, normal, point[:place]))
    point.insert(place, -product % prime)
    return number_of(point, prime)
