"""How much is simulated for a proof, and its sections in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from phonehome.telemetry.fleet.days import Day
from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.proof.crowd import truths
from phonehome.telemetry.proof.fleetwide import Asked, fleetwide
from phonehome.telemetry.proof.guess import guess
from phonehome.telemetry.proof.learned import Crowd
from phonehome.telemetry.proof.page import Section
from phonehome.telemetry.proof.personal import personal
from phonehome.telemetry.proof.population import Population, lives_of
from phonehome.telemetry.proof.sides import both

Size = tuple[int, int]


class Plan(Struct, frozen=True):
    """The population; crowds as phones and trials; the crowd among which some lie."""

    population: Population = Population()
    crowds: tuple[Size, ...] = ((10_000, 100), (100_000, 50), (1_000_000, 20))
    lying: Size = (100_000, 50)


QUICK = Plan(Population(lives=3, phones=2, captured=5), ((1_000, 1), (20_000, 1), (50_000, 1)), (5_000, 2))


def sections(plan: Plan, tell: Callable[[str], None]) -> Iterator[Section]:
    """Every section when it is made; ``tell`` hears what is at work."""
    population, metrics = plan.population, read(catalogue())
    lives: list[tuple[Day, ...]] = []
    for number, some in enumerate(lives_of(population), 1):
        tell(f"living life {number} of {population.lives}")
        lives += some
    true = truths(metrics, tuple(lives), population.seed)
    crowds = tuple(Crowd(*size, population.start, population.seed) for size in plan.crowds)
    asked = Asked(crowds, Crowd(*plan.lying, population.start, population.seed))
    with TemporaryDirectory(prefix="phonehome-proof-") as folder:
        sides = both(Path(folder), population, tuple(lives), tell)
    yield from personal(sides, population, [guess(one) for one in true], plan.crowds)
    yield from fleetwide(true, metrics, asked, tell)
