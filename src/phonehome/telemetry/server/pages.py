"""What a browser gets of the door for those who ask: the page of all metrics, and the door to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from phonehome.telemetry.dashboard.board import Batches, Card, card
from phonehome.telemetry.dashboard.page import Asked, away, door, page, policy
from phonehome.telemetry.metric import Metric
from phonehome.telemetry.server.answers import answer
from phonehome.telemetry.server.batch import Batch
from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.guard import COOKIE, DOOR, is_same, pass_of
from phonehome.telemetry.server.period import asked
from phonehome.telemetry.server.store import AwayError, FullError, Period
from phonehome.telemetry.server.upload import SECONDS_FOR_A_BODY, body_of

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": policy(),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def routes(desk: Desk, token: str) -> list[Route]:
    """The routes of both pages."""

    async def board(request: Request) -> Response:
        return await _board(desk, request)

    async def enter(request: Request) -> Response:
        return await _enter(token, request)

    return [Route("/", board, methods=["GET"]), Route(DOOR, enter, methods=["GET", "POST"])]


async def _board(desk: Desk, request: Request) -> Response:
    status, wanted, period = 200, "", asked({}, desk.today())
    try:
        period = asked(request.query_params, desk.today())
    except ValueError as error:
        status, wanted = 400, str(error)
    days = Asked(period.since, period.until, desk.today(), wanted)
    try:
        cards = await asyncio.to_thread(_cards, desk, period)
    except (FullError, AwayError) as error:
        return _html(away(str(error)), 503)
    return _html(page(days, desk.metrics.purposes, cards), status)


def _cards(desk: Desk, period: Period) -> list[Card]:
    batches = desk.store.batches()
    return [_card(desk, metric, period, batches) for metric in desk.metrics.metrics.values()]


def _card(desk: Desk, metric: Metric, period: Period, batches: Sequence[Batch]) -> Card:
    asked_of = Period(metric.name, period.since, period.until)
    said = answer(metric, asked_of, desk.store.counted(asked_of), weekly=True)
    own = [one for one in batches if one.metric == metric.name]
    counted = max((one.day for one in own if one.closed), default=None)
    return card(metric, said, Batches(counted, sum(not one.closed for one in own)), desk.today())


async def _enter(token: str, request: Request) -> Response:
    """Who knows the token gets a cookie that opens the page; it does not hold the token."""
    if not token:
        return RedirectResponse("/", 303)
    if request.method == "GET":
        return _html(door(refused=False), 200)
    try:
        async with asyncio.timeout(SECONDS_FOR_A_BODY):
            body = await body_of(request)
    except (TimeoutError, ClientDisconnect):
        return _html(door(refused=True), 408)
    given = parse_qs(body.decode("utf-8", "replace")).get("token", [""])[0]
    if not is_same(given, token):
        return _html(door(refused=True), 403)
    welcome = RedirectResponse("/", 303)
    welcome.set_cookie(COOKIE, pass_of(token), httponly=True, samesite="strict")
    return welcome


def _html(text: str, status: int) -> Response:
    return HTMLResponse(text, status, HEADERS)
