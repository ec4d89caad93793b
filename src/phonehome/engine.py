"""The one place where the stages meet: exchanges in, what they gave away out. Pure, picklable, streaming."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from phonehome.attribute import attributor, host_of
from phonehome.decode import Decoded, fields
from phonehome.detect import detector
from phonehome.detect.request import request_of
from phonehome.knowledge.schema import Knowledge
from phonehome.model import Exchange, Finding, Owner, Recipient


class Examined(Struct, frozen=True):
    """One exchange with its recipient, the fields it was decoded to and the findings in them."""

    exchange: Exchange
    recipient: Recipient
    decoded: Decoded
    findings: list[Finding]


def examiner(owner: Owner, knowledge: Knowledge) -> Callable[[Exchange], Examined]:
    """Everything that can be prepared once for an owner; the answer examines one exchange."""
    attribute = attributor(knowledge)
    detect = detector(owner, knowledge)

    def examine_one(exchange: Exchange) -> Examined:
        decoded = fields(exchange)
        findings = detect(request_of(exchange, decoded.fields))
        return Examined(exchange, attribute(host_of(exchange.url)), decoded, findings)

    return examine_one


def examine(exchanges: Iterable[Exchange], owner: Owner, knowledge: Knowledge) -> Iterator[Examined]:
    """Examines exchanges one by one, in their order."""
    return map(examiner(owner, knowledge), exchanges)
