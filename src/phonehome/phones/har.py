"""Exchanges -> HAR 1.2, as mitmproxy writes it, in pieces: a capture of any length needs the memory of one entry."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlsplit

import msgspec
from msgspec import UNSET, Struct, UnsetType

from phonehome.model import Exchange, Headers, Response
from phonehome.phones.clock import moment

_HEAD = """{
    "log": {
        "version": "1.2",
        "creator": {
            "name": "%s",
            "version": "%s",
            "comment": ""
        },
        "pages": [],
        "entries": ["""
TAIL = b"""
        ]
    }
}
"""


class _Pair(Struct):
    name: str
    value: str


class _PostData(Struct, rename="camel"):
    mime_type: str
    text: str
    params: list[_Pair]
    encoding: str | UnsetType = UNSET


class _Request(Struct, rename="camel"):
    method: str
    url: str
    headers: list[_Pair]
    query_string: list[_Pair]
    body_size: int
    post_data: _PostData | UnsetType = UNSET
    http_version: str = "HTTP/1.1"
    cookies: list[_Pair] = []
    headers_size: int = -1


class _Content(Struct, rename="camel"):
    size: int
    mime_type: str
    compression: int = 0
    text: str = ""


class _Response(Struct, rename="camel"):
    status: int
    headers: list[_Pair]
    content: _Content
    body_size: int
    status_text: str = ""
    http_version: str = "HTTP/1.1"
    cookies: list[_Pair] = []
    redirect_u_r_l: str = msgspec.field(name="redirectURL", default="")
    headers_size: int = -1


class _Timings(Struct):
    connect: float = -1.0
    ssl: float = -1.0
    send: float = 1.0
    receive: float = 2.0
    wait: float = 60.0


class _Message(Struct):
    type: str
    data: str
    opcode: int
    time: float = 0.0


class _Beside(Struct, omit_defaults=True):
    """What HAR has no place for and phonehome's reader understands."""

    sent: bool = True
    unkept: int = 0
    mangled: bool = False


class _Entry(Struct, rename="camel", kw_only=True):
    started_date_time: str | UnsetType = UNSET
    time: float
    request: _Request
    response: _Response
    cache: dict[str, str]
    timings: _Timings
    server_i_p_address: str = msgspec.field(name="serverIPAddress")
    messages: list[_Message] | UnsetType = msgspec.field(name="_webSocketMessages", default=UNSET)
    beside: _Beside | UnsetType = msgspec.field(name="_phonehome", default=UNSET)


def write(exchanges: Iterable[Exchange]) -> Iterator[bytes]:
    """The pieces of a HAR with those exchanges, in their order."""
    yield head("mitmproxy", "11.0.2")
    separator = b"\n"
    for exchange in exchanges:
        yield separator + entry(exchange)
        separator = b",\n"
    yield TAIL


def head(name: str, version: str) -> bytes:
    """What stands before the entries of a HAR that this program made."""
    return (_HEAD % (name, version)).encode()


def entry(exchange: Exchange) -> bytes:
    """One entry, indented as it stands in the file."""
    text = msgspec.json.format(msgspec.json.encode(_entry(exchange)), indent=4)
    return b" " * 12 + text.replace(b"\n", b"\n" + b" " * 12)


def _entry(exchange: Exchange) -> _Entry:
    return _Entry(
        started_date_time=UNSET if exchange.time is None else moment(exchange.time).isoformat(timespec="microseconds"),
        time=63.0,
        request=_request(exchange),
        response=_response(exchange.response or Response(0)),
        cache={},
        timings=_Timings(),
        server_i_p_address=exchange.address,
        messages=[_Message("send", base64.b64encode(one).decode(), 2) for one in exchange.messages] or UNSET,
        beside=_beside(exchange),
    )


def _beside(exchange: Exchange) -> _Beside | UnsetType:
    found = _Beside(exchange.sent or exchange.method == "CONNECT", exchange.unkept, exchange.mangled)
    return UNSET if found == _Beside() else found


def _request(exchange: Exchange) -> _Request:
    return _Request(
        method=exchange.method,
        url=exchange.url,
        headers=_pairs(exchange.headers),
        query_string=[_Pair(*pair) for pair in parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True)],
        body_size=len(exchange.body),
        post_data=_post_data(exchange) if exchange.body else UNSET,
    )


def _post_data(exchange: Exchange) -> _PostData:
    """Text as text; what is no UTF-8 as base64 with its mark."""
    mime = next((value for name, value in exchange.headers if name.lower() == "content-type"), "")
    try:
        return _PostData(mime, exchange.body.decode(), [])
    except UnicodeDecodeError:
        return _PostData(mime, base64.b64encode(exchange.body).decode(), [], "base64")


def _response(response: Response) -> _Response:
    mime = next((value for name, value in response.headers if name.lower() == "content-type"), "")
    return _Response(response.status, _pairs(response.headers), _Content(response.size, mime), response.size)


def _pairs(headers: Headers) -> list[_Pair]:
    return [_Pair(name, value) for name, value in headers]
