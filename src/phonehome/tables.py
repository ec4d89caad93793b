"""The three tables of a case as Arrow: exchanges, fields, findings."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pyarrow as pa
from msgspec import Struct

from phonehome.attribute import country_of
from phonehome.detect.paths import general
from phonehome.detect.request import texts_of
from phonehome.engine import Examined
from phonehome.model import Field, Finding, Step

_TEXT, _COUNT = pa.string(), pa.int64()
_RECIPIENT = {"host": _TEXT, "organisation": _TEXT, "country": _TEXT, "role": _TEXT, "category": _TEXT}


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


EXCHANGES = _schema(
    exchange=_COUNT,
    time=_COUNT,
    method=_TEXT,
    url=_TEXT,
    **_RECIPIENT,
    address=_TEXT,
    server_country=_TEXT,
    app=_TEXT,
    sent=pa.bool_(),
    status=pa.int32(),
    bytes_sent=_COUNT,
    bytes_understood=_COUNT,
    bytes_received=_COUNT,
)
FIELDS = _schema(
    exchange=_COUNT,
    number=pa.int32(),
    layers=_TEXT,
    path=_TEXT,
    type=_TEXT,
    value=_TEXT,
    size=_COUNT,
    opaque=_TEXT,
    entropy=pa.float32(),
)
FINDINGS = _schema(
    exchange=_COUNT,
    number=pa.int32(),
    time=_COUNT,
    **_RECIPIENT,
    kind=_TEXT,
    certainty=_TEXT,
    value=_TEXT,
    layers=_TEXT,
    path=_TEXT,
    wrapping=_TEXT,
    place=_TEXT,
    reasons=pa.list_(pa.struct([pa.field(name, _TEXT) for name in ("way", "text", "source")])),
    fingerprint=_TEXT,
    event=_TEXT,
    event_start=_COUNT,
    event_end=_COUNT,
    event_app=_TEXT,
)
SCHEMAS = {"exchanges": EXCHANGES, "fields": FIELDS, "findings": FINDINGS}

# 1970 to 2100 in Unix ms: a time outside is none that anybody lived through.
EARLIEST, LATEST = 0, 4_102_444_800_000

_KEPT_OF_OPAQUE = 64
_ENTROPY_SAMPLE = 1 << 16
_TYPES = {str: "text", int: "integer", float: "real", bytes: "bytes"}


class Batch(Struct, frozen=True):
    """Rows of the three tables for some exchanges."""

    exchanges: pa.RecordBatch
    fields: pa.RecordBatch
    findings: pa.RecordBatch


def batch(examined: Sequence[Examined]) -> Batch:
    """Examined exchanges as rows."""
    return Batch(
        _table(EXCHANGES, list(zip(*map(_exchange_row, examined), strict=True))),
        _table(FIELDS, _field_columns(examined)),
        _table(FINDINGS, list(zip(*(row for one in examined for row in _finding_rows(one)), strict=True))),
    )


def entropy(data: bytes) -> float:
    """Shannon entropy in bits a byte, of the first 64 KiB; 0 for no data."""
    sample = data[:_ENTROPY_SAMPLE]
    total = len(sample)
    return -sum(count / total * math.log2(count / total) for count in Counter(sample).values()) if total else 0.0


@lru_cache(maxsize=1 << 14)
def fingerprint(*parts: str) -> str:
    """Names a finding without its exchange and value: recipient, kind, wrapping and place."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _table(schema: pa.Schema, columns: Sequence[Sequence[object]]) -> pa.RecordBatch:
    filled = columns or [()] * len(schema)
    arrays = [_array(column, field.type) for column, field in zip(filled, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(column: Sequence[object], kind: pa.DataType) -> pa.Array[pa.Scalar[pa.DataType]]:
    try:
        return pa.array(column, type=kind)
    except UnicodeEncodeError:
        return pa.array([_clean(text) if isinstance(text, str) else text for text in column], type=kind)


def _exchange_row(one: Examined) -> tuple[object, ...]:
    exchange, recipient, decoded = one.exchange, one.recipient, one.decoded
    return (
        exchange.index,
        exchange.time,
        exchange.method,
        exchange.url,
        recipient.host,
        recipient.organisation,
        recipient.country,
        recipient.role,
        recipient.category,
        exchange.address,
        country_of(exchange.address),
        exchange.app,
        exchange.sent,
        (exchange.response.status or None) if exchange.response else None,
        decoded.sent,
        decoded.understood,
        exchange.response.size if exchange.response else 0,
    )


def _field_columns(examined: Sequence[Examined]) -> Sequence[Sequence[object]]:
    columns: tuple[list[object], ...] = tuple([] for _ in FIELDS)
    exchanges, numbers, layers, paths, types, values, sizes, opaque, entropies = columns
    outer: dict[tuple[int, str], str] = {}
    for one in examined:
        fields, texts = one.decoded.fields, texts_of(one.decoded.fields)
        exchanges += [one.exchange.index] * len(fields)
        numbers += range(len(fields))
        layers += [
            field.codec if field.parent is None else outer.get((id(field.parent), field.codec)) or _layers(field, outer)
            for field in fields
        ]
        paths += [field.path for field in fields]
        types += [_TYPES.get(type(field.value), "text") for field in fields]
        values += texts
        sizes += map(len, texts)
        opaque += [None] * len(fields)
        entropies += [None] * len(fields)
        if one.decoded.understood < one.decoded.sent:
            _mark_opaque(fields, columns)
    return columns


def _mark_opaque(fields: Sequence[Field], columns: Sequence[list[object]]) -> None:
    *_, values, _sizes, opaque, entropies = columns
    for place, field in enumerate(fields, len(values) - len(fields)):
        if isinstance(field.value, bytes):
            values[place] = field.value[:_KEPT_OF_OPAQUE].hex()
            opaque[place] = field.opaque
            entropies[place] = entropy(field.value)


def _finding_rows(one: Examined) -> Iterator[tuple[object, ...]]:
    recipient = one.recipient
    for number, finding in enumerate(one.findings):
        layers, path, wrapping, place = whereabouts(finding)
        event = finding.event
        yield (
            one.exchange.index,
            number,
            one.exchange.time,
            recipient.host,
            recipient.organisation,
            recipient.country,
            recipient.role,
            recipient.category,
            finding.kind,
            finding.certainty,
            finding.value,
            layers,
            path,
            wrapping,
            place,
            _reasons(finding),
            fingerprint(recipient.host, finding.kind, wrapping, place),
            event.name if event else None,
            event.start if event else None,
            event.end if event else None,
            event.app if event else None,
        )


def whereabouts(finding: Finding) -> tuple[str, str, str, str]:
    """The layers and the path of a finding, and both without array indexes: its wrapping and place."""
    steps = finding.location.steps
    layers, path = _chain(steps[:-1], steps[-1].codec), steps[-1].path
    return layers, path, general(layers), general(path)


def _reasons(finding: Finding) -> list[tuple[str, str, str]]:
    return [(reason.way, reason.text, reason.source) for reason in finding.reasons]


def _layers(field: Field, outer: dict[tuple[int, str], str]) -> str:
    return outer.setdefault(
        (id(field.parent), field.codec), _chain(field.parent.steps if field.parent else (), field.codec)
    )


@lru_cache(maxsize=1 << 14)
def _chain(outer: tuple[Step, ...], codec: str) -> str:
    """The opened layers, with the way through all but the last one."""
    return " > ".join([*map(str, outer), codec])


def _clean(text: str) -> str:
    """Text that UTF-8 can write: a lone surrogate becomes a visible escape."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
