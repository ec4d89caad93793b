"""What a question is asked of: tables of one or more cases, the phone's clock, facts, and what else was brought."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC
from typing import TypeVar

import duckdb
import msgspec
import pyarrow as pa
from msgspec import Struct

from phonehome.infer import views
from phonehome.infer.answer import PROOFS_NAMED, Answer, Proof
from phonehome.infer.clock import Clock, Zone, clock
from phonehome.infer.hiding import Rewrite, veil
from phonehome.knowledge.schema import Knowledge
from phonehome.masking import mask_keys
from phonehome.model import CaseInfo, Location, Step

Tables = duckdb.DuckDBPyConnection
Row = TypeVar("Row", bound=Struct)
Key = tuple[int, int, int]  # case number, exchange, number of the finding in it


class Happening(Struct, frozen=True, array_like=True, gc=False):
    """A row of the view ``events``: what was told to have happened, and the finding that tells it first.

    Times are Unix ms; ``end`` is None for a moment, ``sent_at`` where the capture has no times. ``organisation`` is
    the host where nobody is known behind it. ``misdated`` marks a time that the phone cannot have meant.
    """

    case_no: int
    host: str
    organisation: str
    kind: str
    name: str
    start: int
    end: int | None
    app: str
    exchange: int
    number: int
    sent_at: int | None
    misdated: bool

    @property
    def key(self) -> Key:
        """The finding that tells it."""
        return self.case_no, self.exchange, self.number


class Presence(Struct, frozen=True, gc=False):
    """A line of a presence log: at a time (Unix ms) somebody came online or went offline."""

    person: str
    time: int
    online: bool


class Post(Struct, frozen=True, gc=False):
    """Something an account did in public at a time (Unix ms), as a source beside the phone tells it."""

    account: str
    time: int
    source: str = ""


class Brought(Struct, frozen=True):
    """What the user brought beside the cases."""

    presence: tuple[Presence, ...] = ()
    posts: tuple[Post, ...] = ()


class Evidence(Struct, frozen=True):
    """Everything a question may use. ``tables`` holds the views of ``views.py``; ``say`` masks a value for a sentence.

    ``recipient`` is the chosen one as the user wrote it, empty for all. Values may stand in an Answer only through
    ``say``: it returns them in clear only where the user asked for that. ``answers`` are those to the
    questions that were asked before. ``clock`` is the phone's, which travels; ``wall`` is for people of whom only a log
    tells. ``hide`` rewrites addresses and paths, in which values stand, too.
    """

    tables: Tables
    cases: tuple[CaseInfo, ...]
    knowledge: Knowledge
    clock: Clock
    say: Callable[[str], str]
    recipient: str = ""
    brought: Brought = Brought()
    answers: tuple[Answer, ...] = ()
    wall: Clock = Clock((Zone(0, UTC),), "UTC")
    hide: Rewrite = mask_keys

    def rows(self, query: str, row: type[Row], values: Sequence[object] = ()) -> Iterator[Row]:
        """The answer to a query, each row as one struct (``array_like``)."""
        found = self.tables.cursor().execute(query, values) if values else self.tables.cursor().execute(query)
        while rows := found.fetchmany(4096):
            yield from msgspec.convert(rows, list[row])  # type: ignore[valid-type]

    def happenings(self, *kinds: str, misdated: bool = False) -> list[Happening]:
        """What happened, in order of start; of these kinds where any are named."""
        wanted = " AND kind IN (SELECT unnest(?))" if kinds else ""
        query = f"SELECT * FROM events WHERE misdated = ?{wanted} ORDER BY start, case_no, exchange, number"  # noqa: S608
        return list(self.rows(query, Happening, [misdated, *([list(kinds)] if kinds else [])]))

    def keys(self, query: str) -> list[Key]:
        """The findings that a query names by case_no, exchange and number."""
        return msgspec.convert(self.tables.cursor().execute(query).fetchall(), list[Key])

    def proof(self, keys: Iterable[Key]) -> tuple[tuple[Proof, ...], int]:
        """The first few of these findings as proof, in order of capture, and how many they are."""
        distinct = sorted(set(keys))
        named = distinct[:PROOFS_NAMED]
        columns = list(zip(*named, strict=True)) or [(), (), ()]
        table = pa.table(
            {
                "case_no": pa.array(columns[0], pa.int64()),
                "exchange": pa.array(columns[1], pa.int64()),
                "number": pa.array(columns[2], pa.int32()),
            }
        )
        cursor = self.tables.cursor()
        cursor.register("proof", table)
        rows = cursor.execute(views.LOCATIONS).fetchall()
        return tuple(_proof(row, self.hide) for row in msgspec.convert(rows, list[_Located])), len(distinct)


class _Located(Struct, frozen=True, array_like=True):
    case_no: int
    exchange: int
    kind: str
    layers: str
    path: str


class _Told(Struct, frozen=True, array_like=True):
    time: int
    value: str


def evidence(tables: Tables, cases: tuple[CaseInfo, ...], knowledge: Knowledge, say: Callable[[str], str]) -> Evidence:
    """Evidence from a connection that has the views ``every_exchange``, ``exchanges``, ``fields`` and ``findings``."""
    tables.execute(views.EVENTS)
    told = msgspec.convert(tables.execute(views.ZONES).fetchall(), list[_Told])
    wished = next((case.timezone for case in cases if case.timezone), "")
    phones = clock([(row.time, row.value) for row in told], wished)
    values = [str(value) for (value,) in tables.execute(views.IN_PATHS).fetchall()]
    return Evidence(tables, cases, knowledge, phones, say, wall=clock([], wished), hide=veil(values, say))


def _proof(row: _Located, hide: Callable[[str], str]) -> Proof:
    location = str(Location(row.exchange, (Step(row.layers, row.path),)))
    return Proof(row.case_no, row.exchange, row.kind, hide(location))
