"""What ties a new identifier to the old one after a reset: a lasting identifier that travels with both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from phonehome.infer.graph import Edge, Graph, earliest, is_hardware, is_of_person
from phonehome.infer.resets import Change


class Bridge(Struct, frozen=True):
    """``over`` travelled with ``old`` and with ``new`` (nodes).

    ``alone`` are organisations that got both pairs, so that each knows by itself; ``at`` (Unix ms) is when the first
    of them got ``new`` with ``over``. Where there is none, ``traders`` are those that know only together. The reset
    was after ``before``.
    """

    kind: str
    old: int
    new: int
    over: int
    alone: tuple[str, ...]
    traders: tuple[str, ...]
    before: int
    at: int


def bridges(graph: Graph, changes: list[Change]) -> list[Bridge]:
    """Every bridge over a change, once each, in order of time."""
    around: defaultdict[int, defaultdict[int, list[Edge]]] = defaultdict(lambda: defaultdict(list))
    for edge in graph.edges:
        around[edge.one][edge.other].append(edge)
        around[edge.other][edge.one].append(edge)
    found: dict[tuple[int, int, int], Bridge] = {}
    for change in changes:
        for bridge in _over(graph, around, change):
            found.setdefault((bridge.old, bridge.new, bridge.over), bridge)
    return sorted(found.values(), key=lambda one: (one.at, one.new, one.over, one.old))


def _over(graph: Graph, around: Mapping[int, Mapping[int, list[Edge]]], change: Change) -> Iterator[Bridge]:
    for old in change.old:
        for new in change.new:
            for over in sorted(around[old].keys() & around[new].keys()):
                if is_hardware(graph.kind(over)) or is_of_person(graph.kind(over)):
                    yield _bridge(change, (old, new, over), around[old][over], around[new][over])


def _bridge(change: Change, nodes: tuple[int, int, int], before: list[Edge], after: list[Edge]) -> Bridge:
    one, other = ({edge.organisation for edge in edges} for edges in (before, after))
    alone = one & other
    knows = [edge for edge in after if edge.organisation in alone or not alone]
    at = earliest(knows)
    return Bridge(
        change.kind,
        *nodes,
        alone=tuple(sorted(alone)),
        traders=() if alone else tuple(sorted(one | other)),
        before=change.before,
        at=change.after if at is None else at,
    )
