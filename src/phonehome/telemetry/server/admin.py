"""The door for those who ask: what was counted, how the collector is, closing a batch before its time, and pages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date

import msgspec
from msgspec import Struct
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from phonehome.telemetry import wire
from phonehome.telemetry.collect.answer import WEEK
from phonehome.telemetry.server import pages
from phonehome.telemetry.server.answers import answer
from phonehome.telemetry.server.batch import Batch
from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.guard import Guarded
from phonehome.telemetry.server.health import Health
from phonehome.telemetry.server.period import asked
from phonehome.telemetry.server.store import AwayError, Counted, FullError, Period
from phonehome.telemetry.server.upload import AWAY, body_of, json_answer

Ask = Callable[[Desk, Request], Awaitable[Response]]


class Day(Struct, frozen=True):
    """The reports of one day: how many, and how often each output was reported. They are random."""

    day: date
    closed: bool
    reports: int
    counts: dict[str, int]


class Days(Struct, frozen=True):
    """The days of a metric that have reports."""

    metric: str
    days: tuple[Day, ...]


class Which(Struct, frozen=True, forbid_unknown_fields=True):
    """The batch that is to be closed now."""

    metric: wire.Name
    day: date


class Failure(Struct, frozen=True):
    """Why there is no answer."""

    error: str


def admin_app(desk: Desk, token: str) -> Guarded:
    """The application that those ask who run the collector."""
    health = Health(desk)

    async def healthy(_: Desk, __: Request) -> Response:
        await health.check()
        return json_answer(200, b'{"ok":true}')

    def with_desk(ask: Ask) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            return await _answer(desk, request, ask)

        return answered

    routes = [
        *pages.routes(desk, token),
        Route("/healthz", with_desk(healthy), methods=["GET"]),
        Route("/metrics", with_desk(_metrics), methods=["GET"]),
        Route("/v1/batches", with_desk(_batches), methods=["GET"]),
        Route("/v1/estimates", with_desk(_estimates), methods=["GET"]),
        Route("/v1/counts", with_desk(_counts), methods=["GET"]),
        Route("/v1/close", with_desk(_close), methods=["POST"]),
    ]
    return Guarded(Starlette(routes=routes), token)


async def _answer(desk: Desk, request: Request, ask: Ask) -> Response:
    try:
        return await ask(desk, request)
    except (FullError, AwayError) as error:
        return json_answer(503, msgspec.json.encode(Failure(str(error))), {"retry-after": AWAY})
    except ClientDisconnect:
        return json_answer(400, msgspec.json.encode(Failure("the request was broken off")))
    except ValueError as error:
        return json_answer(400, msgspec.json.encode(Failure(str(error))))


async def _metrics(desk: Desk, _: Request) -> Response:
    batches = await asyncio.to_thread(desk.store.batches)
    closed = sum(batch.closed for batch in batches)
    gauges = {
        "phonehome_waiting": ("Uploads that wait for the next transaction.", float(desk.writer.waiting)),
        "phonehome_batches_open": ("Days of metrics that take reports.", float(len(batches) - closed)),
        "phonehome_batches_closed": ("Days of metrics that are counted.", float(closed)),
    }
    return PlainTextResponse(desk.tally.text(gauges), media_type="text/plain; version=0.0.4")


async def _batches(desk: Desk, _: Request) -> Response:
    return json_answer(200, msgspec.json.encode(await asyncio.to_thread(desk.store.batches)))


async def _found(desk: Desk, parameters: Mapping[str, str]) -> tuple[Period, list[Counted]]:
    period = asked(parameters, desk.today())
    if period.metric not in desk.questions:
        raise ValueError(f"no metric {period.metric!r} is asked; there are {', '.join(desk.questions)}")
    return period, await asyncio.to_thread(desk.store.counted, period)


async def _estimates(desk: Desk, request: Request) -> Response:
    parameters = dict(request.query_params)
    by = parameters.pop("by", "")
    period, found = await _found(desk, parameters)
    metric = desk.metrics.metrics[period.metric]
    if by not in {"", WEEK, metric.terms.by}:
        ways = " or ".join(filter(None, (WEEK, metric.terms.by)))
        raise ValueError(f"{metric.name} cannot be said by {by}, only by {ways}")
    said = await asyncio.to_thread(answer, metric, period, found, weekly=by == WEEK)
    return json_answer(200, msgspec.json.encode(said))


async def _counts(desk: Desk, request: Request) -> Response:
    period, found = await _found(desk, request.query_params)
    days = tuple(
        Day(one.batch.day, one.batch.closed, sum(one.counts.values()), {str(key): n for key, n in one.counts.items()})
        for one in found
    )
    return json_answer(200, msgspec.json.encode(Days(period.metric, days)))


async def _close(desk: Desk, request: Request) -> Response:
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise ValueError("say what to close in JSON (Content-Type: application/json)")
    which = msgspec.json.decode(await body_of(request), type=Which)
    batch = next((one for one in await asyncio.to_thread(desk.store.batches) if _is(one, which)), None)
    if batch is None:
        return json_answer(404, msgspec.json.encode(Failure(f"there are no reports of {which.metric} on {which.day}")))
    await desk.writer.run(lambda store: store.close(batch))
    return json_answer(200, b'{"closed":true}')


def _is(batch: Batch, which: Which) -> bool:
    return (batch.metric, batch.day) == (which.metric, which.day)
