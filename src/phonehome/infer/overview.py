"""tables -> Report: what each recipient got, alike findings grouped, with the payload around them as proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import duckdb
import msgspec
import pyarrow as pa
from msgspec import Struct

from phonehome.infer import overview_sql as sql
from phonehome.infer import weight
from phonehome.infer.grouped import Shown, grouped, parted
from phonehome.knowledge.schema import Knowledge
from phonehome.model import (
    CaseInfo,
    Certainty,
    Disclosure,
    Event,
    Finding,
    Group,
    Line,
    Location,
    OpaqueGroup,
    Reason,
    Recipient,
    RecipientReport,
    Report,
    Role,
    Step,
)

Tables = duckdb.DuckDBPyConnection
Key = tuple[str, str, str, Certainty, str, str]  # host, app, kind, certainty, wrapping, place
Row = TypeVar("Row", bound=Struct)


class _Recipient(Struct, frozen=True, array_like=True):
    host: str
    organisation: str
    country: str
    role: Role
    category: str
    exchanges: int
    attempted: int
    sent: int
    understood: int
    first: int | None
    last: int | None
    server_countries: tuple[str, ...]
    sealed: int
    received: int


class _Sample(Struct, frozen=True):
    exchange: int
    layers: str
    path: str
    reasons: tuple[Reason, ...]


class _Group(Struct, frozen=True, array_like=True):
    host: str
    app: str
    kind: str
    certainty: Certainty
    wrapping: str
    place: str
    count: int
    distinct: int
    first: int | None
    last: int | None
    sample: _Sample


class _Value(Struct, frozen=True, array_like=True):
    host: str
    app: str
    kind: str
    certainty: Certainty
    wrapping: str
    place: str
    value: str


class _Line(Struct, frozen=True, array_like=True):
    sample: int
    path: str
    value: str
    kinds: tuple[str, ...] | None


class _Opaque(Struct, frozen=True, array_like=True):
    host: str
    place: str
    reason: str
    count: int
    bytes: int
    entropy: float
    exchange: int


class _Found(Struct, frozen=True, array_like=True):
    exchange: int
    time: int | None
    host: str
    organisation: str
    country: str
    role: Role
    category: str
    kind: str
    certainty: Certainty
    value: str
    layers: str
    path: str
    reasons: tuple[Reason, ...]
    event: str | None
    start: int | None
    end: int | None
    app: str | None


def overview(tables: Tables, info: CaseInfo, knowledge: Knowledge, *, by_app: bool = False) -> Report:
    """The report of a case.

    ``tables`` holds the views exchanges, fields and findings (see ``phonehome.tables.SCHEMAS``). Recipients come
    in order of what they got: sensitivity and certainty of the kinds first, then requests, then the host's name;
    a recipient's groups in the same spirit.
    With ``by_app`` findings of different client apps are never in one group.
    """
    tables.execute(sql.ALIKE_BY_APP if by_app else sql.ALIKE)
    groups = _groups(tables, knowledge)
    opaque: defaultdict[str, list[OpaqueGroup]] = defaultdict(list)
    for row in _rows(tables, sql.OPAQUE, _Opaque):
        some = OpaqueGroup(row.place.rstrip(), row.reason, row.count, row.bytes, row.entropy, row.exchange)
        opaque[row.host].append(some)
    recipients = [
        _recipient(row, groups[row.host], opaque[row.host]) for row in _rows(tables, sql.RECIPIENTS, _Recipient)
    ]
    return Report(info, tuple(sorted(recipients, key=lambda one: weight.of_recipient(one, knowledge))))


def disclosures(tables: Tables, *, dummies: bool = False) -> Iterator[Disclosure]:
    """Every finding of a case in order of capture; or every dummy value instead."""
    return map(_disclosure, _rows(tables.cursor(), sql.DUMMIES if dummies else sql.FINDINGS, _Found))


def _rows(tables: Tables, query: str, row: type[Row]) -> Iterator[Row]:
    found = tables.execute(query)
    while rows := found.fetchmany(4096):
        yield from msgspec.convert(rows, list[row])  # type: ignore[valid-type]


def _disclosure(row: _Found) -> Disclosure:
    finding = Finding(
        kind=row.kind,
        certainty=row.certainty,
        value=row.value,
        location=Location(row.exchange, (Step(row.layers, row.path),)),
        reasons=row.reasons,
        event=None if row.start is None else Event(row.event or "", row.start, row.end, row.app or ""),
    )
    return Disclosure(finding, Recipient(row.host, row.organisation, row.country, row.role, row.category), row.time)


def _recipient(row: _Recipient, groups: Sequence[Group], opaque: Sequence[OpaqueGroup]) -> RecipientReport:
    found, dummies = parted(groups)
    return RecipientReport(
        recipient=Recipient(row.host, row.organisation, row.country, row.role, row.category),
        exchanges=row.exchanges,
        attempted=row.attempted,
        bytes_sent=row.sent,
        bytes_understood=row.understood,
        groups=found,
        dummies=dummies,
        opaque=tuple(opaque),
        first=row.first,
        last=row.last,
        server_countries=row.server_countries,
        sealed=row.sealed,
        bytes_received=row.received,
    )


def _groups(tables: Tables, knowledge: Knowledge) -> defaultdict[str, list[Group]]:
    rows = sorted(_rows(tables, sql.GROUPS, _Group), key=lambda row: weight.of_group(row, knowledge))
    values: defaultdict[Key, list[str]] = defaultdict(list)
    for one in _rows(tables, sql.VALUES, _Value):
        values[one.host, one.app, one.kind, one.certainty, one.wrapping, one.place].append(one.value)
    evidence = _evidence(tables, [row.sample for row in rows])
    groups: defaultdict[str, list[Group]] = defaultdict(list)
    for number, row in enumerate(rows):
        groups[row.host].append(_group(row, values, evidence[number]))
    return groups


def _group(row: _Group, values: Mapping[Key, list[str]], evidence: Sequence[Line]) -> Group:
    sample = row.sample
    return grouped(
        row,
        Shown(
            values=tuple(values[row.host, row.app, row.kind, row.certainty, row.wrapping, row.place]),
            distinct=row.distinct,
            exchange=sample.exchange,
            location=str(Location(sample.exchange, (Step(sample.layers, sample.path),))),
            reasons=sample.reasons,
            evidence=tuple(evidence),
        ),
    )


def _evidence(tables: Tables, samples: Sequence[_Sample]) -> defaultdict[int, list[Line]]:
    table = pa.table(
        {
            "sample": pa.array(range(len(samples)), pa.int32()),
            "exchange": pa.array([sample.exchange for sample in samples], pa.int64()),
            "layers": pa.array([sample.layers for sample in samples], pa.string()),
            "path": pa.array([sample.path for sample in samples], pa.string()),
        }
    )
    lines: defaultdict[int, list[Line]] = defaultdict(list)
    tables.register("samples", table)
    for row in _rows(tables, sql.EVIDENCE, _Line):
        lines[row.sample].append(Line(row.path, row.value, row.kinds or ()))
    tables.unregister("samples")
    return lines
