from __future__ import annotations

import pytest

from phonehome.model import Exchange, Response
from phonehome.phones.server import Request, Server, ask

SERVER = Server("a.example.org", "192.0.2.1", "org.example", size=7)
ANSWER = Response(200, (("Content-Type", "application/json"),), 7)


@pytest.mark.parametrize(
    ("server", "request_", "exchange"),
    [
        (
            SERVER,
            Request("/x?y=1", (("A", "b"),)),
            Exchange(
                0,
                "GET",
                "https://a.example.org/x?y=1",
                5,
                (("A", "b"), ("Host", "a.example.org")),
                b"",
                "192.0.2.1",
                "org.example",
                response=ANSWER,
            ),
        ),
        (
            Server("b.example.org", "192.0.2.2", "org.other", "text/plain", 0, "http"),
            Request("/", (), b"xyz"),
            Exchange(
                0,
                "POST",
                "http://b.example.org/",
                5,
                (("Content-Length", "3"), ("Host", "b.example.org")),
                b"xyz",
                "192.0.2.2",
                "org.other",
                response=Response(200, (("Content-Type", "text/plain"),), 0),
            ),
        ),
    ],
)
def test_a_body_makes_it_a_post(server: Server, request_: Request, exchange: Exchange) -> None:
    assert ask(server, request_, 5) == exchange
