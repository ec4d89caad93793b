"""One entry of a HAR (1.2) to one exchange."""

from __future__ import annotations

from urllib.parse import urlencode

from phonehome.model import Exchange, Headers, Response
from phonehome.read.har_body import body, message
from phonehome.read.har_schema import Answer, Beside, Entry, Pair, Request
from phonehome.read.moment import iso

_LARGEST_SIZE = 2**63 - 1

# Addresses that name no server: what they hold came from the device itself.
_LOCAL = ("about:", "blob:", "chrome-extension:", "chrome:", "data:", "file:", "moz-extension:", "resource:")
# Chrome's reasons for an answer that never came which exclude that a request was written (net_error_list.h).
_UNSENT = tuple(
    f"net::ERR_{name}"
    for name in (
        "ADDRESS_UNREACHABLE",
        "BLOCKED_BY",
        "CERT_",
        "CONNECTION_REFUSED",
        "INTERNET_DISCONNECTED",
        "NAME_NOT_RESOLVED",
        "PROXY_CONNECTION_FAILED",
        "TUNNEL_CONNECTION_FAILED",
    )
)


def exchange(index: int, entry: Entry) -> Exchange | None:
    """The entry as an exchange, or None when it has no request."""
    request = entry.request
    if request is None or not (request.url or request.headers or request.postData):
        return None
    headers = _headers(request)
    sent_body, mangled = body(request)
    beside = entry.beside or Beside()
    return Exchange(
        index,
        request.method,
        _url(request, headers),
        iso(entry.startedDateTime),
        headers,
        sent_body,
        entry.serverIPAddress.strip("[]") if entry.serverIPAddress else "",
        sent=beside.sent and _is_sent(entry, request),
        mangled=mangled or beside.mangled,
        response=_response(entry.response),
        messages=tuple([message(one) for one in entry.messages if one.type == "send"]) if entry.messages else (),
        unkept=max(0, beside.unkept),
    )


def _headers(request: Request) -> Headers:
    """The headers, with a Cookie header where the writer took it out and listed its cookies only."""
    headers = _named(request.headers)
    if not request.cookies or _first(headers, "cookie"):
        return headers
    return (*headers, ("Cookie", "; ".join(f"{cookie.name}={cookie.value}" for cookie in request.cookies)))


def _named(pairs: list[Pair]) -> Headers:
    return tuple([(pair.name, pair.value) for pair in pairs])  # a list is quicker here than a generator


def _first(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")


def _url(request: Request, headers: Headers) -> str:
    """The URL, with the host of the headers and the listed query where it lacks them."""
    url = request.url
    if not url or url.startswith("/"):
        url = _origin(headers) + (url or _first(headers, ":path"))
    if not request.queryString or "?" in url:
        return url
    path, mark, fragment = url.partition("#")
    query = urlencode([(pair.name, pair.value) for pair in request.queryString])
    return f"{path}?{query}{mark}{fragment}"


def _origin(headers: Headers) -> str:
    host = _first(headers, ":authority") or _first(headers, "host")
    return f"{_first(headers, ':scheme') or 'https'}://{host}" if host else ""


def _is_sent(entry: Entry, request: Request) -> bool:
    """Whether the request left: not from a cache, not inside the device, not stopped before it was written."""
    if entry.cached or request.method == "CONNECT" or request.url.startswith(_LOCAL):
        return False
    return not (entry.response and (entry.response.error or "").startswith(_UNSENT))


def _response(answer: Answer | None) -> Response | None:
    """The answer; writers give the status 0 to one that never came."""
    if answer is None or not 0 < answer.status < 1000:
        return None
    size = (answer.content and answer.content.size) or answer.bodySize or 0
    return Response(answer.status, _named(answer.headers), min(max(0, size), _LARGEST_SIZE))
