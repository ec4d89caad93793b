"""Phones of one person, and phones that went from one person to another, by accounts and SIM cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from msgspec import Struct

from phonehome.infer.graph import Graph, earliest, is_hardware, is_of_person, latest
from phonehome.infer.pairs import Together

# A number or an address that a phone sends rarely beside its own is somebody else's, such as a friend's in a form.
_LEAST_SHARE = 0.2
_LEAST_EXCHANGES = 2
# What more phones share is no one person's.
MOST_PHONES = 5


class Mine(Struct, frozen=True):
    """A person's identifier (node) on a phone, in so many exchanges from ``first`` to ``last`` (Unix ms)."""

    phone: int
    node: int
    exchanges: int
    first: int | None
    last: int | None


class Shared(Struct, frozen=True):
    """Two phones that send the same person's identifiers (nodes)."""

    phones: tuple[int, int]
    nodes: tuple[int, ...]


class Handed(Struct, frozen=True):
    """A phone that sent one person's identifier until ``before`` and another's of that kind from ``after`` on."""

    phone: int
    kind: str
    old: int
    new: int
    before: int
    after: int


def owners(graph: Graph) -> list[Mine]:
    """Whose each phone is, in order of phones and nodes."""
    rows: defaultdict[tuple[int, int], list[Together]] = defaultdict(list)
    for row in graph.together:
        for phone in {graph.phones[node] for node in row.nodes if node in graph.phones}:
            for node in row.nodes:
                if is_of_person(graph.kind(node)):
                    rows[phone, node].append(row)
    mine = [
        Mine(*key, sum(row.exchanges for row in some), earliest(some), latest(some))
        for key, some in sorted(rows.items())
    ]
    most: defaultdict[tuple[int, str], int] = defaultdict(int)
    for one in mine:
        most[one.phone, graph.kind(one.node)] = max(most[one.phone, graph.kind(one.node)], one.exchanges)
    return [
        one
        for one in mine
        if one.exchanges >= max(_LEAST_EXCHANGES, _LEAST_SHARE * most[one.phone, graph.kind(one.node)])
    ]


def shared(graph: Graph, mine: Sequence[Mine]) -> list[Shared]:
    """Pairs of different phones with a person in common."""
    hardware = _hardware(graph)
    phones: defaultdict[int, list[int]] = defaultdict(list)
    for one in mine:
        phones[one.node].append(one.phone)
    pairs: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for node, some in sorted(phones.items()):
        if len(some) <= MOST_PHONES:
            for pair in combinations(some, 2):
                pairs[pair].append(node)
    return [
        Shared(pair, tuple(nodes))
        for pair, nodes in sorted(pairs.items())
        if _differ(hardware[pair[0]], hardware[pair[1]])
    ]


def handed_on(graph: Graph, mine: Sequence[Mine]) -> list[Handed]:
    """Changes of a phone's accounts or SIM cards, in order of phones and times."""
    by_kind: defaultdict[tuple[int, str], list[Mine]] = defaultdict(list)
    for one in mine:
        by_kind[one.phone, graph.kind(one.node)].append(one)
    return [handed for (_, kind), some in sorted(by_kind.items()) for handed in _handed(kind, some)]


def _handed(kind: str, some: list[Mine]) -> Iterator[Handed]:
    timed = sorted((one.first, one.last, one.node) for one in some if one.first is not None and one.last is not None)
    if len(timed) > 2 * MOST_PHONES:
        return
    for (_, last, old), (first, _, new) in pairwise(timed):
        if last < first:
            yield Handed(some[0].phone, kind, old, new, last, first)


def _hardware(graph: Graph) -> dict[int, dict[str, set[int]]]:
    found: defaultdict[int, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for node, phone in graph.phones.items():
        if is_hardware(graph.kind(node)):
            found[phone][graph.kind(node)].add(node)
    return dict(found)


def _differ(one: dict[str, set[int]], other: dict[str, set[int]]) -> bool:
    """Whether both know a kind of which one phone has one value. Their values differ, or they would be one phone."""
    common = one.keys() & other.keys()
    return bool(common - {"imei"}) or any(len(one[kind]) + len(other[kind]) > 2 for kind in common)
