"""Which oracle tells one of k values at epsilon with the least variance, compared exactly."""

from __future__ import annotations

from functools import lru_cache

from phonehome.telemetry.oracle.oracle import Oracle, projective_geometry, randomised_response, variance

_ORDERS = "2 3 4 5 7 11 13 17 19 23 29 31 37 41 43 47 53 59 61 67 71 73 79 83 89 97 101 103 107"
ORDERS = tuple(map(int, _ORDERS.split()))
# Decoding transforms an array of q^t numbers: so many take half a second and 130 MB.
LARGEST = 1 << 23


@lru_cache(maxsize=256)
def choose(cells: int, epsilon: int) -> Oracle:
    """The best of GRR and of PGR over every field that can be decoded; epsilon in millionths."""
    geometries = (projective_geometry(cells, epsilon, order) for order in ORDERS)
    decodable = (one for one in geometries if one.order**one.dimensions <= LARGEST)
    return min((randomised_response(cells, epsilon), *decodable), key=variance)
