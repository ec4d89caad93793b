"""The door for phones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import httpx
import pytest
from msgspec.structs import replace
from starlette.requests import Request

from phonehome.telemetry import wire
from phonehome.telemetry.server import upload as module
from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.limit import Limit
from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import AwayError, FullError
from phonehome.telemetry.server.upload import origin, upload_app
from phonehome.telemetry.server.writer import BusyError
from telemetry.server.building import BATCH, Broken, Sent, answers, counts, report, upload, with_desk, withdrawal


def said(found: Iterable[httpx.Response]) -> list[tuple[int, str]]:
    return [(one.status_code, one.text) for one in found]


async def _ask(desk: Desk, *sent: Sent) -> list[tuple[int, str]]:
    return said(await answers(upload_app(desk), *sent))


def _take_back(number: int) -> Sent:
    return Sent("POST", wire.WITHDRAW, wire.pack(withdrawal(number)))


def test_a_report_is_stored_once_and_can_be_taken_back(sqlite: Sqlite) -> None:
    sent = (upload(1, 5), upload(1, 5), upload(2, 6), _take_back(2), _take_back(2), _take_back(3))
    assert with_desk(sqlite, lambda desk: _ask(desk, *sent)) == [
        *[(202, "{}")] * 3,
        (200, '{"deleted":true}'),
        *[(200, '{"deleted":false}')] * 2,
    ]
    assert counts(sqlite) == {5: 1}


def test_after_the_count_nothing_is_added_or_taken_back(sqlite: Sqlite) -> None:
    async def work(desk: Desk) -> list[tuple[int, str]]:
        await _ask(desk, upload(1, 5))
        await desk.writer.run(lambda store: store.close(BATCH))
        return await _ask(desk, upload(1, 5), upload(2, 5), _take_back(1))

    assert with_desk(sqlite, work) == [(410, '{"error":"counted"}')] * 3
    assert counts(sqlite) == {5: 1}


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (Sent("GET", "/healthz"), (200, '{"ok":true}')),
        (
            Sent("GET", wire.CATALOGUE),
            (
                200,
                (
                    '{"metrics":{"screen_hours":{"definition":"0123456789abcdef","expires":"2027-01-01"},'
                    '"reboots":{"definition":"fedcba9876543210","expires":"2026-10-12"}}}'
                ),
            ),
        ),
        (Sent("POST", wire.REPORTS, b"x"), (400, '{"error":"size"}')),
        (Sent("POST", wire.REPORTS, bytes(wire.SIZE)), (400, '{"error":"malformed"}')),
        (Sent("POST", wire.REPORTS, bytes(1 << 20)), (413, '{"error":"size"}')),
        (Sent("POST", wire.WITHDRAW, upload().body), (400, '{"error":"malformed"}')),
        (
            Sent("POST", wire.REPORTS, wire.pack(replace(report(), definition="f" * 16))),
            (409, '{"error":"definition"}'),
        ),
        (upload(1, 0, BATCH.closes), (422, '{"error":"day","today":"2026-10-15"}')),
        (Sent("GET", wire.REPORTS), (405, "Method Not Allowed")),
        (Sent("GET", "/admin"), (404, "Not Found")),
    ],
)
def test_an_answer(sqlite: Sqlite, sent: Sent, answer: tuple[int, str]) -> None:
    assert with_desk(sqlite, lambda desk: _ask(desk, sent)) == [answer]


@pytest.mark.parametrize(
    ("error", "status", "retry"),
    [(FullError("x"), 507, "900"), (AwayError("x"), 503, "60"), (BusyError("x"), 503, "5")],
)
def test_what_is_not_stored_is_kept_by_the_phone(error: Exception, status: int, retry: str) -> None:
    async def work(desk: Desk) -> tuple[int, str]:
        (found,) = await answers(upload_app(desk), upload())
        return found.status_code, found.headers["retry-after"]

    assert with_desk(Broken(error), work) == (status, retry)


@pytest.mark.parametrize(("behind_proxy", "passed"), [(False, [202, 429, 429]), (True, [202, 202, 429])])
def test_a_network_is_limited_by_the_address_that_can_be_believed(
    sqlite: Sqlite,
    behind_proxy: bool,  # noqa: FBT001
    passed: list[int],
) -> None:
    told = ("203.0.113.9, 198.51.100.1", "203.0.113.9, 203.0.113.7", "198.51.100.1, 203.0.113.8")
    sent = [replace(upload(number), headers={"x-forwarded-for": one}) for number, one in enumerate(told)]
    found = with_desk(
        sqlite,
        lambda desk: _ask(desk, *sent),
        lambda desk: replace(desk, limit=Limit(1), behind_proxy=behind_proxy),
    )
    assert [status for status, _ in found] == passed


def test_no_answer_is_kept_by_a_proxy_or_names_the_program(sqlite: Sqlite) -> None:
    async def work(desk: Desk) -> set[str]:
        return {
            name for one in await answers(upload_app(desk), upload(), Sent("GET", "/healthz")) for name in one.headers
        }

    assert with_desk(sqlite, work) == {"cache-control", "content-length", "content-type"}


def test_a_body_that_does_not_come_is_not_waited_for(sqlite: Sqlite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS_FOR_A_BODY", 0.05)

    async def work(desk: Desk) -> int:
        statuses: list[int] = []

        async def receive() -> dict[str, object]:
            await asyncio.Event().wait()
            return {}

        async def send(message: object) -> None:
            match message:
                case {"status": int(status)}:
                    statuses.append(status)

        scope = {
            "type": "http",
            "method": "POST",
            "path": wire.REPORTS,
            "headers": [],
            "query_string": b"",
            "root_path": "",
        }
        await upload_app(desk)(scope, receive, send)
        return statuses[0]

    assert with_desk(sqlite, work) == 408


def test_who_hangs_up_amid_a_body_leaves_nothing(sqlite: Sqlite) -> None:
    async def work(desk: Desk) -> None:
        parts = iter(({"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}))

        async def receive() -> dict[str, object]:
            return dict(next(parts))

        async def send(_: object) -> None:
            return

        scope = {
            "type": "http",
            "method": "POST",
            "path": wire.REPORTS,
            "headers": [],
            "query_string": b"",
            "root_path": "",
        }
        await upload_app(desk)(scope, receive, send)

    with_desk(sqlite, work)
    assert counts(sqlite) == {}


def test_without_an_address_all_share_one() -> None:
    assert origin(Request({"type": "http", "headers": []}), behind_proxy=True) == ""
