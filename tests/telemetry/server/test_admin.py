"""The door for those who ask."""

from __future__ import annotations

import httpx
import pytest
from msgspec.structs import replace

from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.server.admin import admin_app
from phonehome.telemetry.server.batch import batch_of
from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.questions import question, questions_of
from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import AwayError
from telemetry.server.building import YESTERDAY, Broken, Sent, answers, entry, with_desk

JSON = {"content-type": "application/json"}
CLOSE = Sent("POST", "/v1/close", b'{"metric":"screen_hours","day":"2026-10-14"}', JSON)
COUNTS = Sent("GET", "/v1/counts?metric=screen_hours")


async def _ask(desk: Desk, *sent: Sent) -> list[httpx.Response]:
    return await answers(admin_app(desk, ""), *sent)


def _said(sqlite: Sqlite, *sent: Sent) -> list[tuple[int, object]]:
    return [(one.status_code, one.json()) for one in with_desk(sqlite, lambda desk: _ask(desk, *sent))]


def test_counts_are_the_same_before_and_after_a_batch_is_closed(sqlite: Sqlite) -> None:
    sqlite.write([entry(1, 5), entry(2, 5), entry(3, 7)], [])
    day = {"day": "2026-10-14", "reports": 3, "counts": {"5": 2, "7": 1}}
    assert _said(sqlite, COUNTS, CLOSE, COUNTS) == [
        (200, {"metric": "screen_hours", "days": [{**day, "closed": False}]}),
        (200, {"closed": True}),
        (200, {"metric": "screen_hours", "days": [{**day, "closed": True}]}),
    ]


@pytest.mark.parametrize(
    ("sent", "status", "error"),
    [
        (Sent("GET", "/v1/counts?metric=steps"), 400, "no metric 'steps' is asked; there are screen_hours, reboots"),
        (Sent("GET", "/v1/counts?metric=screen_hours&since=x"), 400, "since is no day; write it as 2026-10-01"),
        (CLOSE, 404, "there are no reports of screen_hours on 2026-10-14"),
        (replace(CLOSE, headers={}), 400, "say what to close in JSON (Content-Type: application/json)"),
        (replace(CLOSE, body=b"{"), 400, "Input data was truncated"),
        (replace(CLOSE, body=bytes(9999)), 400, None),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(
    sqlite: Sqlite, sent: Sent, status: int, error: str | None
) -> None:
    ((found, said),) = _said(sqlite, sent)
    assert (found, error is None or said == {"error": error}) == (status, True)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("metric=reboot_cause", 200, 0),
        ("metric=reboot_cause&by=week", 200, 1),
        ("metric=reboot_cause&by=os_version", 200, 0),
        ("metric=reboot_cause&by=phone", 400, "reboot_cause cannot be said by phone, only by week or os_version"),
        ("metric=screen_hours&by=os_version", 400, "screen_hours cannot be said by os_version, only by week"),
        ("metric=screen_hours&since=9999-01-01", 400, "since 9999-01-01 is after until 2026-10-15"),
    ],
)
def test_estimates_are_divided_as_they_can_be(sqlite: Sqlite, query: str, status: int, said: int | str) -> None:
    metrics = read(catalogue())
    batch = batch_of(question(metrics.metrics["reboot_cause"]), YESTERDAY)
    sqlite.write([entry(1, 0, batch)], [])

    async def work(desk: Desk) -> list[httpx.Response]:
        return await _ask(desk, Sent("GET", f"/v1/estimates?{query}"))

    (found,) = with_desk(
        sqlite, work, lambda desk: replace(desk, metrics=metrics, questions=questions_of(metrics.metrics))
    )
    told = found.json()
    assert (found.status_code, len(told["weeks"]) if status == 200 else told["error"]) == (status, said)


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/v1/batches"])
def test_a_database_that_is_away_is_told(path: str) -> None:
    found = with_desk(Broken(AwayError("it is locked")), lambda desk: _ask(desk, Sent("GET", path)))
    assert [(one.status_code, one.json()) for one in found] == [(503, {"error": "it is locked"})]


def test_health_and_metrics(sqlite: Sqlite) -> None:
    sqlite.write([entry(1)], [])
    health, metrics, batches = with_desk(
        sqlite, lambda desk: _ask(desk, Sent("GET", "/healthz"), Sent("GET", "/metrics"), Sent("GET", "/v1/batches"))
    )
    assert (health.json(), "phonehome_batches_open 1" in metrics.text.splitlines(), len(batches.json())) == (
        {"ok": True},
        True,
        1,
    )


def test_with_a_token_only_health_is_for_all(sqlite: Sqlite) -> None:
    async def work(desk: Desk) -> list[int]:
        bearer = {"authorization": "Bearer right"}
        sent = (Sent("GET", "/healthz"), Sent("GET", "/metrics"), Sent("GET", "/metrics", headers=bearer))
        return [one.status_code for one in await answers(admin_app(desk, "right"), *sent)]

    assert with_desk(sqlite, work) == [200, 401, 200]
