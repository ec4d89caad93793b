"""The population of the proof: lives with all that is hard in them, lived in one quarter with OnePlus phones."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from phonehome.phones import PROFILES, Options
from phonehome.phones.clock import DAY, Calendar
from phonehome.phones.simulation import scene_of
from phonehome.telemetry.breach.fleet import DESIGN
from phonehome.telemetry.fleet.days import days_of
from phonehome.telemetry.fleet.fleet import Lives


class Population(Struct, frozen=True):
    """``lives`` that differ, lived for ``days`` from ``start`` (since 1970-01-01); ``seed`` is the first one's.

    The traffic of the first ``phones`` of them is captured on the first ``captured`` days. The days are those in which
    every phone answers each question of the catalogue once, and begin where these begin.
    """

    lives: int = 100
    phones: int = 8
    days: int = 91
    captured: int = 28
    start: int = 189 * 91
    seed: int = 5000


def calendar(population: Population) -> Calendar:
    """The days that are lived."""
    return Calendar(population.start * DAY, population.days)


def options(population: Population, number: int) -> Options:
    """What the life of that number is simulated from."""
    return Options(population.days, population.seed + number, start=population.start * DAY, trouble=True)


def lives_of(population: Population) -> Iterator[Lives]:
    """What a phone measures of each day of each life, life by life; each is a tuple of one."""
    for number in range(population.lives):
        life = scene_of(PROFILES[DESIGN], options(population, number)).life
        yield (days_of(life, calendar(population)),)
