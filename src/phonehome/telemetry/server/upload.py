"""The door for phones: reports, withdrawals, what is asked now. No address is kept, logged or stored."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import msgspec
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from phonehome.telemetry import wire
from phonehome.telemetry.server import openapi, reading
from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.limit import prefix
from phonehome.telemetry.server.store import AwayError, Entry, Fate, FullError, Removal
from phonehome.telemetry.server.writer import BusyError
from phonehome.telemetry.wire import Refusal

SECONDS_FOR_A_BODY = 10
# After how many seconds a phone comes back: soonest where only others' uploads are in the way.
BUSY, AWAY, FULL = "5", "60", "900"
ANSWERS: dict[Fate, tuple[int, bytes]] = {
    "stored": (202, b"{}"),
    "counted": (410, b'{"error":"counted"}'),
    "deleted": (200, b'{"deleted":true}'),
    "absent": (200, b'{"deleted":false}'),
}
Reader = Callable[[bytes], Entry | Removal | reading.Refused]


class Asked(msgspec.Struct, frozen=True):
    """A metric that is asked now: how the collector understands it, and until when."""

    definition: str
    expires: date


def upload_app(desk: Desk) -> Starlette:
    """The application that phones talk to."""
    known = {one.name: Asked(one.form, one.expires) for one in desk.questions.values()}
    current, described = msgspec.json.encode({"metrics": known}), msgspec.json.encode(openapi.document())

    async def report(request: Request) -> Response:
        return await _take(desk, request, lambda body: reading.report(body, desk.questions, desk.today()))

    async def withdraw(request: Request) -> Response:
        return await _take(desk, request, reading.withdrawal)

    return Starlette(
        routes=[
            Route(wire.REPORTS, report, methods=["POST"]),
            Route(wire.WITHDRAW, withdraw, methods=["POST"]),
            Route(wire.CATALOGUE, _constant(current), methods=["GET"]),
            Route("/openapi.json", _constant(described), methods=["GET"]),
            Route("/healthz", _constant(b'{"ok":true}'), methods=["GET"]),
        ]
    )


def _constant(content: bytes) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        return json_answer(200, content)

    return answer


async def _take(desk: Desk, request: Request, read: Reader) -> Response:
    response = await _answer(desk, request, read)
    desk.tally.answered(request.url.path.rpartition("/")[2], response.status_code)
    return response


async def _answer(desk: Desk, request: Request, read: Reader) -> Response:
    wait = desk.limit.wait(prefix(origin(request, behind_proxy=desk.behind_proxy)), desk.now())
    if wait:
        return refused(429, "rate", str(wait))
    try:
        async with asyncio.timeout(SECONDS_FOR_A_BODY):
            body = await body_of(request)
    except TimeoutError:
        return refused(408, "slow")
    except ClientDisconnect:
        return refused(400, "size")
    match read(body):
        case Entry() | Removal() as asked:
            return await _written(desk, asked)
        case (status, refusal):
            return json_answer(status, msgspec.json.encode(refusal))


async def _written(desk: Desk, asked: Entry | Removal) -> Response:
    try:
        return json_answer(*ANSWERS[await desk.writer.put(asked)])
    except FullError:
        return refused(507, "full", FULL)
    except AwayError:
        return refused(503, "away", AWAY)
    except BusyError:
        return refused(503, "busy", BUSY)


async def body_of(request: Request) -> bytes:
    """At most one byte more than a body may have."""
    held = b""
    async for chunk in request.stream():
        held += chunk[: wire.SIZE + 1 - len(held)]
        if len(held) > wire.SIZE:
            break
    return held


def origin(request: Request, *, behind_proxy: bool) -> str:
    """The address that sent it; behind a proxy what that proxy, and no other, wrote of it."""
    told = request.headers.get("x-forwarded-for", "") if behind_proxy else ""
    return told.rpartition(",")[2] or (request.client.host if request.client else "")


def refused(status: int, error: str, retry_after: str = "") -> Response:
    """An answer that says in one word why nothing was stored, and when to come back."""
    headers = {"retry-after": retry_after} if retry_after else {}
    return json_answer(status, msgspec.json.encode(Refusal(error)), headers)


def json_answer(status: int, content: bytes, headers: dict[str, str] | None = None) -> Response:
    """An answer that no proxy keeps; after a body that was too large, the connection ends."""
    extra = {
        "cache-control": "no-store",
        **(headers or {}),
        **({"connection": "close"} if status in {408, 413} else {}),
    }
    return Response(content, status, extra, "application/json")
