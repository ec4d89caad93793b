"""Where a request's body ends must be said once (RFC 9112 6.1): with two lengths a proxy may see other requests."""

from __future__ import annotations

from msgspec import Struct
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from phonehome.telemetry.server.upload import refused


class Framed(Struct, frozen=True):
    """An application that gets no request with both Content-Length and Transfer-Encoding; their connections end."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and is_ambiguous(Headers(scope=scope)):
            answer = refused(400, "framing")
            answer.headers["connection"] = "close"
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_ambiguous(headers: Headers) -> bool:
    """Whether two headers say where the body ends."""
    return "content-length" in headers and "transfer-encoding" in headers
