"""Small tables, and the measures worked out the long way, row by row."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import duckdb
import pyarrow as pa
from msgspec import Struct

from phonehome.knowledge.load import load
from phonehome.telemetry.breach.columns import Wish
from phonehome.telemetry.breach.expose import expose
from phonehome.telemetry.breach.measured import Breach

Row = tuple[object, ...]
NOTHING_SAID = Wish()

# The example of k-anonymity, l-diversity and t-closeness: Machanavajjhala et al. 2007 and Li et al. 2007, table 3.
HEAD = ("zip", "age", "salary", "disease")
PATIENTS: list[Row] = [
    ("476**", "2*", 3, "gastric ulcer"),
    ("476**", "2*", 4, "gastritis"),
    ("476**", "2*", 5, "stomach cancer"),
    ("4790*", ">=40", 6, "gastritis"),
    ("4790*", ">=40", 11, "flu"),
    ("4790*", ">=40", 8, "bronchitis"),
    ("476**", "3*", 7, "bronchitis"),
    ("476**", "3*", 9, "pneumonia"),
    ("476**", "3*", 10, "stomach cancer"),
]


def leak(head: Sequence[str], rows: Sequence[Row], wish: Wish = NOTHING_SAID) -> Breach:
    """What these rows expose."""
    with duckdb.connect() as connection:
        values: list[Sequence[object]] = [list(column) for column in zip(*rows, strict=True)] or [()] * len(head)
        return expose(connection, connection.from_arrow(pa.table(values, names=list(head))), wish, load())


class Slow(Struct, frozen=True):
    """The measures of one sensitive column, as the papers define them."""

    k: int
    unique: int
    distinct_l: int
    entropy_l: float
    t: float


def slow(rows: Sequence[tuple[object, int]], *, ordered: bool) -> Slow:
    """From pairs of a class and a sensitive value."""
    classes: defaultdict[object, list[int]] = defaultdict(list)
    for quasi, value in rows:
        classes[quasi].append(value)
    everything = [value for _, value in rows]
    order = sorted(set(everything))
    return Slow(
        k=min(map(len, classes.values())),
        unique=sum(len(values) == 1 for values in classes.values()),
        distinct_l=min(len(set(values)) for values in classes.values()),
        entropy_l=min(map(_effective, classes.values())),
        t=max(_distance(values, everything, order, ordered=ordered) for values in classes.values()),
    )


def _effective(values: list[int]) -> float:
    shares = [count / len(values) for count in Counter(values).values()]
    return math.exp(-sum(share * math.log(share) for share in shares))


def _distance(some: list[int], every: list[int], order: list[int], *, ordered: bool) -> float:
    differences = [some.count(value) / len(some) - every.count(value) / len(every) for value in order]
    if not ordered:
        return sum(map(abs, differences)) / 2
    return sum(abs(sum(differences[: place + 1])) for place in range(len(order))) / max(1, len(order) - 1)
