"""What a class gives away of its persons: l-diversity (Machanavajjhala et al. 2007), t-closeness (Li et al. 2007)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from phonehome.telemetry.breach.classes import persons_of
from phonehome.telemetry.breach.measured import Diversity
from phonehome.telemetry.breach.table import Column, Columns, Connection, count

# Rows of ``cells`` that are held in memory at once.
ROOM = 1 << 20

Counts = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Whole(Struct, frozen=True):
    """The table's own distribution over the ranks: ``below`` is F, ``area`` its sums, both with a 0 before them."""

    below: Numbers
    area: Numbers


class Measure(Struct, frozen=True):
    """Of each class: how many records, distinct values, exp(entropy) and distance from the whole table."""

    records: Counts
    distinct: Counts
    entropy: Numbers
    distance: Numbers


def diversity(connection: Connection, columns: Columns, column: Column) -> Diversity | None:
    """What is known of a column when the class is known; None for a column without any value.

    Each value of a person counts once a class.
    """
    _cells(connection, columns, column)
    totals = connection.execute("SELECT rank, sum(n) FROM cells GROUP BY rank ORDER BY rank").fetchall()
    if not totals:
        return None
    share = np.array([n for _, n in msgspec.convert(totals, list[tuple[int, int]])], dtype=np.float64)
    parts = [_measured(part, share / share.sum(), ordered=column.is_ordered) for part in _parts(connection)]
    records, distinct = (np.concatenate([getattr(part, name) for part in parts]) for name in ("records", "distinct"))
    entropy, distance = (np.concatenate([getattr(part, name) for part in parts]) for name in ("entropy", "distance"))
    return Diversity(
        column=column.name,
        kind=column.kind,
        ground="ordered" if column.is_ordered else "category",
        values=len(share),
        records=int(records.sum()),
        distinct_l=int(distinct.min()),
        entropy_l=round(float(entropy.min()), 6),
        known=int(records[distinct == 1].sum()),
        t=round(float(distance.max()), 6),
        t_mean=round(float((distance * records).sum() / records.sum()), 6),
    )


def _cells(connection: Connection, columns: Columns, column: Column) -> None:
    """The table ``cells``: how many persons of a class have which value, by its rank from 0."""
    name = column.sql
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE ranks AS SELECT {name} AS value, row_number() OVER (ORDER BY {name}) - 1 AS rank"  # noqa: S608
        f" FROM (SELECT DISTINCT {name} FROM held WHERE {name} IS NOT NULL)"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE cells AS SELECT class, rank, {persons_of(columns)} AS n"  # noqa: S608
        f" FROM held JOIN ranks ON held.{name} = ranks.value GROUP BY class, rank"
    )


def _parts(connection: Connection) -> Iterator[tuple[Counts, Counts, Counts]]:
    """The cells in order of class and rank, some classes at a time."""
    parts = count(connection, "SELECT count(*) FROM cells") // ROOM + 1
    for part in range(parts):
        query = f"SELECT class, rank, n FROM cells WHERE class % {parts} = {part} ORDER BY class, rank"  # noqa: S608
        found = connection.execute(query).fetchnumpy()
        if len(found["class"]):
            yield tuple(np.asarray(found[name], dtype=np.int64) for name in ("class", "rank", "n"))  # type: ignore[misc]


def _measured(cells: tuple[Counts, Counts, Counts], share: Numbers, *, ordered: bool) -> Measure:
    of_class, rank, n = cells
    starts = np.flatnonzero(np.diff(of_class, prepend=of_class[0] - 1))
    distinct = np.diff(starts, append=len(n))
    records = np.add.reduceat(n, starts)
    own = n / np.repeat(records, distinct)
    entropy = np.exp(-np.add.reduceat(own * np.log(own), starts))
    distance = (
        emd(rank, own, starts, whole(share)) if ordered else np.add.reduceat(np.maximum(0, own - share[rank]), starts)
    )
    return Measure(records, distinct, entropy, distance)


def whole(share: Numbers) -> Whole:
    """The table's distribution over ranks."""
    below = np.concatenate([[0.0], np.cumsum(share)])
    return Whole(below, np.concatenate([[0.0], np.cumsum(below[1:])]))


def emd(rank: Counts, own: Numbers, starts: Counts, table: Whole) -> Numbers:
    """Earth mover's distance of each class over ranks that stand 1/(m - 1) apart: sum of |F_class - F| / (m - 1).

    F_class is constant from one of its ranks to the next; there F, which rises, crosses it once, and sums of F give
    both sides of the crossing at once.
    """
    most = len(table.below) - 1
    if most == 1:
        return np.zeros(len(starts))
    ends = np.append(starts[1:], len(rank)) - 1
    upto = np.cumsum(own)
    upto -= np.repeat(upto[starts] - own[starts], np.diff(starts, append=len(rank)))
    until = np.append(rank[1:], most)
    until[ends] = most
    inner = np.add.reduceat(_between(upto, rank, until, table), starts)
    before = _between(np.zeros(len(starts)), np.zeros(len(starts), dtype=np.int64), rank[starts], table)
    return (inner + before) / (most - 1)


def _between(level: Numbers, first: Counts, until: Counts, table: Whole) -> Numbers:
    """Sums of |level - F| over the ranks first <= rank < until."""
    cross = np.clip(np.searchsorted(table.below[1:], level), first, until)
    area = table.area
    under = level * (cross - first) - (area[cross] - area[first])
    return np.asarray(under + (area[until] - area[cross]) - level * (until - cross), dtype=np.float64)
