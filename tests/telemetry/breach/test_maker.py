from __future__ import annotations

import duckdb
import pytest
from msgspec import Struct

from phonehome.telemetry.breach.maker import chief, stored
from phonehome.telemetry.breach.table import Connection


class Sent(Struct, frozen=True):
    """A row of the view ``findings``."""

    exchange: int
    kind: str
    value: str
    path: str
    event: str | None = None
    event_start: int | None = None
    event_end: int | None = None
    event_app: str | None = None
    organisation: str = "OnePlus"


STATE = (
    Sent(1, "serial", "s1", "$.dl[0].id"),
    Sent(1, "imei", "i2", "$.dl[0].im"),
    Sent(1, "imei", "i1", "$.dl[0].im"),
    Sent(1, "battery", "90", "$.dl[0].bl"),
)
USE = (
    Sent(2, "serial", "s1", "$.dl[0].id"),
    Sent(2, "app_usage", "a.b 1/2", "$.dl[0].tk[0]", "", 5, 6, "a.b"),
    Sent(2, "app_usage", "a.b 3/4", "$.dl[0].tk[1]", "", 7, 8, "a.b"),
    Sent(2, "serial", "s1", "$.dl[1].id"),
    Sent(2, "screen_event", "screen_on", "$.dl[1]", "screen_on", 9),
    Sent(2, "app_list", "a.b, c.d", "$.dl"),
)
OTHER = (Sent(3, "advertising_id", "x", "$.a", organisation="Ads"),)


def findings(sent: tuple[Sent, ...]) -> Connection:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE findings (case_no BIGINT, exchange BIGINT, number INTEGER, time BIGINT, host VARCHAR,"
        " organisation VARCHAR, kind VARCHAR, value VARCHAR, layers VARCHAR, path VARCHAR, event VARCHAR,"
        " event_start BIGINT, event_end BIGINT, event_app VARCHAR)"
    )
    for number, one in enumerate(sent):
        row = [0, one.exchange, number, 100 * one.exchange, "a.example", one.organisation, one.kind, one.value, "json"]
        row += [one.path, one.event, one.event_start, one.event_end, one.event_app]
        connection.execute(f"INSERT INTO findings VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
    return connection


def test_events_are_joined_to_what_the_phone_told_before() -> None:
    table = stored(findings((*STATE, *USE, *OTHER)), "OnePlus")
    head = ["start", "end", "received", "serial", "imei", "battery", "app_usage", "screen_event", "app_list"]
    assert (table.columns, table.fetchall()) == (
        head,
        [
            (100, None, 100, "s1", "i1 i2", "90", None, None, None),
            (5, 6, 200, "s1", "i1 i2", None, "a.b", None, None),
            (7, 8, 200, "s1", "i1 i2", None, "a.b", None, None),
            (9, None, 200, "s1", "i1 i2", None, None, "screen_on", None),
        ],
    )


def test_who_got_most() -> None:
    assert chief(findings((*OTHER, *STATE))) == "OnePlus"
    assert chief(findings(())) == ""


def test_without_an_identifier_there_is_no_table() -> None:
    with pytest.raises(
        ValueError, match=r"^no identifier was found in the case, so nobody can say which records are of"
    ):
        stored(findings((STATE[-1],)))


def test_a_recipient_of_any_name() -> None:
    with pytest.raises(ValueError, match=r"^no identifier was found"):
        stored(findings(STATE), "O'Plus' OR true --")
