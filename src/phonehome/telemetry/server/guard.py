"""Who may ask the collector: this machine alone, or who has the token; never pages of other sites."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from ipaddress import ip_address

from msgspec import Struct
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOCAL = {"localhost", "127.0.0.1", "[::1]"}
OPEN = {"/healthz"}


class Guarded(Struct, frozen=True):
    """An application behind the guard. Without a token it answers only where it is called by a loopback name."""

    app: ASGIApp
    token: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        refusal = refused(Headers(scope=scope), self.token) if scope["type"] == "http" else None
        if refusal is None or scope["path"] in OPEN:
            await self.app(scope, receive, send)
        else:
            status, sentence = refusal
            challenge = {"www-authenticate": "Bearer"} if status == 401 else None
            await PlainTextResponse(sentence + "\n", status, challenge)(scope, receive, send)


def refused(headers: Mapping[str, str], token: str) -> tuple[int, str] | None:
    """Why a request with these headers is not answered, with its status."""
    if token:
        given = headers.get("authorization", "").encode()
        right = secrets.compare_digest(given, f"Bearer {token}".encode())
        return None if right else (401, "say the token: Authorization: Bearer ...")
    if _name(headers.get("host", "")) not in LOCAL:
        return 403, "without a token, ask by a name of this machine: 127.0.0.1 or localhost"
    if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        return 403, "pages of other sites may not ask"
    return None


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


def _name(host: str) -> str:
    """The name without its port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower()
