"""One mitmproxy flow (HTTP, WebSocket, TCP, UDP or DNS; any version) to one exchange.

The members are those of mitmproxy's ``get_state``; mitmproxy/io/compat.py tells how they were called before.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import quote

from msgspec.structs import replace

from phonehome.model import Exchange, Headers, Response
from phonehome.read.moment import seconds
from phonehome.read.tnetstring import ABSENT, LIST, Element

Members = dict[bytes, Element]
_PORTS = {"http": ":80", "https": ":443"}
# Resource record types (IANA, DNS parameters) that phones ask for; others are written as in RFC 3597.
_TYPES = {1: "A", 2: "NS", 5: "CNAME", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 33: "SRV", 64: "SVCB", 65: "HTTPS"}
# When a connection stood, by the names of all versions.
_TCP = (b"timestamp_tcp_setup", b"timestamp_start")
_TLS = (b"timestamp_tls_setup", b"timestamp_ssl_setup")
_KILLED = "Connection killed."


def exchange(index: int, flow: Members) -> Exchange | None:
    """The flow as an exchange, or None when it holds no request and no messages.

    Raises ValueError where the flow is broken inside.
    """
    match _text(flow, b"type"):
        case "tcp":
            return _stream(index, flow, "TCP", _joined(flow))
        case "udp":
            return _stream(index, flow, "UDP", _sent(flow, 0))
        case "websocket":
            return _stream(index, flow, "WEBSOCKET", _sent(flow, 1))
        case "dns":
            return _dns(index, flow)
        case _:
            return _http(index, flow)


def _http(index: int, flow: Members) -> Exchange | None:
    request = _members(flow, b"request")
    if not request:
        return None
    headers = _headers(request)
    method = _text(request, b"method")
    return Exchange(
        index,
        method,
        _url(request, method, headers),
        seconds(_get(request, b"timestamp_start").number()),
        headers + _headers(request, b"trailers"),
        _get(request, b"content").raw(),
        _address(flow),
        sent=method != "CONNECT" and _is_sent(flow, request),
        response=_response(_members(flow, b"response")),
        messages=_sent(_members(flow, b"websocket"), 1),
    )


def _headers(message: Members, name: bytes = b"headers") -> Headers:
    return tuple(_get(message, name).pairs())


def _url(request: Members, method: str, headers: Headers) -> str:
    """The URL by the name that the phone used; a Host header names only what was reached by its address."""
    name = _get(request, b"host").text()
    host, port = _place(name, _get(request, b"port").number())
    if method == "CONNECT":
        return _text(request, b"authority") or host + port
    scheme = _text(request, b"scheme") or ("http" if port == ":80" else "https")
    path = _text(request, b"path")
    if path.startswith(("http://", "https://")):
        return path
    named = _text(request, b"authority")
    if not named and is_address(name):
        named = next((value for name, value in headers if name.lower() == "host"), "")
    return f"{scheme}://{(named or host + port).removesuffix(_PORTS.get(scheme, ':'))}{'' if path == '*' else path}"


def is_address(host: str) -> bool:
    """Whether a host is an IP address, or none at all: it says nothing of who stands there."""
    try:
        ip_address(host)
    except ValueError:
        return not host
    return True


def _place(host: str, port: float | None) -> tuple[str, str]:
    return f"[{host}]" if ":" in host else host, f":{port:.0f}" if port else ""


def _is_sent(flow: Members, request: Members) -> bool:
    """Whether the request left: it was answered, or its connection stood when the error came."""
    error = _members(flow, b"error")
    if not error or _get(flow, b"response") or not (server := _members(flow, b"server_conn")):
        return True
    names = _TLS if _text(request, b"scheme") == "https" else _TCP
    return _text(error, b"msg") != _KILLED and bool(next((server[name] for name in names if name in server), ABSENT))


def _response(response: Members) -> Response | None:
    status = (_get(response, b"status_code") or _get(response, b"code")).number() or 0
    if not 0 < status < 1000:
        return None
    return Response(int(status), _headers(response), len(_get(response, b"content").raw()))


def _stream(index: int, flow: Members, method: str, messages: tuple[bytes, ...]) -> Exchange:
    """A connection without a request: its address is its URL, what the phone said are its messages."""
    server = _members(flow, b"server_conn")
    scheme = method.lower()
    if method == "WEBSOCKET":
        scheme = "wss" if _get(server, b"tls_established").is_true() or _get(server, b"ssl_established") else "ws"
    host, port = _place(*_endpoint(_get(server, b"address")))
    host = _text(server, b"sni") or host or _address(flow)
    start = _get(server, b"timestamp_start") or _get(_members(flow, b"client_conn"), b"timestamp_start")
    return Exchange(
        index,
        method,
        f"{scheme}://{host}{port}",
        _first_time(flow) or seconds(start.number()),
        address=_address(flow),
        sent=bool(messages),
        messages=messages,
    )


def _sent(flow: Members, first: int) -> tuple[bytes, ...]:
    """What the client said: lists of, from ``first`` on, from_client, content, time, dropped."""
    messages = [message.items()[first:] for message in _get(flow, b"messages").items()]
    return tuple([one[1].raw() for one in messages if len(one) > 1 and one[0].is_true() and not _is_dropped(one)])


def _is_dropped(message: list[Element]) -> bool:
    return len(message) > 3 and message[3].is_true()


def _joined(flow: Members) -> tuple[bytes, ...]:
    """What the client said between two answers is one message: TCP knows no borders."""
    joined: list[bytearray] = []
    said = False
    for message in _get(flow, b"messages").items():
        item = message.items()
        if len(item) < 2 or not item[0].is_true():
            said = False
            continue
        if not said:
            joined.append(bytearray())
        joined[-1] += item[1].raw()
        said = True
    return tuple(map(bytes, joined))


def _first_time(flow: Members) -> int | None:
    times = (part for message in _get(flow, b"messages").items() for part in message.items()[2:4])
    return next(filter(None, (seconds(time.number()) for time in times)), None)


def _dns(index: int, flow: Members) -> Exchange | None:
    """A question to a name server, as a DNS URI (RFC 4501): who is asked learns the name."""
    request = _members(flow, b"request")
    questions = [question.members() for question in _get(request, b"questions").items()]
    if not questions:
        return None
    host, port = _endpoint(_get(_members(flow, b"server_conn"), b"address"))
    asked = [(_text(one, b"name"), int(_get(one, b"type").number() or 0)) for one in questions]
    time = seconds(_get(request, b"timestamp").number())
    return replace(
        question(index, "".join(_place(host, None if port == 53 else port)), asked, time), address=_address(flow)
    )


def question(index: int, server: str, asked: Sequence[tuple[str, int]], time: int | None) -> Exchange:
    """Names and types that a name server was asked for, as an exchange."""
    names = ",".join(quote(name, safe="") for name, _ in asked)
    kind = asked[0][1]
    return Exchange(index, "DNS", f"dns://{server}/{names}?type={_TYPES.get(kind) or f'TYPE{kind}'}", time)


def _address(flow: Members) -> str:
    server = _members(flow, b"server_conn")
    return next(filter(None, (_endpoint(_get(server, name))[0] for name in (b"peername", b"ip_address"))), "")


def _endpoint(address: Element) -> tuple[str, float | None]:
    """Host and port of ``[host, port, ...]``, before version 1 of ``{"address": [host, port]}``."""
    parts = (address.items() if address.tag == LIST else _get(address.members(), b"address").items())[:2]
    return (parts[0].text() if parts else "", parts[1].number() if len(parts) > 1 else None)


def _get(members: Members, name: bytes) -> Element:
    return members.get(name, ABSENT)


def _members(flow: Members, name: bytes) -> Members:
    return _get(flow, name).members()


def _text(flow: Members, name: bytes) -> str:
    return _get(flow, name).text()
