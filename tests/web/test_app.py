from __future__ import annotations

import asyncio

from httpx import ASGITransport, AsyncClient, Response

from live.given import IMEI, MAKER, found, sent
from phonehome.knowledge.load import load
from phonehome.live.feed import Feed
from phonehome.web.app import Board, application


def _feed() -> Feed:
    feed = Feed(load())
    feed.add(sent(MAKER, found("imei", "$.i", IMEI)))
    return feed


def _get(board: Board, path: str) -> Response:
    async def ask() -> Response:
        async with AsyncClient(transport=ASGITransport(application(board)), base_url="http://here") as client:
            return await client.get(path)

    return asyncio.run(ask())


def test_pages_are_found() -> None:
    board = Board(_feed(), lambda: "1 recorded")
    found_at = {path: _get(board, path) for path in ("/", "/evidence/1", "/evidence/2", "/evidence/x", "/healthz")}
    assert [one.status_code for one in found_at.values()] == [200, 200, 404, 404, 200]
    assert "1 recorded · 1 recipient" in found_at["/"].text
    assert "49**********518" in found_at["/evidence/1"].text
    assert [_get(board, f"/evidence/{number}").status_code for number in ("9" * 5_000, "01", "\u0661")] == [404] * 3
    assert found_at["/evidence/2"].text == "There is no such row, or no longer.\n"


def test_nobody_writes_here() -> None:
    async def ask() -> int:
        transport = ASGITransport(application(Board(_feed(), str)))
        async with AsyncClient(transport=transport, base_url="http://here") as client:
            return (await client.post("/")).status_code

    assert asyncio.run(ask()) == 405


def test_events_end_when_the_capture_does() -> None:
    board = Board(_feed(), str)
    board.ended.set()
    said = _get(board, "/events")
    assert said.headers["Content-Type"].startswith("text/event-stream")
    assert said.text == "retry: 2000\n\nevent: end\ndata:\n\n"
