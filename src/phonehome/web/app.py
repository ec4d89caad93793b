"""The pages of a running capture: the board, its changes as server-sent events, the evidence behind a row."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from threading import Event

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from phonehome.live.feed import Feed
from phonehome.web import page
from phonehome.web.guard import OPEN

# Seconds; nobody reads faster, and proxies and browsers give up on what is silent for longer.
_LEAST_PAUSE = 0.5
_GLANCE = 0.1
_HEARTBEAT = 15.0


class Board:
    """Answers for one feed until it is told that the capture ends; ``status`` begins the sentence above the table."""

    def __init__(self, feed: Feed, status: Callable[[], str]) -> None:
        self._feed = feed
        self._status = status
        self.ended = Event()

    async def index(self, _: Request) -> Response:
        """The board."""
        snapshot = self._feed.snapshot()
        return HTMLResponse(page.index(snapshot, self._status(), shows_values=self._feed.shows_values))

    async def evidence(self, request: Request) -> Response:
        """What stands behind a row."""
        wanted = request.path_params["number"]
        for row in self._feed.snapshot().rows:
            if str(row.number) == wanted:
                return HTMLResponse(page.proof(row, self._feed.knowledge, shows_values=self._feed.shows_values))
        return PlainTextResponse("There is no such row, or no longer.\n", 404)

    async def events(self, _: Request) -> Response:
        """The board at once, then what changes, twice a second at most. A slow reader gets the latest, not all."""
        return StreamingResponse(self._changes(), media_type="text/event-stream")

    async def health(self, _: Request) -> Response:
        """That it is there."""
        return PlainTextResponse("ok\n")

    async def _changes(self) -> AsyncIterator[bytes]:
        yield b"retry: 2000\n\n"
        told, said = -1, ""
        while not self.ended.is_set():
            snapshot, status = self._feed.snapshot(), self._status()
            if (snapshot.changed, status) == (told, said):
                yield b": still here\n\n"
            else:
                yield b"data: " + page.update(snapshot, told, status) + b"\n\n"
                told, said = snapshot.changed, status
            await self._pause(told, said)
        yield b"event: end\ndata:\n\n"

    async def _pause(self, told: int, said: str) -> None:
        """Until there is something to say, or it is time to say that there is nothing."""
        waited = 0.0
        while not self.ended.is_set() and waited < _HEARTBEAT:
            await asyncio.sleep(_GLANCE)
            waited += _GLANCE
            if waited >= _LEAST_PAUSE and (self._feed.changed, self._status()) != (told, said):
                return


def application(board: Board) -> Starlette:
    """The routes."""
    return Starlette(
        routes=[
            Route("/", board.index),
            Route("/events", board.events),
            Route("/evidence/{number}", board.evidence),
            Route(OPEN, board.health),
        ]
    )
