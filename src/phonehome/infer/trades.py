"""Which recipients hold the same identifiers: pairs of them, counted as a product of sparse matrices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from scipy.sparse import coo_array, triu

from phonehome.infer.graph import Graph
from phonehome.infer.linked import Trade

# Pairs of these are compared: those that hold most.
MOST_HOLDERS = 500
MOST_NODES = 200


class Trades(Struct, frozen=True):
    """The first pairs, how many there are, and whether more recipients hold something than were compared."""

    first: tuple[Trade, ...] = ()
    count: int = 0
    more: bool = False


def trades(linked: Graph, holders: Iterable[tuple[int, tuple[str, ...]]], most: int) -> Trades:
    """Pairs of recipients, those with most in common first; ``holders`` are nodes with who holds them."""
    held: defaultdict[str, set[int]] = defaultdict(set)
    for node, by in holders:
        for name in by if len(by) > 1 else ():
            held[name].add(node)
    weight = Counter({name: len(nodes) for name, nodes in held.items()})
    names = sorted(sorted(weight, key=lambda name: (-weight[name], name))[:MOST_HOLDERS])
    if len(names) < 2:
        return Trades()
    rows = [place for place, name in enumerate(names) for _ in held[name]]
    columns = [node for name in names for node in held[name]]
    holds = coo_array((np.ones(len(rows), np.int32), (rows, columns)), shape=(len(names), len(linked.nodes))).tocsr()
    pairs = triu(holds @ holds.T, k=1).tocoo()
    order = np.lexsort((pairs.col, pairs.row, -pairs.data))[:most]
    named = ((names[pairs.row[place]], names[pairs.col[place]]) for place in order)
    first = tuple(_trade(linked, one, other, held[one] & held[other]) for one, other in named)
    return Trades(first, int(pairs.nnz), len(weight) > len(names))


def _trade(linked: Graph, one: str, other: str, common: set[int]) -> Trade:
    return Trade(one, other, tuple(sorted(common)[:MOST_NODES]), tuple(sorted({linked.kind(node) for node in common})))
