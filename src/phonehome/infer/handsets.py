"""Which cases are of the same phone, by identifiers of the hardware, and what different phones have in common."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from phonehome.infer.evidence import Evidence
from phonehome.infer.identifiers import identifiers


class _In(Struct, frozen=True, array_like=True, gc=False):
    node: int
    case_no: int


_IN = "SELECT DISTINCT node, case_no FROM identified ORDER BY node, case_no"


def handsets(evidence: Evidence) -> dict[int, int]:
    """Each case's phone, named by its first case. Cases are of one phone unless kinds of hardware say otherwise."""
    kinds = {node.number: node.kind for node in identifiers(evidence)}
    hardware = {name for name, kind in evidence.knowledge.kinds.items() if kind.group == "hardware"}
    known: defaultdict[int, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in evidence.rows(_IN, _In):
        if kinds[row.node] in hardware:
            known[row.case_no][kinds[row.node]].add(row.node)
    phones: dict[int, int] = {}
    for case in range(len(evidence.cases)):
        same = (phone for phone in dict.fromkeys(phones.values()) if not _differ(known[case], known[phone]))
        phones[case] = next(same, case)
    return phones


def shared_by_phones(evidence: Evidence) -> set[int]:
    """The nodes that stand in cases of different phones."""
    phones = handsets(evidence)
    of: defaultdict[int, set[int]] = defaultdict(set)
    for row in evidence.rows(_IN, _In):
        of[row.node].add(phones[row.case_no])
    return {node for node, some in of.items() if len(some) > 1}


def _differ(one: dict[str, set[int]], other: dict[str, set[int]]) -> bool:
    """Whether they know a kind in common, and no value of any such kind is the same."""
    common = one.keys() & other.keys()
    return bool(common) and all(one[kind].isdisjoint(other[kind]) for kind in common)
