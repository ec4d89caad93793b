"""Who may ask the collector: this machine alone, or who has the token; never pages of other sites.

A browser says the token once, at the door, and then shows a cookie that opens what only reads.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hashlib import sha256
from hmac import new
from ipaddress import ip_address

from msgspec import Struct
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

LOCAL = {"localhost", "127.0.0.1", "[::1]"}
PAGE, DOOR = "/", "/enter"
OPEN = {"/healthz", DOOR}
COOKIE = "phonehome-collector"


class Guarded(Struct, frozen=True):
    """An application behind the guard. Without a token it answers only where it is called by a loopback name."""

    app: ASGIApp
    token: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        refusal = refused(Headers(scope=scope), self.token, scope["method"]) if scope["type"] == "http" else None
        if refusal is None or scope["path"] in OPEN:
            await self.app(scope, receive, send)
        else:
            await _answer(refusal, scope["path"])(scope, receive, send)


def refused(headers: Mapping[str, str], token: str, method: str = "GET") -> tuple[int, str] | None:
    """Why a request with these headers is not answered, with its status."""
    if token:
        shown = cookie_parser(headers.get("cookie", "")).get(COOKIE, "") if method == "GET" else ""
        right = is_same(headers.get("authorization", ""), f"Bearer {token}") or is_same(shown, pass_of(token))
        return None if right else (401, "say the token: Authorization: Bearer ...")
    if _name(headers.get("host", "")) not in LOCAL:
        return 403, "without a token, ask by a name of this machine: 127.0.0.1 or localhost"
    if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        return 403, "pages of other sites may not ask"
    return None


def pass_of(token: str) -> str:
    """What the cookie holds: who has it can read as long as the token is the same, and does not know the token."""
    return new(token.encode(), b"phonehome collector, reading", sha256).hexdigest()


def is_same(given: str, right: str) -> bool:
    """Whether it is; how long that takes tells nothing of where they differ."""
    return secrets.compare_digest(given.encode("utf-8", "surrogatepass"), right.encode("utf-8", "surrogatepass"))


def check(host: str, token: str) -> None:
    """Raises ValueError where others than this machine could ask without a token."""
    if token or host == "localhost":
        return
    try:
        local = ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise ValueError(f"--admin {host} can be reached from elsewhere; set PHONEHOME_ADMIN_TOKEN, or take 127.0.0.1")


def _answer(refusal: tuple[int, str], path: str) -> Response:
    status, sentence = refusal
    if status == 401 and path == PAGE:
        return RedirectResponse(DOOR, 303)
    challenge = {"www-authenticate": "Bearer"} if status == 401 else None
    return PlainTextResponse(sentence + "\n", status, challenge)


def _name(host: str) -> str:
    """The name without its port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower()
