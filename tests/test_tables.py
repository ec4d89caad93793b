from __future__ import annotations

import math

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from phonehome.decode import fields
from phonehome.decode.codec import Decoded
from phonehome.engine import Examined
from phonehome.model import Event, Exchange, Field, Finding, Location, Reason, Recipient, Response, Step
from phonehome.tables import SCHEMAS, Batch, batch, entropy, fingerprint

MAKER = Recipient("open.oneplus.net", "OnePlus", "CN", "maker")
EXCHANGE = Exchange(
    index=7,
    method="POST",
    url="https://open.oneplus.net/x",
    time=1_484_177_517_017,
    address="198.51.100.7",
    app="com.example",
    response=Response(204),
)
NOISE = bytes(range(256))
BODY = Field("body", "", b"x")
JSON = Field("json", "$.a[3].b", "", BODY)
FIELDS = [
    Field("header", "host", "open.oneplus.net"),
    Field("json", "$.a[3].n", 12, BODY),
    Field("json", "$.a[3].r", 1.5, BODY),
    Field("base64", "", "text", JSON),
    Field("body", "tail", NOISE, opaque="nothing opens it"),
]
REASON = Reason("known", "the owner's IMEI", "3GPP TS 23.003")
FINDING = Finding(
    kind="imei",
    certainty="confirmed",
    value="490154203237518",
    location=Location(7, (Step("body"), Step("json", "$.a[3].b"), Step("base64", "$[1]"))),
    reasons=(REASON,),
    event=Event("screen_on", 1, 2, "com.example"),
)


def rows(found: pa.RecordBatch) -> list[dict[str, object]]:
    answer: list[dict[str, object]] = found.to_pylist()
    return answer


def examined(*values: Field, findings: tuple[Finding, ...] = (), exchange: Exchange = EXCHANGE) -> Examined:
    return Examined(exchange, MAKER, Decoded(list(values), 300, 44), list(findings))


def test_exchange_is_one_row() -> None:
    assert rows(batch([examined()]).exchanges) == [
        {
            "exchange": 7,
            "time": 1_484_177_517_017,
            "method": "POST",
            "url": "https://open.oneplus.net/x",
            **asdict(MAKER),
            "address": "198.51.100.7",
            "server_country": "",
            "app": "com.example",
            "sent": True,
            "status": 204,
            "bytes_sent": 300,
            "bytes_understood": 44,
            "bytes_received": 0,
        }
    ]


def test_attempt_has_neither_time_nor_status() -> None:
    (row,) = rows(batch([examined(exchange=Exchange(0, "CONNECT", "https://x/", sent=False))]).exchanges)
    assert (row["time"], row["status"], row["sent"]) == (None, None, False)


def test_field_has_its_layers_type_and_size() -> None:
    table = rows(batch([examined(*FIELDS)]).fields)
    keys = ("number", "layers", "path", "type", "value", "size", "opaque")
    assert [tuple(row[key] for key in keys) for row in table] == [
        (0, "header", "host", "text", "open.oneplus.net", 16, None),
        (1, "body > json", "$.a[3].n", "integer", "12", 2, None),
        (2, "body > json", "$.a[3].r", "real", "1.5", 3, None),
        (3, "body > json $.a[3].b > base64", "", "text", "text", 4, None),
        (4, "body", "tail", "bytes", NOISE[:64].hex(), 256, "nothing opens it"),
    ]
    assert [row["entropy"] for row in table] == [None, None, None, None, 8.0]


def test_finding_has_place_reasons_event_and_fingerprint() -> None:
    assert rows(batch([examined(findings=(FINDING,))]).findings) == [
        {
            "exchange": 7,
            "number": 0,
            "time": 1_484_177_517_017,
            **asdict(MAKER),
            "kind": "imei",
            "certainty": "confirmed",
            "value": "490154203237518",
            "layers": "body > json $.a[3].b > base64",
            "path": "$[1]",
            "wrapping": "body > json $.a[].b > base64",
            "place": "$[]",
            "reasons": [{"way": "known", "text": "the owner's IMEI", "source": "3GPP TS 23.003"}],
            "fingerprint": fingerprint("open.oneplus.net", "imei", "body > json $.a[].b > base64", "$[]"),
            "event": "screen_on",
            "event_start": 1,
            "event_end": 2,
            "event_app": "com.example",
        }
    ]


def test_finding_without_event_leaves_its_columns_empty() -> None:
    still = Finding("imei", "likely", "1", Location(7, (Step("query", "q"),)), (REASON,))
    (row,) = rows(batch([examined(findings=(still,))]).findings)
    assert [row[name] for name in ("event", "event_start", "event_end", "event_app")] == [None] * 4


def test_rows_stand_in_order_of_exchange_and_number() -> None:
    two = [examined(*FIELDS[:2], findings=(FINDING, FINDING)), examined(*FIELDS[:1])]
    found = batch(two)
    assert [row["number"] for row in rows(found.fields)] == [0, 1, 0]
    assert [row["number"] for row in rows(found.findings)] == [0, 1]


def test_nothing_examined_is_three_empty_tables() -> None:
    empty = batch([])
    schemas = {"exchanges": empty.exchanges, "fields": empty.fields, "findings": empty.findings}
    assert {name: (table.num_rows, table.schema) for name, table in schemas.items()} == {
        name: (0, schema) for name, schema in SCHEMAS.items()
    }


def test_lone_surrogate_becomes_a_visible_escape() -> None:
    half = Finding("imei", "likely", "\ud83d", Location(7, (Step("query", "ü\ud83d"),)), (REASON,))
    found = batch([examined(Field("json", "$.ü", "\ud83d"), findings=(half,))])
    assert [(row["path"], row["value"]) for row in rows(found.fields)] == [("$.ü", "\\ud83d")]
    assert [(row["path"], row["value"]) for row in rows(found.findings)] == [("ü\\ud83d", "\\ud83d")]


@given(st.binary(max_size=400), st.sampled_from(["application/json", "text/plain", ""]))
def test_any_body_becomes_rows_that_say_why_bytes_were_not_opened(body: bytes, content_type: str) -> None:
    exchange = Exchange(0, "POST", "https://example.org/\ud800", headers=(("Content-Type", content_type),), body=body)
    found: Batch = batch([Examined(exchange, MAKER, fields(exchange), [])])
    assert all((row["type"] == "bytes") == (row["opaque"] is not None) for row in rows(found.fields))


@pytest.mark.parametrize(
    ("data", "bits"),
    [(b"", 0.0), (b"aaaa", 0.0), (b"abab", 1.0), (NOISE, 8.0), (b"a" * 65_536 + NOISE, 0.0)],
)
def test_entropy_is_bits_a_byte_of_the_first_64_kib(data: bytes, bits: float) -> None:
    assert math.isclose(entropy(data), bits, abs_tol=1e-9)


def test_fingerprint_tells_places_apart_and_nothing_else() -> None:
    assert fingerprint("host", "imei") == fingerprint("host", "imei")
    assert len({fingerprint("a", "b"), fingerprint("ab"), fingerprint("a", "\ud800"), fingerprint("b", "a")}) == 4
