"""Whether a redacted capture still holds the owner's values: it is examined anew, answers and all other text too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from phonehome.engine import examiner
from phonehome.model import Exchange
from phonehome.shield.outcome import Shield
from phonehome.shield.rewrite import Examine
from phonehome.shield.rules import first


class Proof(Struct):
    """What was found again.

    ``left`` are the owner's values that should have gone and ``passed`` those that the rules let pass, by kind;
    ``stayed`` are all kinds of which the rules let something pass.
    """

    left: Counter[str] = msgspec.field(default_factory=Counter)
    passed: Counter[str] = msgspec.field(default_factory=Counter)
    stayed: set[str] = msgspec.field(default_factory=set)


def prove(exchanges: Iterable[Exchange], shield: Shield, by: Examine | None = None) -> Proof:
    """Examines all that a redacted capture shows. ``by`` examines for the same owner."""
    examine, proof = by or examiner(shield.owner, shield.knowledge, within=True), Proof()
    for exchange in exchanges:
        examined = examine(exchange)
        for finding in examined.findings:
            passes = first(shield.rules, shield.knowledge, finding, (examined.recipient, exchange.url)).action == "pass"
            if finding.is_owners:
                (proof.passed if passes else proof.left)[finding.kind] += 1
            if passes and finding.certainty in {"confirmed", "likely"}:
                proof.stayed.add(finding.kind)
    return proof
