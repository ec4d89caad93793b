"""Bounds what is paired: identifiers that are new in every request would make more pairs than anybody can read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct


class Together(Struct, frozen=True, array_like=True, gc=False):
    """These nodes stood together in so many exchanges of an organisation, from ``first`` to ``last`` (Unix ms)."""

    nodes: tuple[int, ...]
    organisation: str
    case_no: int
    exchanges: int
    first: int | None
    last: int | None
    exchange: int


MOST_PAIRS = 100_000


def bounded(rows: Sequence[Together], most: int = MOST_PAIRS) -> tuple[Together, ...]:
    """The same rows where their pairs are few; else without nodes of one row, and the most frequent rows only."""
    if sum(map(_pairs, rows)) <= most:
        return tuple(rows)
    seen = Counter(node for row in rows for node in row.nodes)
    lasting: defaultdict[tuple[tuple[int, ...], str, int], list[Together]] = defaultdict(list)
    for row in rows:
        nodes = tuple(node for node in row.nodes if seen[node] > 1)
        lasting[nodes, row.organisation, row.case_no].append(row)
    merged = [_merged(nodes, some) for (nodes, _, _), some in lasting.items()]
    return tuple(_first(sorted(merged, key=lambda row: (-row.exchanges, row.case_no, row.exchange)), most))


def _pairs(row: Together) -> int:
    return len(row.nodes) * (len(row.nodes) - 1) // 2


def _merged(nodes: tuple[int, ...], rows: Sequence[Together]) -> Together:
    head = rows[0]
    return Together(
        nodes,
        head.organisation,
        head.case_no,
        sum(row.exchanges for row in rows),
        min((row.first for row in rows if row.first is not None), default=None),
        max((row.last for row in rows if row.last is not None), default=None),
        min(row.exchange for row in rows),
    )


def _first(rows: Sequence[Together], most: int) -> Iterator[Together]:
    for row in rows:
        most -= _pairs(row)
        if most < 0:
            return
        yield row
