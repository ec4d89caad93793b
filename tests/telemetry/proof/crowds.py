"""A small population, lived once, and what is true of it."""

from __future__ import annotations

from functools import cache

from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.proof.crowd import Truth, truths
from phonehome.telemetry.proof.learned import Crowd
from phonehome.telemetry.proof.population import Population, lives_of

SMALL = Population(lives=4, phones=2, days=91, captured=7)


@cache
def true() -> dict[str, Truth]:
    """The truth of each metric of the catalogue."""
    lives = tuple(life for some in lives_of(SMALL) for life in some)
    return {one.metric.name: one for one in truths(read(catalogue()), lives, 1)}


def crowd(phones: int, trials: int = 1) -> Crowd:
    """A crowd of that size."""
    return Crowd(phones, trials, SMALL.start, 1)
