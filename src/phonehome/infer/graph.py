"""Which identifiers travel together in one exchange, and which of them are therefore of one phone.

What many phones share links nobody: networks and places are no identifiers here, an address of an access point is none
even where something calls it a MAC address, and an account must be more than a word such as "guest".
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from msgspec import Struct
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from phonehome.infer.evidence import Evidence
from phonehome.infer.identifiers import Node, identifiers, plain
from phonehome.infer.pairs import Together, bounded
from phonehome.infer.streams import WHO

# Of the phone as a whole, drawn anew by a reset.
SYSTEM = ("advertising_id", "android_id", "gsf_id")
_HARDWARE = ("imei", "meid", "serial", "mac_address", "bluetooth_mac")
_OF_PERSON = ("email", "account_id", "phone_number", "imsi", "iccid")
_LEAST_BITS = 20
# More at once are a list of others' identifiers, such as what a scan found.
_MOST_TOGETHER = 24


class Edge(Struct, frozen=True):
    """Two nodes, the smaller first, at one organisation."""

    one: int
    other: int
    organisation: str
    exchanges: int
    first: int | None
    last: int | None


class Graph(Struct, frozen=True):
    """``phones`` gives each node that belongs to a phone its number; ``whole`` says no edge is left out."""

    nodes: tuple[Node, ...]
    together: tuple[Together, ...]
    edges: tuple[Edge, ...]
    phones: dict[int, int]
    whole: bool = True

    def kind(self, node: int) -> str:
        """The kind of a node; empty where nothing names it."""
        return self.nodes[node].kind


_TOGETHER = f"""
WITH sets AS (
    SELECT case_no, exchange, list_sort(list(DISTINCT node)) AS nodes FROM identified
    WHERE node IN (SELECT unnest(?)) GROUP BY case_no, exchange
)
SELECT nodes, {WHO} AS organisation, case_no, count(*), min(time), max(time), min(exchange)
FROM sets JOIN exchanges USING (case_no, exchange) GROUP BY ALL ORDER BY case_no, min(exchange), organisation, nodes
"""  # noqa: S608 - all of it is our own text

_OF_NETWORKS = """
SELECT DISTINCT kind, value FROM findings WHERE kind IN ('bssid', 'ssid', 'public_ip', 'local_ip') ORDER BY ALL
"""


class _Named(Struct, frozen=True, array_like=True):
    kind: str
    value: str


def graph(evidence: Evidence) -> Graph:
    """The graph of all identifiers."""
    nodes = tuple(identifiers(evidence))
    networks = {plain("bssid", one.value) for one in evidence.rows(_OF_NETWORKS, _Named)}
    fit = [node.number for node in nodes if _links(node) and plain(node.kind, node.value) not in networks]
    rows = evidence.rows(_TOGETHER, Together, [fit])
    together = tuple(row for row in rows if len(row.nodes) <= _MOST_TOGETHER)
    phones = _phones(nodes, together)
    kept, pairs, whole = _without_constants(nodes, together, phones)
    return Graph(nodes, kept, pairs, phones, whole)


def edges(together: Iterable[Together]) -> tuple[Edge, ...]:
    """Each pair of nodes at each organisation once, in order."""
    found: defaultdict[tuple[int, int, str], list[Together]] = defaultdict(list)
    for row in together:
        for one, other in combinations(row.nodes, 2):
            found[one, other, row.organisation].append(row)
    return tuple(
        Edge(*key, sum(row.exchanges for row in rows), earliest(rows), latest(rows))
        for key, rows in sorted(found.items())
    )


def earliest(rows: Iterable[Together | Edge]) -> int | None:
    """The first time of all, None where none has a time."""
    return min((row.first for row in rows if row.first is not None), default=None)


def latest(rows: Iterable[Together | Edge]) -> int | None:
    """The last time of all, None where none has a time."""
    return max((row.last for row in rows if row.last is not None), default=None)


def is_hardware(kind: str) -> bool:
    """Whether a value of the kind is of one phone for ever."""
    return kind in _HARDWARE


def is_of_person(kind: str) -> bool:
    """Whether a value of the kind goes with a person from phone to phone."""
    return kind in _OF_PERSON


def _links(node: Node) -> bool:
    if not node.kind or node.kind in _HARDWARE or node.kind in _OF_PERSON[2:]:
        return True
    if node.kind == "email":
        return "@" in node.value
    counts = Counter(node.value).values()
    return -sum(count * math.log2(count / len(node.value)) for count in counts) >= _LEAST_BITS


def _phones(nodes: Sequence[Node], together: Sequence[Together]) -> dict[int, int]:
    """What exchanges link of hardware and system has one number, in order of first nodes; hardware must be in it."""
    own = {node.number for node in nodes if node.kind in _HARDWARE or node.kind in SYSTEM}
    sets = [[node for node in row.nodes if node in own] for row in together]
    used = {node for some in sets for node in some}
    starts = [some[0] for some in sets for _ in some[1:]]
    ends = [node for some in sets for node in some[1:]]
    links = coo_array((np.ones(len(starts)), (starts, ends)), shape=(len(nodes), len(nodes)))
    _, labels = connected_components(links, directed=False)
    of_phones = {int(labels[node.number]) for node in nodes if node.kind in _HARDWARE and node.number in used}
    numbers: dict[int, int] = {}
    mine = (node for node in sorted(used) if int(labels[node]) in of_phones)
    return {node: numbers.setdefault(int(labels[node]), len(numbers)) for node in mine}


def _without_constants(
    nodes: Sequence[Node], together: Sequence[Together], phones: dict[int, int]
) -> tuple[tuple[Together, ...], tuple[Edge, ...], bool]:
    """What no rule names and several phones send is a constant of an app."""
    met: defaultdict[int, set[int]] = defaultdict(set)
    for row in together:
        mine = {phones[node] for node in row.nodes if node in phones}
        for node in row.nodes:
            met[node] |= mine
    constants = {node.number for node in nodes if not node.kind and len(met[node.number]) > 1}
    kept = tuple(Together(tuple(node for node in row.nodes if node not in constants), *_rest(row)) for row in together)
    paired = bounded(kept)
    return kept, edges(paired), len(paired) == len(kept)


def _rest(row: Together) -> tuple[str, int, int, int | None, int | None, int]:
    return row.organisation, row.case_no, row.exchanges, row.first, row.last, row.exchange
