"""What the tables say of two sides, in rows: read once, both sides of a thing beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar

import pyarrow as pa
from msgspec import Struct

from phonehome.infer import compare_sql as sql
from phonehome.infer.evidence import Evidence
from phonehome.infer.sides import Split, side_of


class FindingKey(Struct, frozen=True):
    """Names one finding of the cases."""

    case_no: int
    exchange: int
    number: int


class StreamRow(Struct, frozen=True, array_like=True):
    """A stream on one side; gaps are quartiles and the mean of the time between occasions, in ms."""

    recipient: str
    host: str
    path: str
    theme: str
    side: int
    occasions: int
    requests: int
    bytes: int
    squares: float
    largest: int
    short_gap: int | None
    usual_gap: int | None
    long_gap: int | None
    mean_gap: float | None = None


class PlaceRow(Struct, frozen=True, array_like=True):
    """A kind at a place of a stream on one side."""

    recipient: str
    host: str
    path: str
    theme: str
    kind: str
    wrapping: str
    place: str
    side: int
    findings: int
    occasions: int
    requests: int
    known: str
    first: FindingKey
    mean_gap: float | None = None


class KindRow(Struct, frozen=True, array_like=True):
    """A kind that a recipient got on one side."""

    recipient: str
    kind: str
    side: int
    findings: int
    occasions: int
    mean_gap: float | None = None


class MovedRow(Struct, frozen=True, array_like=True):
    """Two places, each of one side alone, where the same value stood."""

    recipient: str
    kind: str
    wrapping: str
    place: str
    other_wrapping: str
    other_place: str


class ToldRow(Struct, frozen=True, array_like=True):
    """A value of the owner's consent or of the system's version, as told on one side."""

    recipient: str
    kind: str
    side: int
    value: str


class HardwareRow(Struct, frozen=True, array_like=True):
    """An identifier of a phone's hardware, as told on one side."""

    side: int
    kind: str
    value: str


class FieldRow(Struct, frozen=True, array_like=True):
    """A field of an address's payload, and in how many requests of each side it stood."""

    recipient: str
    host: str
    path: str
    layers: str
    place: str
    before: int
    after: int


class Rows(Struct, frozen=True):
    """All rows of a comparison."""

    streams: tuple[StreamRow, ...]
    places: tuple[PlaceRow, ...]
    kinds: tuple[KindRow, ...]
    moved: tuple[MovedRow, ...]
    told: tuple[ToldRow, ...]
    fields: tuple[FieldRow, ...]
    hardware: tuple[HardwareRow, ...] = ()

    def of(self, recipient: str) -> Rows:
        """Those of one recipient."""
        return Rows(
            tuple(row for row in self.streams if row.recipient == recipient),
            tuple(row for row in self.places if row.recipient == recipient),
            tuple(row for row in self.kinds if row.recipient == recipient),
            tuple(row for row in self.moved if row.recipient == recipient),
            tuple(row for row in self.told if row.recipient == recipient),
            tuple(row for row in self.fields if row.recipient == recipient),
        )


class Sided(Protocol):
    """A row of one side."""

    @property
    def side(self) -> int: ...  # noqa: D102


Row = TypeVar("Row", bound=Sided)


def rows(evidence: Evidence, split: Split) -> Rows:
    """Reads all of it; leaves the tables ``compared`` and ``leaks`` in the connection."""
    kinds = evidence.knowledge.kinds
    names, groups = list(kinds), [row.group for row in kinds.values()]
    evidence.tables.register("kinds", pa.table({"kind": pa.array(names), "group": pa.array(groups)}))
    evidence.tables.execute(sql.REQUESTS.format(side=side_of(split)))
    evidence.tables.execute(sql.LEAKS)
    return Rows(
        tuple(evidence.rows(sql.STREAMS, StreamRow)),
        tuple(evidence.rows(sql.PLACES, PlaceRow)),
        tuple(evidence.rows(sql.KINDS, KindRow)),
        tuple(evidence.rows(sql.MOVED, MovedRow)),
        tuple(evidence.rows(sql.CONSENT, ToldRow)),
        tuple(evidence.rows(sql.FIELDS, FieldRow)),
        tuple(evidence.rows(sql.HARDWARE, HardwareRow)),
    )


def by_side(found: Iterable[tuple[tuple[str, ...], Row]]) -> dict[tuple[str, ...], tuple[Row | None, Row | None]]:
    """Rows with their keys, both sides beside each other, in the order in which keys came."""
    sides: defaultdict[tuple[str, ...], list[Row | None]] = defaultdict(lambda: [None, None])
    for key, row in found:
        sides[key][row.side] = row
    return {key: (before, after) for key, (before, after) in sides.items()}
