"""Which values identify the phone, told or not: sent again and again over time, and which of them outlive a reset."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from phonehome.infer.answer import Answer, Sureness
from phonehome.infer.clock import HOUR
from phonehome.infer.evidence import Evidence
from phonehome.infer.graph import Graph, graph
from phonehome.infer.handsets import shared_by_phones
from phonehome.infer.identifiers import Node, identifiers
from phonehome.infer.randomness import bits
from phonehome.infer.resets import Change, changes, survives
from phonehome.infer.streams import STREAM, WHO

NAME = "stable"
NEEDED = "requests over more than a day, with the values in them"
MOST = 100
# An identifier with a name was sent more often than once, and not only when a request was repeated.
LEAST_EXCHANGES, LEAST_SPAN = 2, HOUR


class Lasting(Struct, frozen=True):
    """A value that comes again. ``kind`` is empty where no finding names it; ``bits`` of chance are counted then.

    ``hidden`` says as what alone it was sent, if not in clear: "hash" or "code". ``outlived_reset`` is true if it was
    sent before and after another identifier was reset, false if it was itself replaced, null if nothing was reset.
    """

    value: str
    kind: str
    resettable: bool | None
    recipients: tuple[str, ...]
    streams: int
    exchanges: int
    first: datetime | None
    last: datetime | None
    outlived_reset: bool | None
    hidden: str = ""
    bits: float | None = None


class Stable(Answer, frozen=True, kw_only=True):
    """``values`` that identify the phone, those seen most first; ``left_out`` more of them are not listed.

    ``resets`` are the times at which an identifier had been replaced.
    """

    values: tuple[Lasting, ...] = ()
    left_out: int = 0
    resets: tuple[datetime, ...] = ()


class _Seen(Struct, frozen=True, array_like=True):
    node: int
    exchanges: int
    recipients: tuple[str, ...]
    streams: int
    first: int | None
    last: int | None
    hashed: bool
    coded: bool
    case_no: int
    exchange: int
    number: int | None


_SEEN = f"""
SELECT node, count(*), list_sort(list(DISTINCT {WHO})), count(DISTINCT {STREAM}), min(time), max(time),
       bool_and(hashed), bool_and(coded), min(case_no), min_by(exchange, (case_no, exchange)),
       min_by(number, (case_no, exchange))
FROM identified JOIN exchanges USING (case_no, exchange) GROUP BY node
HAVING count(*) >= {LEAST_EXCHANGES} AND coalesce(max(time) - min(time) >= {LEAST_SPAN}, true)
ORDER BY count(*) DESC, node
"""  # noqa: S608 - all of it is our own text


def ask(evidence: Evidence) -> Stable:
    """What tells this phone from all others, time and again."""
    nodes = identifiers(evidence)
    constants = shared_by_phones(evidence)
    seen = [one for one in evidence.rows(_SEEN, _Seen) if nodes[one.node].kind or one.node not in constants]
    linked = graph(evidence)
    found = changes(evidence, linked)
    values = tuple(_lasting(evidence, nodes[one.node], one, _mine(found, linked, one.node)) for one in seen[:MOST])
    keys = [(one.case_no, one.exchange, one.number) for one in seen if one.number is not None]
    proof, count = evidence.proof(keys)
    return Stable(
        question=NAME,
        sentence=_sentence(values, len(seen)),
        certainty=_certainty(values),
        uncertainty=_uncertainty(values),
        needed=NEEDED,
        proof=proof,
        proved_by=count,
        values=values,
        left_out=len(seen) - len(values),
        resets=tuple(evidence.clock.at(time) for time in sorted({one.after for one in found})[:MOST]),
    )


def _lasting(evidence: Evidence, node: Node, seen: _Seen, found: list[Change]) -> Lasting:
    kind = evidence.knowledge.kinds.get(node.kind)
    return Lasting(
        value=evidence.say(node.value),
        kind=node.kind,
        resettable=kind.resettable if kind else None,
        recipients=seen.recipients,
        streams=seen.streams,
        exchanges=seen.exchanges,
        first=None if seen.first is None else evidence.clock.at(seen.first),
        last=None if seen.last is None else evidence.clock.at(seen.last),
        outlived_reset=_outlived(seen, found),
        hidden="hash" if seen.hashed else "code" if seen.coded else "",
        bits=None if kind else round(bits(node.value), 1),
    )


def _mine(found: list[Change], linked: Graph, node: int) -> list[Change]:
    """The changes of the phone that the node belongs to; all where it belongs to none."""
    phone = linked.phones.get(node)
    return [one for one in found if phone is None or linked.phones.get(one.old[0], phone) == phone]


def _outlived(seen: _Seen, found: list[Change]) -> bool | None:
    if seen.first is None or seen.last is None or not found:
        return None
    if survives(seen.first, seen.last, found):
        return True
    return False if any(seen.node in change.old for change in found) else None


def _sentence(values: tuple[Lasting, ...], count: int) -> str:
    if not values:
        return "No value came again over time that would identify the phone."
    holders = {name for one in values for name in one.recipients}
    outlived = sum(one.outlived_reset is True for one in values)
    unnamed = sum(not one.kind for one in values)
    more = f" {unnamed:,} of them no rule knows by name." if unnamed else ""
    reset = f" {outlived:,} outlived a reset." if outlived else ""
    some = f"{count:,} values identify" if count > 1 else "One value identifies"
    whom = "one recipient" if len(holders) == 1 else f"{len(holders):,} recipients"
    return f"{some} the phone again and again, to {whom}.{more}{reset}"


def _certainty(values: tuple[Lasting, ...]) -> Sureness:
    if not values:
        return "none"
    return "high" if any(one.kind for one in values) else "medium"


def _uncertainty(values: tuple[Lasting, ...]) -> str:
    if all(one.kind for one in values):
        return ""
    return "What no rule knows may be a constant of an app: a second phone's case tells them apart."
