"""One entry of a HAR (HAR 1.2) with the persons taken out: its structure and members kept, whoever wrote them.

Requests go through the rules as they went over the wire. Answers are traffic about the person too: their headers,
cookies, bodies and messages go the same way. What opens something (Authorization, Cookie, Set-Cookie) is replaced
whatever it holds, comments are emptied, and the owner's values are sought in whatever else stands there.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from phonehome.attribute import host_of
from phonehome.decode.form import pairs
from phonehome.decode.url import query_parts, split
from phonehome.model import Exchange, Headers
from phonehome.read.har_body import message as content_of
from phonehome.read.har_entry import exchange as exchange_of
from phonehome.read.har_schema import ENTRY, Message
from phonehome.shield.redactor import NOWHERE, Redactor

EMPTIED = frozenset({"comment", "title"})
Tree = dict[str, object]
# A pair of surrogates or any other escape, which stay, or half a pair.
_SURROGATE = re.compile(
    rb"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\[^u])|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_TREE = msgspec.json.Decoder(Tree)


def redacted(index: int, data: bytes, redactor: Redactor) -> bytes:
    """The entry as it may be shown; ValueError for one that cannot be."""
    exchange, tree = _read(index, data)
    url = exchange.url if exchange else ""
    if exchange:
        put_request(tree, exchange, redactor)
    put_answer(tree, url, redactor)
    if isinstance(tree.get("startedDateTime"), str):
        tree["startedDateTime"] = in_utc(str(tree["startedDateTime"]))
    _clean(tree, redactor)
    return redactor.through(_rest(index, msgspec.json.encode(tree), url), redactor.seek).body


def _read(index: int, data: bytes) -> tuple[Exchange | None, Tree]:
    """The entry as what it tells and as what stands there; half characters (RFC 8259, 8.2) are lost."""
    try:
        return exchange_of(index, ENTRY.decode(data)), _TREE.decode(data)
    except msgspec.DecodeError:
        data = _SURROGATE.sub(lambda match: match[1] or rb"\ufffd", data)
        return exchange_of(index, ENTRY.decode(data)), _TREE.decode(data)


def shown(index: int, data: bytes) -> Iterator[Exchange]:
    """All that an entry tells, as exchanges that can be examined: the request, the answer, and the entry as a text."""
    exchange = exchange_of(index, ENTRY.decode(data))
    url = exchange.url if exchange else ""
    if exchange:
        yield exchange
    yield answered(_TREE.decode(data), url)
    yield _rest(index, data, url)


def _rest(index: int, data: bytes, url: str) -> Exchange:
    return Exchange(index, "POST", f"https://{host_of(url) or NOWHERE}/", body=data)


def put_request(tree: Tree, exchange: Exchange, redactor: Redactor) -> None:
    """The request of an entry as the rules leave it."""
    new = redactor.through(exchange)
    request = tree["request"]
    if not isinstance(request, dict):
        return
    request["url"] = redactor.url(new.url)
    _put_headers(request, redactor.headers(new.headers))
    told = [(name, value) for name, value in query_parts(split(new.url).query)] if "?" in new.url else []
    if request.get("queryString"):
        request["queryString"] = [{"name": name, "value": _text(value)} for name, value in told]
    post = request.get("postData")
    if isinstance(post, dict):
        _put_body(post, new.body)
        if request.get("bodySize") == len(exchange.body):
            request["bodySize"] = len(new.body)
    messages = iter(new.messages)
    for message in _dicts(tree.get("_webSocketMessages")):
        if message.get("type") == "send" and (content := next(messages, None)) is not None:
            message["data"] = _told(content, is_base64=message.get("opcode") == 2)


def put_answer(tree: Tree, url: str, redactor: Redactor) -> None:
    """The answer of an entry as the rules leave it."""
    asked = answered(tree, url)
    if not (asked.headers or asked.body or asked.messages):
        return
    new = redactor.through(asked)
    for message, content in zip(_received(tree), new.messages, strict=True):
        message["data"] = _told(content, is_base64=message.get("opcode") == 2)
    response = tree.get("response")
    if not isinstance(response, dict):
        return
    before, after = _first(asked.headers, "location"), _first(new.headers, "location")
    if before and response.get("redirectURL") == before:
        response["redirectURL"] = after
    _put_headers(response, redactor.headers(new.headers))
    held = response.get("content")
    if isinstance(held, dict) and held.get("text"):
        held["text"] = _told(new.body, is_base64=held.get("encoding") == "base64")


def answered(tree: Tree, url: str) -> Exchange:
    """What came back, as an exchange."""
    response = tree.get("response")
    told = response if isinstance(response, dict) else {}
    pairs_ = [(str(pair.get("name", "")), str(pair.get("value", ""))) for pair in _dicts(told.get("headers"))]
    content = told.get("content")
    held = content if isinstance(content, dict) else {}
    messages = tuple(_content(message) for message in _received(tree))
    return Exchange(
        0, "ANSWER", f"https://{host_of(url) or NOWHERE}/", None, tuple(pairs_), _body(held), messages=messages
    )


def _received(tree: Tree) -> list[Tree]:
    return [message for message in _dicts(tree.get("_webSocketMessages")) if message.get("type") != "send"]


def _content(message: Tree) -> bytes:
    opcode = message.get("opcode")
    return content_of(Message("receive", opcode if isinstance(opcode, int) else 1, str(message.get("data") or "")))


def _body(content: Tree) -> bytes:
    """The body of an answer; what says it is base64 and is none, as it stands."""
    text = str(content.get("text") or "")
    if content.get("encoding") == "base64":
        with suppress(ValueError):
            return base64.b64decode(text + "===")
    return text.encode("utf-8", "surrogatepass")


def _first(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")


def _put_body(post: Tree, body: bytes) -> None:
    """A body as text where it was text; parameters that are listed beside it are those of the new body."""
    if post.get("text"):
        is_base64 = str(post.get("encoding") or "").lower() == "base64"
        post["text"] = _told(body, is_base64=is_base64)
    params = _dicts(post.get("params"))
    values = [_text(value) for _, value in pairs(body)] if b"=" in body else []
    for number, param in enumerate(params):
        if "value" in param:
            param["value"] = values[number] if len(values) == len(params) else ""


def in_utc(time: str) -> str:
    """A moment (ISO 8601) without the time zone that it was written in; what is none stays."""
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return time
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment.utcoffset() else time


def _clean(tree: object, redactor: Redactor) -> None:
    """Comments emptied, listed cookies replaced, wherever they stand."""
    children = tree if isinstance(tree, list) else tree.values() if isinstance(tree, dict) else ()
    for child in children:
        _clean(child, redactor)
    if not isinstance(tree, dict):
        return
    for name in EMPTIED & tree.keys():
        if isinstance(tree[name], str):
            redactor.done.parts["comments emptied"] += bool(tree[name])
            tree[name] = ""
    for cookie in _dicts(tree.get("cookies")):
        redactor.done.parts["cookies replaced"] += 1
        cookie["value"] = redactor.token(str(cookie.get("value", "")))


def _put_headers(message: Tree, headers: Headers) -> None:
    """Listed headers with new names and values; a Cookie header that the reader added is not listed."""
    for pair, (name, value) in zip(_dicts(message.get("headers")), headers, strict=False):
        pair["name"], pair["value"] = name, value


def _dicts(found: object) -> list[Tree]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _told(data: bytes, *, is_base64: bool) -> str:
    if is_base64:
        return base64.b64encode(data).decode()
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
