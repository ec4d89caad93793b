"""The description of the upload door, held against what the door does."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from phonehome.telemetry import wire
from phonehome.telemetry.server import openapi
from phonehome.telemetry.server.sqlite import Sqlite
from phonehome.telemetry.server.upload import upload_app
from telemetry.server.building import QUESTION, Sent, answers, report, upload, with_desk, withdrawal

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "telemetry-api.json"
DOCUMENT = json.loads(msgspec.json.encode(openapi.document()))


def test_the_page_is_that_of_the_code() -> None:
    assert json.loads(PAGE.read_bytes()) == DOCUMENT


def test_the_door_serves_it(sqlite: Sqlite) -> None:
    (found,) = with_desk(sqlite, lambda desk: answers(upload_app(desk), Sent("GET", "/openapi.json")))
    assert found.json() == DOCUMENT


@pytest.mark.parametrize(("name", "message"), [("Report", report()), ("Withdrawal", withdrawal())])
def test_what_a_phone_packs_is_as_described(name: str, message: wire.Report | wire.Withdrawal) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    jsonschema.validate(json.loads(wire.pack(message)), schema)


def _operations() -> list[tuple[str, str]]:
    return [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]


SENT = st.one_of(
    st.builds(
        lambda day, number, definition, metric: Sent(
            "POST",
            wire.REPORTS,
            wire.pack(replace(report(), day=day, report=number, definition=definition, metric=metric)),
        ),
        st.dates(),
        st.integers(0, 2**63 - 1) | st.integers(0, 60),
        st.sampled_from([QUESTION.form, "f" * 16]),
        st.sampled_from(["screen_hours", "reboots", "else"]),
    ),
    st.builds(lambda day: Sent("POST", wire.WITHDRAW, wire.pack(withdrawal(1, day))), st.dates()),
    st.builds(
        lambda path, body: Sent("POST", path, body),
        st.sampled_from([wire.REPORTS, wire.WITHDRAW]),
        st.binary(max_size=600),
    ),
    st.builds(lambda output: upload(output, output), st.integers(0, 60)),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SENT, min_size=1, max_size=20))
def test_every_answer_is_one_that_is_described(sqlite: Sqlite, sent: list[Sent]) -> None:
    found = with_desk(sqlite, lambda desk: answers(upload_app(desk), *sent))
    for one, answer in zip(sent, found, strict=True):
        described = DOCUMENT["paths"][one.path]["post"]["responses"][str(answer.status_code)]
        schema = described["content"]["application/json"]["schema"]
        jsonschema.validate(answer.json(), {**schema, "components": DOCUMENT["components"]})
        assert answer.status_code < 500


def test_every_route_is_described() -> None:
    assert _operations() == [
        ("/v1/reports", "post"),
        ("/v1/withdraw", "post"),
        ("/v1/catalogue", "get"),
        ("/healthz", "get"),
        ("/openapi.json", "get"),
    ]
