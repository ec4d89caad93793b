"""A flow of mitmproxy that is under way to the exchange that its dump would be read as (read/flow.py)."""

from __future__ import annotations

from mitmproxy import connection, http, tls
from mitmproxy.flow import Flow

from phonehome.model import Exchange, Headers, Response
from phonehome.read.flow import is_address
from phonehome.read.moment import seconds

_PORTS = {"http": 80, "https": 443}
_KILLED = "Connection killed."


def asked(index: int, flow: http.HTTPFlow) -> Exchange:
    """The request, without its body."""
    request = flow.request
    return Exchange(
        index,
        request.method,
        url(request),
        seconds(request.timestamp_start),
        headers(request.headers),
        address=address(flow.server_conn),
    )


def url(request: http.Request) -> str:
    """The URL by the name that the phone used; a Host header names only what was reached by its address."""
    path = _text(request.data.path)
    if path.startswith(("http://", "https://")):
        return path
    scheme = request.scheme or ("http" if request.port == 80 else "https")
    named = _text(request.data.authority)
    if not named and is_address(request.host):
        named = _text(request.headers.get("host", "").encode("utf-8", "surrogateescape"))
    place = named or f"{_bracketed(request.host)}:{request.port}"
    return f"{scheme}://{place.removesuffix(f':{_PORTS.get(scheme)}')}{'' if path == '*' else path}"


def headers(found: http.Headers) -> Headers:
    """Names and values as text; what is no UTF-8 is taken for Latin-1."""
    return tuple((_text(name), _text(value)) for name, value in found.fields)


def response(flow: http.HTTPFlow, size: int) -> Response | None:
    """What the server answered, with the size of a body that was only counted."""
    if flow.response is None or not 0 < flow.response.status_code < 1000:
        return None
    return Response(flow.response.status_code, headers(flow.response.headers), size)


def is_sent(flow: http.HTTPFlow) -> bool:
    """Whether the request left: it was answered, or its connection stood when the error came."""
    if flow.error is None or flow.response is not None:
        return True
    server = flow.server_conn
    stood = server.timestamp_tls_setup if flow.request.scheme == "https" else server.timestamp_tcp_setup
    return flow.error.msg != _KILLED and stood is not None


def said(index: int, flow: Flow, kind: str, messages: tuple[bytes, ...]) -> Exchange:
    """What the phone said on a connection, which is its own exchange: its address is its URL."""
    server = flow.server_conn
    scheme = kind.lower() if kind != "WEBSOCKET" else "wss" if server.tls_established else "ws"
    return Exchange(index, kind, f"{scheme}://{_place(server)}", address=address(server), messages=messages)


def refused(index: int, data: tls.TlsData) -> Exchange:
    """A client that does not trust our certificate: it names whom it wanted, and sent nothing."""
    server, client = data.context.server, data.conn
    host = client.sni or (server.address[0] if server.address else address(server))
    time = seconds(client.timestamp_start)
    return Exchange(index, "CONNECT", f"https://{_bracketed(host)}", time, address=address(server), sent=False)


def address(server: connection.Server) -> str:
    """The server's IP address, where there is a connection."""
    return server.peername[0] if server.peername else ""


def _place(server: connection.Server) -> str:
    host, port = (server.address or server.peername or ("", 0))[:2]
    return f"{_bracketed(server.sni or host)}:{port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
