"""A request of mitmproxy that goes on with what has changed, or is answered in its server's place."""

from __future__ import annotations

from collections.abc import Sequence

from mitmproxy import http

from phonehome.decode.request import target
from phonehome.knowledge.shielding import load_shielding
from phonehome.model import Exchange, Headers
from phonehome.proxy.held import HELD
from phonehome.shield.rules import place

Raw = tuple[bytes, bytes]
_DIGITS = 12


def may_be_long(request: http.Request) -> bool:
    """Whether a body is longer than is held, or does not say how long it is."""
    has_length = request.headers.get("content-length", "").isdecimal()
    return says_so(request) if has_length else "transfer-encoding" in request.headers or not request.is_http11


def says_so(request: http.Request) -> bool:
    """Whether it says that it is longer."""
    length = request.headers.get("content-length", "")
    return length.isdecimal() and (len(length) > _DIGITS or int(length) > HELD)


def answer(exchange: Exchange) -> http.Response:
    """What its client takes for a success, as far as that is known."""
    told = " ".join(value for name, value in exchange.headers if name.lower() in {"accept", "content-type"})
    row = load_shielding().answer(place(exchange.url), told)
    made = http.Response.make(row.status, row.body.encode("latin-1"), {"Content-Type": row.type} if row.type else {})
    if row.trailers:
        made.trailers = http.Headers([(name.encode(), value.encode()) for name, value in row.trailers.items()])
    return made


def put(request: http.Request, old: Exchange, new: Exchange) -> None:
    """What has changed, and nothing else: header bytes that stay are those that came."""
    if new.url != old.url:
        path, query = target(new.url)
        request.path = f"{path}?{query}" if query else path
    fields = request.headers.fields + (request.trailers.fields if request.trailers else ())
    told = written(fields, old.headers, new.headers)
    count = len(request.headers.fields)
    request.headers = http.Headers([field for number, field in told if number < count])
    if request.trailers and len(old.headers) > count:
        request.trailers = http.Headers([field for number, field in told if number >= count])
    if new.body != old.body:
        request.data.content = new.body


def written(fields: Sequence[Raw], old: Headers, new: Headers) -> list[tuple[int, Raw]]:
    """The new headers in bytes, each with the place of the one that it was; those that were left out are not there."""
    told: list[tuple[int, Raw]] = []
    at = 0
    for number, (field, before) in enumerate(zip(fields, old, strict=False)):
        if at < len(new) and (len(old) == len(new) or before[0].lower() == new[at][0].lower()):
            after = new[at]
            told.append((number, field if before == after else _raw(after)))
            at += 1
    return told if at == len(new) else [(0, _raw(one)) for one in new]


def _raw(header: tuple[str, str]) -> Raw:
    return header[0].encode(), header[1].encode("utf-8", "surrogateescape")
