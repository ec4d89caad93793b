from __future__ import annotations

import asyncio

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.responses import PlainTextResponse

from phonehome.web.address import Address
from phonehome.web.guard import Guard, Lock

LOCK = Lock(Address("127.0.0.1", 8080), "right", "default-src 'none'")
COOKIE = {"Cookie": "phonehome-8080=right"}


def _get(path: str, headers: dict[str, str] | None = None, base: str = "http://127.0.0.1:8080") -> Response:
    async def ask() -> Response:
        transport = ASGITransport(Guard(PlainTextResponse("in"), LOCK))
        async with AsyncClient(transport=transport, base_url=base) as client:
            return await client.get(path, headers=headers)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("path", "headers", "answer"),
    [
        ("/", {}, (403, "Open this page by the address that the capture printed: it holds the token.\n")),
        (
            "/",
            {"Cookie": "phonehome-8080=wrong"},
            (403, "Open this page by the address that the capture printed: it holds the token.\n"),
        ),
        (
            "/",
            {"Cookie": "phonehome-8081=right"},
            (403, "Open this page by the address that the capture printed: it holds the token.\n"),
        ),
        ("/?token=wrong", {}, (403, "That token is not the one of this capture.\n")),
        ("/?token=wrong", COOKIE, (403, "That token is not the one of this capture.\n")),
        ("/?token=", {}, (403, "That token is not the one of this capture.\n")),
        ("/?token=%C3%A9", {}, (403, "That token is not the one of this capture.\n")),
        ("/events", {}, (403, "Open this page by the address that the capture printed: it holds the token.\n")),
        ("/evidence/1", {}, (403, "Open this page by the address that the capture printed: it holds the token.\n")),
        ("/", COOKIE, (200, "in")),
        ("/healthz", {}, (200, "in")),
        ("/healthz", {"Host": "evil.example"}, (403, "This page is not served under that name.\n")),
        ("/", {**COOKIE, "Host": "evil.example"}, (403, "This page is not served under that name.\n")),
    ],
)
def test_who_is_let_in(path: str, headers: dict[str, str], answer: tuple[int, str]) -> None:
    said = _get(path, headers)
    assert (said.status_code, said.text) == answer
    assert said.headers["Content-Security-Policy"] == "default-src 'none'"
    assert (said.headers["Cache-Control"], said.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_the_token_moves_from_the_address_into_a_strict_cookie() -> None:
    said = _get("//evil.example/?token=right")
    assert (said.status_code, said.headers["Location"]) == (303, "/")
    assert said.headers["Set-Cookie"] == "phonehome-8080=right; HttpOnly; Path=/; SameSite=strict"
