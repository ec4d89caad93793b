"""One flow of mitmproxy with the persons taken out: its members, their order and its messages kept.

The members are those that read/flow.py reads, by the names of all versions. Certificates, what an interceptor changed
(``backup``) and proxies behind the proxy are left out: they name the person or the place, and no audit needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import structs

from phonehome.attribute import host_of
from phonehome.model import Exchange
from phonehome.read.flow import exchange as exchange_of
from phonehome.read.tnetstring import BOOLEAN, LIST, NOTHING, Element
from phonehome.shield.redactor import NOWHERE, PROXY, Redactor
from phonehome.shield.tnet import Node, grown, texts, written

_CERTIFICATES = (b"certificate_list", b"clientcert", b"cert", b"mitmcert")
# Where a connection begins that is the phone's or the proxy's own; where it ends is the server's, which stays.
_CLIENT = {b"address": "", b"peername": "", b"sockname": PROXY}
_SERVER = {b"source_address": PROXY, b"sockname": PROXY}
# What is rewritten part by part, and numbers that mitmproxy draws for each flow and connection.
_DONE = frozenset((b"headers", b"trailers", b"content", b"path", b"messages", b"id", b"websocket_handshake"))


def redacted(index: int, element: Element, redactor: Redactor) -> bytes:
    """The flow as it may be shown; ValueError for one that cannot be."""
    tree, found = grown(element), exchange_of(index, element.members())
    _take_away(tree, redactor)
    host = (found and host_of(found.url)) or NOWHERE
    if found:
        _put_said(tree, found, redactor)
    _put_answer(tree, host, redactor)
    _put_rest(tree, host, redactor)
    return written(tree)


def shown(index: int, element: Element) -> Iterator[Exchange]:
    """All that a flow tells, as exchanges that can be examined: the request, the answer, and all other text."""
    tree, found = grown(element), exchange_of(index, element.members())
    host = (found and host_of(found.url)) or NOWHERE
    if found:
        yield structs.replace(found, messages=_joined(_runs(tree, by_phone=True)))
    yield _answered(tree, host, _joined(_runs(tree, by_phone=False)))
    yield _beside(list(_others(tree)), host)


def _put_said(tree: Node, asked: Exchange, redactor: Redactor) -> None:
    """What the phone said, as the rules leave it. A DNS question is among the rest: its URL is phonehome's."""
    runs = list(_runs(tree, by_phone=True))
    request = tree.get(b"request")
    if _is_dns(tree):
        return
    new = redactor.through(structs.replace(asked, messages=_joined(runs)))
    _put_runs(runs, new.messages)
    _put_headers(request, redactor.headers(new.headers))
    request.get(b"content").raw = new.body
    authority, path = request.get(b"authority"), request.get(b"path")
    authority.put(redactor.url(authority.text()))
    if path.text() and asked.url.endswith(path.text()):
        front = asked.url.removesuffix(path.text())
        path.put(redactor.url(new.url.removeprefix(front)))


def _put_answer(tree: Node, host: str, redactor: Redactor) -> None:
    """What the server said, as the rules leave it."""
    runs, response = list(_runs(tree, by_phone=False)), tree.get(b"response")
    asked = _answered(tree, host, _joined(runs))
    if _is_dns(tree) or not (asked.headers or asked.body or asked.messages):
        return
    new = redactor.through(asked)
    _put_runs(runs, new.messages)
    _put_headers(response, redactor.headers(new.headers))
    response.get(b"content").raw = new.body


def _answered(tree: Node, host: str, messages: tuple[bytes, ...]) -> Exchange:
    response = tree.get(b"response")
    body = response.get(b"content").raw
    return Exchange(0, "ANSWER", f"https://{host}/", None, _headers(response), body, messages=messages)


def _put_rest(tree: Node, host: str, redactor: Redactor) -> None:
    """All other text without the owner's values and without what has the shape of an identifier."""
    rest = list(_others(tree))
    new = redactor.through(_beside(rest, host), redactor.seek).body
    for node, text in zip(rest, msgspec.json.decode(new, type=list[str]), strict=True):
        node.put(text)


def _beside(rest: Iterable[Node], host: str) -> Exchange:
    return Exchange(0, "POST", f"https://{host}/", body=msgspec.json.encode([node.text() for node in rest]))


def _take_away(tree: Node, redactor: Redactor) -> None:
    """Certificates, comments, proxies, and the addresses at which the connections begin."""
    done = redactor.done.parts
    for name, node in _members_below(tree):
        if name in _CERTIFICATES and (node.raw or node.children):
            done["certificates left out"] += 1
            node.empty()
            node.tag = node.tag if node.tag == LIST else NOTHING
        elif name in {b"mode", b"proxy_mode"} and b":" in node.raw:
            node.raw = b"regular"
        elif name in {b"via", b"via2", b"backup"}:
            node.raw, node.children, node.tag = b"", [], NOTHING
        elif name in {b"client_conn", b"server_conn"}:
            _put_addresses(node, _CLIENT if name == b"client_conn" else _SERVER, redactor)
        elif name == b"comment" and node.raw:
            done["comments emptied"] += 1
            node.empty()
    for secret in texts(tree.get(b"metadata").get(b"proxyauth")):
        done["passwords left out"] += 1
        secret.put(redactor.token(secret.text()))


def _put_addresses(connection: Node, ours: dict[bytes, str], redactor: Redactor) -> None:
    """Other addresses where a connection begins; before version 1 they stand one dictionary deeper."""
    for name, node in connection.members():
        place = (node if node.tag == LIST else node.get(b"address")).items()
        if name in ours and place and place[0].raw:
            place[0].put(ours[name] or redactor.address(place[0].text()))


def _members_below(tree: Node) -> Iterator[tuple[bytes, Node]]:
    for name, node in list(tree.members()):
        yield name, node
        yield from _members_below(node)


def _others(tree: Node) -> Iterator[Node]:
    """Text that is not rewritten part by part."""
    if tree.is_text() and tree.raw:
        yield tree
    for item in tree.items():
        yield from _others(item)
    for name, node in tree.members():
        if name not in _DONE:
            yield from _others(node)


def _runs(tree: Node, *, by_phone: bool) -> Iterator[list[Node]]:
    """The contents of what one side said; over TCP, which knows no borders, all of it between two answers."""
    lists = tree.get(b"messages").items(), tree.get(b"websocket").get(b"messages").items()
    is_stream = tree.get(b"type").raw == b"tcp"
    run: list[Node] = []
    for message in (message.items() for several in lists for message in several):
        at = next((place for place, part in enumerate(message[:2]) if part.tag == BOOLEAN), 1)
        if len(message) < at + 2:
            continue
        if (message[at].raw == b"true") is by_phone:
            run.append(message[at + 1])
        if run and not (is_stream and (message[at].raw == b"true") is by_phone):
            yield run
            run = []
    if run:
        yield run


def _joined(runs: Iterable[Sequence[Node]]) -> tuple[bytes, ...]:
    return tuple(b"".join([node.raw for node in run]) for run in runs)


def _put_runs(runs: Iterable[Sequence[Node]], new: Iterable[bytes]) -> None:
    """Each part keeps its length, but for the last."""
    for run, data in zip(runs, new, strict=True):
        at = 0
        for node in run[:-1]:
            size = len(node.raw)
            node.raw, at = data[at : at + size], at + size
        run[-1].raw = data[at:]


def _pairs(message: Node) -> list[Node]:
    several = message.get(b"headers").items() + message.get(b"trailers").items()
    return [pair for pair in several if len(pair.items()) == 2]


def _headers(message: Node) -> tuple[tuple[str, str], ...]:
    return tuple((pair.children[0].text(), pair.children[1].text()) for pair in _pairs(message))


def _put_headers(message: Node, new: Iterable[tuple[str, str]]) -> None:
    for pair, (name, value) in zip(_pairs(message), new, strict=True):
        pair.children[0].put(name)
        pair.children[1].put(value)


def _is_dns(tree: Node) -> bool:
    return tree.get(b"type").raw == b"dns"
