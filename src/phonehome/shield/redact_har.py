"""HAR 1.2 with the persons taken out: entry by entry, its structure and members kept.

Requests go through the rules as they went over the wire. Answers are traffic about the person too: their headers,
cookies and bodies go the same way. What opens something (Authorization, Cookie, Set-Cookie) is replaced whatever it
holds, comments and titles of pages are emptied, and the owner's values are sought in whatever else stands there.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from phonehome.attribute import host_of
from phonehome.decode.form import pairs
from phonehome.decode.url import query_parts, split
from phonehome.model import Exchange, Headers
from phonehome.read.har_entry import exchange as exchange_of
from phonehome.read.har_schema import ENTRY
from phonehome.read.json_items import LARGEST, items
from phonehome.read.window import Window
from phonehome.shield.redactor import Redactor

_ENTRIES = re.compile(rb'"entries"\s*:\s*\[')
_LONGEST_HEAD = 64 << 20
_CLOSING = b"]}}"
_EMPTIED = frozenset({"comment", "title"})
Tree = dict[str, object]


def redact_har(file: BinaryIO, redactor: Redactor) -> Iterator[bytes]:
    """The pieces of the redacted HAR; ValueError for a file without a list of entries."""
    head, rest = _head(file)
    yield redacted_part(head + _CLOSING, redactor).removesuffix(_CLOSING)
    window = Window(rest)
    separator = b"\n"
    for item in items(window, "request", LARGEST):
        redactor.done.exchanges += 1
        if item.fault:
            redactor.done.left_out[f"its entry is {item.fault}"] += 1
            continue
        try:
            yield separator + _entry(redactor.done.exchanges - 1, bytes(item.text), redactor)
        except (ValueError, msgspec.DecodeError, RecursionError) as error:
            redactor.done.left_out[str(error)] += 1
            continue
        separator = b",\n"
    yield b"\n" + _tail(window, redactor)


def _head(file: BinaryIO) -> tuple[bytes, BinaryIO]:
    """What stands before the first entry, and the file from there."""
    held = b""
    while len(held) < _LONGEST_HEAD:
        block = file.read(1 << 20)
        held += block
        if found := _ENTRIES.search(held):
            return held[: found.end()], io.BufferedReader(_Joined(held[found.end() :], file))
        if not block:
            break
    raise ValueError('not a HAR: no list of "entries"')


class _Joined(io.RawIOBase):
    """Bytes that were read ahead, then the file."""

    def __init__(self, ahead: bytes, file: BinaryIO) -> None:
        self._ahead, self._file = ahead, file

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]
        """Fills the buffer and says how far."""
        size = len(buffer)
        data = self._ahead[:size] or self._file.read(size)
        self._ahead = self._ahead[size:]
        buffer[: len(data)] = data
        return len(data)


def _tail(window: Window, redactor: Redactor) -> bytes:
    """What stands behind the entries; closing brackets where the file lost them."""
    window.peek()
    rest = bytes(window.data[window.pos :])
    while window.more():
        rest = bytes(window.data[window.pos :])
    whole = b'{"log":{"entries":[' + rest
    return redacted_part(whole, redactor).removeprefix(b'{"log":{"entries":[') if rest.strip() else b"]}}\n"


def redacted_part(data: bytes, redactor: Redactor) -> bytes:
    """JSON beside the entries without comments, titles and what is personal; ValueError if it is none."""
    try:
        tree = msgspec.json.decode(data)
    except msgspec.DecodeError:
        raise ValueError("what stands beside the entries is not valid JSON") from None
    if _has_texts(tree):
        data = re.sub(rb'("(?:comment|title)"\s*:\s*)"(?:[^"\\]|\\.)*+"', rb'\1""', data)
    sought = Exchange(0, "POST", "https://redacted.invalid/", body=data)
    return redactor.through(sought, redactor.seek).body


def _has_texts(tree: object) -> bool:
    match tree:
        case dict():
            return any(name in _EMPTIED or _has_texts(child) for name, child in tree.items())
        case list():
            return any(map(_has_texts, tree))
    return False


def _entry(index: int, data: bytes, redactor: Redactor) -> bytes:
    exchange = exchange_of(index, ENTRY.decode(data))
    tree = msgspec.json.decode(data, type=dict[str, object])
    url = exchange.url if exchange else ""
    if exchange:
        put_request(tree, exchange, redactor)
    response = tree.get("response")
    if isinstance(response, dict):
        put_answer(response, url, redactor)
    _clean(tree, redactor)
    written = msgspec.json.encode(tree)
    rest = Exchange(index, "POST", f"https://{host_of(url) or 'redacted.invalid'}/", body=written)
    return redactor.through(rest, redactor.seek).body


def put_request(tree: Tree, exchange: Exchange, redactor: Redactor) -> None:
    """The request of an entry as the rules leave it."""
    new = redactor.through(exchange)
    request = tree["request"]
    if not isinstance(request, dict):
        return
    request["url"] = re.sub(r"://[^/@]*@", "://", new.url)
    request["headers"] = _paired(request.get("headers"), redactor.headers(new.headers))
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


def put_answer(response: Tree, url: str, redactor: Redactor) -> None:
    """The answer of an entry as the rules leave it."""
    named = tuple((str(pair.get("name", "")), str(pair.get("value", ""))) for pair in _dicts(response.get("headers")))
    content = response.get("content")
    held = content if isinstance(content, dict) else {}
    text, is_base64 = str(held.get("text") or ""), held.get("encoding") == "base64"
    body = base64.b64decode(text + "===") if is_base64 else text.encode("utf-8", "surrogatepass")
    asked = Exchange(0, "ANSWER", f"https://{host_of(url) or 'redacted.invalid'}/", headers=named, body=body)
    new = redactor.through(asked)
    response["headers"] = _paired(response.get("headers"), redactor.headers(new.headers))
    if text:
        held["text"] = _told(new.body, is_base64=is_base64)


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


def _clean(tree: object, redactor: Redactor) -> None:
    """Comments emptied, listed cookies replaced, wherever they stand."""
    if isinstance(tree, list):
        for child in tree:
            _clean(child, redactor)
    if not isinstance(tree, dict):
        return
    for name, child in tree.items():
        if name in _EMPTIED and isinstance(child, str):
            tree[name] = ""
        elif name == "cookies":
            for cookie in _dicts(child):
                cookie["value"] = redactor.token(str(cookie.get("value", "")))
        else:
            _clean(child, redactor)


def _paired(pairs_: object, headers: Headers) -> list[Tree]:
    """Listed headers with new values; a Cookie header that the reader added is not listed."""
    listed = _dicts(pairs_)
    return [pair | {"name": name, "value": value} for pair, (name, value) in zip(listed, headers, strict=False)]


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
