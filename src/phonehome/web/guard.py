"""Lets in who has the token of this run and asks by a name of this address; strict headers on every answer."""

from __future__ import annotations

from hmac import compare_digest

from msgspec import Struct
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from phonehome.web.address import Address, answers_to

OPEN = "/healthz"
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Lock(Struct, frozen=True):
    """The address that is served, the token that opens it and the policy (CSP) of its pages."""

    address: Address
    token: str
    policy: str

    @property
    def cookie(self) -> str:
        """Cookies do not know ports, so the name does."""
        return f"phonehome-{self.address.port}"


class Guard:
    """Stands before an application."""

    def __init__(self, app: ASGIApp, lock: Lock) -> None:
        self._app = app
        self._lock = lock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers itself, or hands the request on."""
        if scope["type"] != "http":
            return
        answer = self._refusal(Request(scope)) or self._app

        async def strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update({**_HEADERS, "Content-Security-Policy": self._lock.policy})
            await send(message)

        await answer(scope, receive, strict)

    def _refusal(self, request: Request) -> Response | None:
        lock = self._lock
        if not answers_to(lock.address, request.headers.get("host", "")):
            return PlainTextResponse("This page is not served under that name.\n", 403)
        if request.url.path == OPEN:
            return None
        if "token" in request.query_params:
            return self._welcome(request.query_params["token"])
        if _is_same(request.cookies.get(lock.cookie, ""), lock.token):
            return None
        return PlainTextResponse("Open this page by the address that the capture printed: it holds the token.\n", 403)

    def _welcome(self, token: str) -> Response:
        if not _is_same(token, self._lock.token):
            return PlainTextResponse("That token is not the one of this capture.\n", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._lock.cookie, token, httponly=True, samesite="strict")
        return answer


def _is_same(given: str, token: str) -> bool:
    return compare_digest(given.encode("utf-8", "surrogatepass"), token.encode())
