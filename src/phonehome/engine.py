"""The one place where the stages meet: exchanges in, what they gave away out. Pure, picklable, streaming."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from msgspec import Struct

from phonehome.attribute import attributor, host_of
from phonehome.decode import Decoded, Key, fields
from phonehome.decode.encrypted import codec
from phonehome.detect import detector
from phonehome.detect.address import Addresses
from phonehome.detect.request import request_of
from phonehome.knowledge.schema import Endpoint, Knowledge
from phonehome.model import Exchange, Finding, Owner, Recipient


class Examined(Struct, frozen=True):
    """One exchange with its recipient, the fields it was decoded to and the findings in them."""

    exchange: Exchange
    recipient: Recipient
    decoded: Decoded
    findings: list[Finding]


def examiner(owner: Owner, knowledge: Knowledge, *, within: bool = False) -> Callable[[Exchange], Examined]:
    """Everything that can be prepared once for an owner; the answer examines one exchange.

    ``within`` finds the owner's values also inside longer numbers, words and addresses, which an audit does not claim.
    """
    attribute = attributor(knowledge)
    keys_at = keyring(knowledge)
    detect = detector(owner, knowledge, within=within)

    def examine_one(exchange: Exchange) -> Examined:
        decoded = fields(exchange, keys=keys_at(exchange))
        findings = detect(request_of(exchange, decoded.fields))
        # Where the request names no host that could be one, the server's address still tells the recipient.
        return Examined(exchange, attribute(host_of(exchange.url) or exchange.address.strip("[]")), decoded, findings)

    return examine_one


def examine(exchanges: Iterable[Exchange], owner: Owner, knowledge: Knowledge) -> Iterator[Examined]:
    """Examines exchanges one by one, in their order."""
    return map(examiner(owner, knowledge), exchanges)


def keyring(knowledge: Knowledge) -> Callable[[Exchange], tuple[Key, ...]]:
    """The keys that the endpoints at an exchange's address give; ValueError for a key that is none, with its endpoint.

    Only an adapter has keys: the bundled tables repeat none that a maker published.
    """
    endpoints = [endpoint for endpoint in knowledge.endpoints if endpoint.keys]
    keys = [_keys(endpoint) for endpoint in endpoints]
    addresses = Addresses(endpoints)

    def keys_at(exchange: Exchange) -> tuple[Key, ...]:
        if not endpoints:
            return ()
        try:
            path = urlsplit(exchange.url).path
        except ValueError:
            return ()
        found = (key for number, _ in addresses.at(host_of(exchange.url), path) for key in keys[number])
        return tuple(dict.fromkeys(found))

    return keys_at


def _keys(endpoint: Endpoint) -> tuple[Key, ...]:
    try:
        keys = tuple(Key(one.cipher, bytes.fromhex(one.key), bytes.fromhex(one.iv)) for one in endpoint.keys)
        for key in keys:
            codec(key)
    except ValueError as error:
        raise ValueError(f"{endpoint.name}: {error}") from None
    return keys
