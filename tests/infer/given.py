"""Evidence from a few rows that a test writes down: what was sent when, to whom, and what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb
import pyarrow as pa
from msgspec import Struct

from phonehome.infer.evidence import Evidence, evidence
from phonehome.knowledge.load import load
from phonehome.model import CaseInfo
from phonehome.tables import EXCHANGES, FIELDS, FINDINGS, fingerprint

START = 1_484_524_800_000  # Monday, 2017-01-16 00:00 UTC
HOUR = 3_600_000
DAY = 24 * HOUR


class Sent(Struct, frozen=True):
    """An exchange."""

    time: int | None = START
    host: str = "open.oneplus.net"
    organisation: str = "OnePlus"
    role: str = "maker"
    size: int = 1_000
    case_no: int = 0
    address: str = ""
    sent: bool = True
    path: str = "/"


class Found(Struct, frozen=True):
    """A finding in the exchange of that place in the list; ``event`` is (name, start, end, app)."""

    exchange: int
    kind: str
    value: str = ""
    certainty: str = "confirmed"
    event: tuple[str, int, int | None, str] | None = None
    layers: str = "body > json"
    path: str = "$.a"
    reason: tuple[str, str, str] = ("known", "the owner's value", "owner.toml")


class Held(Struct, frozen=True):
    """A field in the exchange of that place in the list."""

    exchange: int
    value: str
    layers: str = "body > json"
    path: str = "$.b"
    type: str = "text"


def given(
    sent: Sequence[Sent],
    found: Sequence[Found],
    timezone: str = "",
    say: Callable[[str], str] = str,
    *,
    held: Sequence[Held] = (),
) -> Evidence:
    """Evidence of as many cases as the exchanges name; a case's exchanges are numbered in the order of the list."""
    tables = duckdb.connect()
    numbers = _numbers(sent)
    _create(tables, "every_exchange", pa.schema([("case_no", pa.int64()), *EXCHANGES]), _exchanges(sent, numbers))
    _create(tables, "findings", pa.schema([("case_no", pa.int64()), *FINDINGS]), _findings(sent, found, numbers))
    _create(tables, "fields", pa.schema([("case_no", pa.int64()), *FIELDS]), _fields(sent, held, numbers))
    tables.execute("CREATE VIEW exchanges AS FROM every_exchange")
    cases = tuple(CaseInfo((), {}, timezone=timezone) for _ in range(max((one.case_no for one in sent), default=0) + 1))
    return evidence(tables, cases, load(), say)


def _numbers(sent: Sequence[Sent]) -> list[int]:
    counts: dict[int, int] = {}
    numbers = []
    for one in sent:
        numbers.append(counts.get(one.case_no, 0))
        counts[one.case_no] = numbers[-1] + 1
    return numbers


def _create(tables: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, rows: list[dict[str, object]]) -> None:
    tables.register("rows", pa.Table.from_pylist(rows, schema=schema))
    tables.execute(f"CREATE TABLE {name} AS FROM rows")
    tables.unregister("rows")


def _recipient(one: Sent) -> dict[str, object]:
    return {"host": one.host, "organisation": one.organisation, "country": "", "role": one.role, "category": ""}


def _exchanges(sent: Sequence[Sent], numbers: Sequence[int]) -> list[dict[str, object]]:
    return [
        {
            **_recipient(one),
            "case_no": one.case_no,
            "exchange": number,
            "time": one.time,
            "method": "POST",
            "url": f"https://{one.host}{one.path}",
            "address": one.address,
            "server_country": "",
            "app": "",
            "sent": one.sent,
            "status": 200,
            "bytes_sent": one.size,
            "bytes_understood": one.size,
        }
        for one, number in zip(sent, numbers, strict=True)
    ]


def _fields(sent: Sequence[Sent], held: Sequence[Held], numbers: Sequence[int]) -> list[dict[str, object]]:
    return [
        {
            "case_no": sent[one.exchange].case_no,
            "exchange": numbers[one.exchange],
            "number": place,
            "layers": one.layers,
            "path": one.path,
            "type": one.type,
            "value": one.value,
            "size": len(one.value),
        }
        for place, one in enumerate(held)
    ]


def _findings(sent: Sequence[Sent], found: Sequence[Found], numbers: Sequence[int]) -> list[dict[str, object]]:
    return [_finding(sent[one.exchange], one, (numbers[one.exchange], place)) for place, one in enumerate(found)]


def _finding(sent: Sent, one: Found, numbers: tuple[int, int]) -> dict[str, object]:
    event = one.event or (None, None, None, None)
    return {
        **_recipient(sent),
        "case_no": sent.case_no,
        "exchange": numbers[0],
        "number": numbers[1],
        "time": sent.time,
        "kind": one.kind,
        "certainty": one.certainty,
        "value": one.value,
        "layers": one.layers,
        "path": one.path,
        "wrapping": one.layers,
        "place": one.path,
        "reasons": [dict(zip(("way", "text", "source"), one.reason, strict=True))],
        "fingerprint": fingerprint(sent.host, one.kind, one.layers, one.path),
        "event": event[0],
        "event_start": event[1],
        "event_end": event[2],
        "event_app": event[3],
    }
