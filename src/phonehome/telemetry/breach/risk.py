"""Re-identification risk of three attackers (El Emam, Guide to the De-Identification of Personal Health Information).

The prosecutor knows that the target is in the table, the journalist only that it is in the population that the table
was drawn from, the marketer wants as many records as possible. How many of the population share a class is not known:
the expected 1/F for f records at sampling fraction p is that of the negative binomial (Benedetti and Franconi 1998,
Franconi and Polettini 2004), p/f * 2F1(1, 1; f + 1; 1 - p).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import hyp2f1

from phonehome.telemetry.breach.measured import Attack, Attacker, Risk

# One in eleven: what the European Medicines Agency asks of published clinical data (policy 0070, 2016).
THRESHOLD = 0.09
_FEW = 24
_NODES, _WEIGHTS = np.polynomial.laguerre.laggauss(64)

Counts = NDArray[np.int64]
Chances = NDArray[np.float64]


def risk(k: Counts, classes: Counts, population: int | None) -> Risk:
    """The risks from the sizes of classes and how many classes have each."""
    records = int((k * classes).sum())
    if population is not None and population < records:
        raise ValueError(f"a population of {population:,} cannot hold the {records:,} records of the table")
    inside = 1 / k
    outside = inside if population is None else in_population(k, records / population)
    share = k * classes / records
    return Risk(
        THRESHOLD,
        population,
        (
            _attack("prosecutor", "that the target is in the table", inside, share),
            _attack("journalist", "that the target is in the population", outside, share),
            Attack("marketer", "the whole population, to match every record", None, _mean(outside, share), None),
        ),
    )


def in_population(records: Counts, fraction: float) -> Chances:
    """Expected 1/F where so many records of a class of F persons were drawn, each with the chance ``fraction``."""
    rest = 1 - fraction
    few = np.minimum(records, _FEW)
    exact = hyp2f1(1, 1, few + 1, rest)
    # Of many records SciPy's series fails; the same integral, of exp(-v) / (p + (1-p) exp(-v/f)), is smooth then.
    many = np.maximum(records, _FEW)[:, None]
    smooth = (_WEIGHTS / (fraction + rest * np.exp(-_NODES / many))).sum(axis=1)
    return np.asarray(fraction / records * np.where(records < _FEW, exact, smooth), dtype=np.float64)


def _attack(attacker: Attacker, knows: str, chance: Chances, share: Chances) -> Attack:
    at_risk = float(share[chance > THRESHOLD].sum())
    return Attack(attacker, knows, round(float(chance.max()), 6), _mean(chance, share), round(at_risk, 6))


def _mean(chance: Chances, share: Chances) -> float:
    return round(float((chance * share).sum()), 6)
