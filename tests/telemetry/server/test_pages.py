"""What a browser gets of the door for those who ask."""

from __future__ import annotations

import httpx
import pytest
from msgspec.structs import replace
from starlette.types import Message, Scope

from phonehome.telemetry.metrics import catalogue, read
from phonehome.telemetry.server.admin import admin_app
from phonehome.telemetry.server.batch import batch_of
from phonehome.telemetry.server.desk import Desk
from phonehome.telemetry.server.guard import COOKIE, pass_of
from phonehome.telemetry.server.questions import question, questions_of
from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.store import AwayError, Store
from telemetry.server.building import YESTERDAY, Broken, Sent, answers, entry, with_desk

METRICS = read(catalogue())
BATCH = batch_of(question(METRICS.metrics["reboots"]), YESTERDAY)
JSON = (b"content-type", b"application/json")
FORM = {"content-type": "application/x-www-form-urlencoded"}


def _asked(store: Store, token: str, *sent: Sent) -> list[httpx.Response]:
    async def work(desk: Desk) -> list[httpx.Response]:
        return await answers(admin_app(desk, token), *sent)

    asks = questions_of(METRICS.metrics)
    return with_desk(store, work, lambda desk: replace(desk, metrics=METRICS, questions=asks))


def test_the_page_has_a_card_for_each_metric(sqlite: Sqlite) -> None:
    sqlite.write([entry(1, 0, BATCH), entry(2, 0, BATCH)], [])
    sqlite.close(BATCH)
    (page,) = _asked(sqlite, "", Sent("GET", "/"))
    assert (page.status_code, page.text.count("<article")) == (200, len(METRICS.metrics))
    assert "counted up to 2026-10-14" in page.text
    assert "2 reports of 1 day" in page.text
    assert "none is counted yet" in page.text


def test_headers_let_nothing_in_and_nothing_out(sqlite: Sqlite) -> None:
    (page,) = _asked(sqlite, "", Sent("GET", "/"))
    policy = dict(one.strip().split(" ", 1) for one in page.headers["content-security-policy"].split(";"))
    assert (policy["default-src"], policy["frame-ancestors"], page.headers["cache-control"]) == (
        "'none'",
        "'none'",
        "no-store",
    )


def test_a_period_that_cannot_be_is_told_on_the_page(sqlite: Sqlite) -> None:
    (page,) = _asked(sqlite, "", Sent("GET", "/?since=2026-10-12&until=2026-10-10"))
    assert (page.status_code, "since 2026-10-12 is after until 2026-10-10. Shown instead: " in page.text) == (400, True)
    (asked,) = _asked(sqlite, "", Sent("GET", "/?since=2026-10-10&until=2026-10-12"))
    assert (asked.status_code, "10 to 12 Oct 2026" in asked.text) == (200, True)


def test_a_database_that_is_away_is_told_on_the_page() -> None:
    (page,) = _asked(Broken(AwayError("it is <locked>")), "", Sent("GET", "/"))
    assert (page.status_code, "it is &lt;locked&gt;" in page.text) == (503, True)


def test_with_a_token_the_page_has_a_door(sqlite: Sqlite) -> None:
    page, door = _asked(sqlite, "right", Sent("GET", "/"), Sent("GET", "/enter"))
    assert (page.status_code, page.headers["location"], door.status_code) == (303, "/enter", 200)
    assert '<form class="period" method="post" action="/enter">' in door.text


@pytest.mark.parametrize(
    ("body", "status", "passed"),
    [
        (b"token=right", 303, True),
        (b"token=wrong", 403, False),
        (b"", 403, False),
        (b"token=" + b"x" * 9999, 403, False),
    ],
)
def test_who_says_the_token_at_the_door_may_read_and_nothing_else(
    sqlite: Sqlite, body: bytes, status: int, *, passed: bool
) -> None:
    (entered,) = _asked(sqlite, "right", Sent("POST", "/enter", body, FORM))
    cookie = entered.headers.get("set-cookie", "")
    assert (entered.status_code, cookie.startswith(f"{COOKIE}={pass_of('right')}; HttpOnly;")) == (status, passed)
    assert "right" not in cookie


def test_the_cookie_opens_what_reads_and_closes_nothing(sqlite: Sqlite) -> None:
    cookie = {"cookie": f"{COOKIE}={pass_of('right')}", "content-type": "application/json"}
    paths = ("/", "/v1/estimates?metric=reboots")
    found = _asked(
        sqlite,
        "right",
        *(Sent("GET", path, headers=cookie) for path in paths),
        Sent("POST", "/v1/close", b'{"metric":"reboots","day":"2026-10-14"}', cookie),
    )
    assert [one.status_code for one in found] == [200, 200, 401]


def test_without_a_token_there_is_no_door(sqlite: Sqlite) -> None:
    (door,) = _asked(sqlite, "", Sent("GET", "/enter"))
    assert (door.status_code, door.headers["location"]) == (303, "/")


def test_a_door_that_is_left_half_way_is_an_answer(sqlite: Sqlite) -> None:
    """The client hangs up before its form has come."""
    said: list[int] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        said.append(message.get("status", 0))

    async def work(desk: Desk) -> None:
        for path, headers in (("/enter", []), ("/v1/close", [(b"authorization", b"Bearer right"), JSON])):
            await admin_app(desk, "right")(_scope(path, headers), receive, send)

    with_desk(sqlite, work)
    assert said == [408, 0, 400, 0]


def _scope(path: str, headers: list[tuple[bytes, bytes]]) -> Scope:
    about = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
    return {**about, "root_path": "", "scheme": "http", "server": ("x", 80), "client": ("192.0.2.1", 1)}
