"""How an exchange falls into its outermost parts: path, query, headers, cookies, body and messages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from phonehome.decode.codec import Bounded
from phonehome.decode.cookie import cookies
from phonehome.decode.url import query_parts, segments
from phonehome.model import Exchange, Value

Outer = tuple[str, str, Value]


def target(url: str) -> tuple[str, str]:
    """Path and query of the request target, as sent after the host."""
    rest, _, query = url.partition("?")
    scheme, colon, after = rest.partition("://")
    if not colon or "/" in scheme:
        return (rest if rest.startswith("/") else ""), query
    _, slash, path = after.partition("/")
    return slash + path, query


def size(exchange: Exchange) -> int:
    """Bytes sent: the request target, header names and values, the body, kept or not, and the messages after it."""
    path, query = target(exchange.url)
    told = _bytes(path) + (1 + _bytes(query) if query else 0)
    told += _bytes("".join(chain.from_iterable(exchange.headers)))
    return told + len(exchange.body) + exchange.unkept + sum(map(len, exchange.messages))


def parts(exchange: Exchange) -> Iterator[Outer]:
    """Step, path and value of each outermost part in wire order."""
    path, query = target(exchange.url)
    for i, segment in enumerate(segments(path)):
        yield "path", f"[{i}]", segment
    if query:
        yield from _query(query)
    yield from _headers(exchange)
    if exchange.body:
        yield "body", "", exchange.body
    for i, message in enumerate(exchange.messages):
        yield "message", f"[{i}]", message


def _query(query: str) -> Iterator[Outer]:
    try:
        for name, value in query_parts(query):
            yield "query", name, value
    except Bounded:
        yield "query", "", query


def _headers(exchange: Exchange) -> Iterator[Outer]:
    seen: dict[str, int] = {}
    for name, value in exchange.headers:
        lower = name.lower()
        count = seen.get(lower, 0)
        seen[lower] = count + 1
        if lower == "cookie":
            yield from _cookies(value)
        else:
            yield "header", f"{lower}[{count}]" if count else lower, value


def _cookies(value: str) -> Iterator[Outer]:
    try:
        for name, cookie in cookies(value):
            yield "cookie", name, cookie
    except Bounded:
        yield "cookie", "", value


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
