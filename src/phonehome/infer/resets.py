"""When an identifier that can be reset gave way to another of its kind at the same place: the traces of a reset."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from msgspec import Struct

from phonehome.infer.clock import DAY
from phonehome.infer.evidence import Evidence
from phonehome.infer.graph import SYSTEM, Graph
from phonehome.infer.streams import WHO

# A place with more values than these is none for identifiers; one that goes on changing every other day holds
# tokens of sessions.
_MOST_VALUES = 4096
_RAREST = 2 * DAY


class Change(Struct, frozen=True):
    """At one place of a recipient, these nodes were last sent at ``before``, and those first at ``after`` (Unix ms)."""

    organisation: str
    kind: str
    old: tuple[int, ...]
    new: tuple[int, ...]
    before: int
    after: int


class _Stay(Struct, frozen=True, array_like=True, gc=False):
    """How long a node stood at a place."""

    place: str
    organisation: str
    kind: str
    node: int
    first: int
    last: int


_STAYS = f"""
SELECT fingerprint, any_value({WHO}), any_value(kind), naming.number, min(time), max(time)
FROM findings JOIN naming USING (kind, value)
WHERE certainty IN ('confirmed', 'likely') AND time IS NOT NULL AND kind IN (SELECT unnest(?))
GROUP BY fingerprint, naming.number
QUALIFY count(*) OVER (PARTITION BY fingerprint) BETWEEN 2 AND {_MOST_VALUES}
ORDER BY fingerprint, min(time), max(time), naming.number
"""  # noqa: S608 - all of it is our own text


def changes(evidence: Evidence, graph: Graph) -> list[Change]:
    """All changes of identifiers of a phone's system, in order of time.

    What belongs to an app changes with the app in use, and is no sign of a reset.
    """
    stays = sorted(
        evidence.rows(_STAYS, _Stay, [list(SYSTEM)]), key=lambda one: (one.place, graph.phones.get(one.node, -1))
    )
    parted = groupby(stays, lambda one: (one.place, graph.phones.get(one.node, -1)))
    found = [change for _, some in parted for change in _cuts(list(some))]
    return sorted(set(found), key=lambda change: (change.after, change.before, change.organisation, change.kind))


def survives(first: int, last: int, found: list[Change]) -> bool:
    """Whether what was seen from ``first`` to ``last`` was sent on both sides of a change."""
    return any(first <= change.before and change.after <= last for change in found)


def _cuts(stays: list[_Stay]) -> Iterator[Change]:
    """Where all that came before has ended before the next begins."""
    parts = [[stays[0]]]
    end = stays[0].last
    for stay in stays[1:]:
        if stay.first > end:
            parts.append([])
        parts[-1].append(stay)
        end = max(end, stay.last)
    if (len(parts) - 2) * _RAREST > end - stays[0].first:
        return
    for old, new in pairwise(parts):
        yield Change(
            stays[0].organisation,
            stays[0].kind,
            tuple(sorted(stay.node for stay in old)),
            tuple(sorted(stay.node for stay in new)),
            max(stay.last for stay in old),
            min(stay.first for stay in new),
        )
