"""A server that a phone sends to: one request to it as an exchange, with the answer it gives."""

from __future__ import annotations

from msgspec import Struct

from phonehome.model import Exchange, Headers, Response

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class Server(Struct, frozen=True):
    """Host and address, the app that talks to it, the type of its answers and their size in bytes."""

    host: str
    address: str
    app: str
    answers: str = JSON
    size: int = 64
    scheme: str = "https"


class Request(Struct, frozen=True):
    """What is sent: path with query, headers beside Host and Content-Length, and a body; no body is a GET."""

    path: str
    headers: Headers = ()
    body: bytes = b""


def ask(server: Server, request: Request, time: int) -> Exchange:
    """The request on its way to the server, answered with 200."""
    length: Headers = (("Content-Length", str(len(request.body))),) if request.body else ()
    return Exchange(
        index=0,
        method="POST" if request.body else "GET",
        url=f"{server.scheme}://{server.host}{request.path}",
        time=time,
        headers=(*request.headers, *length, ("Host", server.host)),
        body=request.body,
        address=server.address,
        app=server.app,
        response=Response(200, (("Content-Type", server.answers),), server.size),
    )
