"""Who holds what, and which recipients could join it: identifiers that travel together, resets that hide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from phonehome.infer.answer import Sureness
from phonehome.infer.bridges import Bridge, bridges
from phonehome.infer.clock import HOUR
from phonehome.infer.evidence import Evidence
from phonehome.infer.graph import Graph, graph
from phonehome.infer.linked import Bridged, HandedOn, Holding, Identifier, Link, Links, OnePerson
from phonehome.infer.owners import handed_on, owners, shared
from phonehome.infer.resets import changes
from phonehome.infer.streams import WHO
from phonehome.infer.trades import MOST_HOLDERS, Trades, trades

NAME = "links"
NEEDED = "identifiers of hardware, SIM card and accounts, and which of them stand in one request"
MOST = 200


class _Seen(Struct, frozen=True, array_like=True):
    node: int
    recipients: tuple[str, ...]
    exchanges: int
    first: int | None
    last: int | None
    case_no: int
    exchange: int
    number: int | None


class _Kinds(Struct, frozen=True, array_like=True):
    recipient: str
    kinds: tuple[str, ...]


_SEEN = f"""
SELECT node, list_sort(list(DISTINCT {WHO})), count(*), min(time), max(time),
       min(case_no), min_by(exchange, (case_no, exchange)), min_by(number, (case_no, exchange))
FROM identified JOIN exchanges USING (case_no, exchange) WHERE node IN (SELECT unnest(?))
GROUP BY node ORDER BY count(*) DESC, node
"""  # noqa: S608 - all of it is our own text

_KINDS = f"""
SELECT {WHO} AS recipient, list_sort(list(DISTINCT kind)) FROM findings
WHERE certainty IN ('confirmed', 'likely') GROUP BY recipient ORDER BY count(DISTINCT kind) DESC, recipient
"""  # noqa: S608 - all of it is our own text


def ask(evidence: Evidence) -> Links:
    """Who holds what about you, and who could trade it."""
    linked = graph(evidence)
    nodes = sorted({node for row in linked.together for node in row.nodes})
    seen = list(evidence.rows(_SEEN, _Seen, [nodes]))
    found = bridges(linked, changes(evidence, linked))
    mine = owners(linked)
    traded = trades(linked, ((one.node, one.recipients) for one in seen), MOST)
    people, handed = shared(linked, mine), handed_on(linked, mine)
    proof, count = evidence.proof(
        (one.case_no, one.exchange, one.number) for one in seen if one.number is not None and len(one.recipients) > 0
    )
    at, long = evidence.clock.at, (seen, linked.edges, found, people, handed)
    return Links(
        question=NAME,
        sentence=_sentence(linked, found, traded),
        certainty=_certainty(linked, seen),
        uncertainty=" ".join(_unsure(linked, traded, persons=bool(people or handed))),
        needed=NEEDED,
        proof=proof,
        proved_by=count,
        holdings=_holdings(evidence, linked) if seen else (),
        identifiers=tuple(_identifier(evidence, linked, one) for one in seen[:MOST]),
        links=tuple(_link(evidence, linked))[:MOST],
        bridges=tuple(_bridged(evidence, one) for one in found[:MOST]),
        trades=traded.first,
        phones=len(set(linked.phones.values())),
        one_person=tuple(OnePerson(one.phones, one.nodes) for one in people[:MOST]),
        handed_on=tuple(
            HandedOn(one.phone, one.kind, one.old, one.new, at(one.before), at(one.after)) for one in handed[:MOST]
        ),
        left_out=sum(max(len(some) - MOST, 0) for some in long) + traded.count - len(traded.first),
    )


_UNSURE = (
    "That two phones are one person's, or that a phone has changed hands, is concluded from accounts, numbers and SIM "
    "cards; a family that shares an account looks the same."
)


def _unsure(linked: Graph, traded: Trades, *, persons: bool) -> Iterator[str]:
    if persons:
        yield _UNSURE
    if traded.more:
        yield f"Only the {MOST_HOLDERS:,} recipients that hold most were compared in pairs."
    if not linked.whole:
        yield "Identifiers that are new in every request are left out of the pairs."


def _identifier(evidence: Evidence, linked: Graph, seen: _Seen) -> Identifier:
    node, at = linked.nodes[seen.node], evidence.clock.at
    return Identifier(
        number=seen.node,
        value=evidence.say(node.value),
        kind=node.kind,
        phone=linked.phones.get(seen.node),
        recipients=seen.recipients,
        exchanges=seen.exchanges,
        first=None if seen.first is None else at(seen.first),
        last=None if seen.last is None else at(seen.last),
    )


def _link(evidence: Evidence, linked: Graph) -> Iterable[Link]:
    """The most frequent first."""
    for edge in sorted(linked.edges, key=lambda edge: (-edge.exchanges, edge.one, edge.other, edge.organisation)):
        first = None if edge.first is None else evidence.clock.at(edge.first)
        yield Link(edge.one, edge.other, edge.organisation, edge.exchanges, first)


def _bridged(evidence: Evidence, one: Bridge) -> Bridged:
    return Bridged(
        kind=one.kind,
        old=one.old,
        new=one.new,
        over=one.over,
        alone=one.alone,
        together=one.traders,
        time=evidence.clock.at(one.at),
        hours=round((one.at - one.before) / HOUR, 1),
    )


def _holdings(evidence: Evidence, linked: Graph) -> tuple[Holding, ...]:
    identifying = {node.kind for node in linked.nodes}
    holdings = (
        Holding(
            one.recipient,
            tuple(kind for kind in one.kinds if kind in identifying),
            tuple(kind for kind in one.kinds if kind not in identifying),
        )
        for one in evidence.rows(_KINDS, _Kinds)
    )
    return tuple(one for one in holdings if one.identifiers)[:MOST]


def _sentence(linked: Graph, found: Sequence[Bridge], traded: Trades) -> str:
    if not linked.edges and not traded.count:
        return "No two identifiers travelled together, and no two recipients hold the same one."
    holders = {edge.organisation for edge in linked.edges}
    parts = [f"{_counted(len(holders), 'recipient')} got identifiers together in one request"] if holders else []
    if traded.count:
        pairs = f"{_counted(traded.count, 'pair')} of recipients {'holds' if traded.count == 1 else 'hold'}"
        parts.append(f"{pairs} the same identifier and could trade what they know")
    if found:
        first = found[0]
        who = " and ".join(first.alone or first.traders)
        hours = (first.at - first.before) / HOUR
        parts.append(
            f"resetting the {first.kind.replace('_', ' ')} hid nothing: within {hours:,.1f} hours {who} had the new "
            f"one with the same {linked.kind(first.over).replace('_', ' ')}"
        )
    return "; ".join(parts) + "."


def _counted(count: int, one: str) -> str:
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"


def _certainty(linked: Graph, seen: Sequence[_Seen]) -> Sureness:
    if not linked.edges and not any(len(one.recipients) > 1 for one in seen):
        return "none"
    return "high" if any(linked.kind(one.node) for one in seen) else "medium"
