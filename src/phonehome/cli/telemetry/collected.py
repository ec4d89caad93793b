"""What the collector of ``phonehome telemetry serve`` holds, as one table: each answer one row."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyarrow as pa
from msgspec import structs

from phonehome.cli.telemetry.source import Opened, connected
from phonehome.report.words import counted, listed, percent
from phonehome.telemetry.breach.columns import Wish
from phonehome.telemetry.breach.measured import Breach
from phonehome.telemetry.server.opened import SCHEMES, held_in_postgresql
from phonehome.telemetry.server.sqlite import MARK

NOTE = (
    "Each answer was randomised on the phone before it was sent, so even a row that is known to be somebody's does not "
    "say what is true of them: phonehome telemetry certificate says how little it can tell. A receipt is random and "
    "kept on the phone alone, and is left out here."
)
_ROWS = 1 << 16
# Reports that wait are one row each; of a batch that is closed only the counts are left, which are as many rows again.
_REPORTS = "SELECT metric, day, output, 1 FROM reports JOIN batches ON batch = id"
_COUNTS = "SELECT metric, day, output, n FROM counts JOIN batches ON batch = id"
_TYPES: dict[str, pa.DataType] = {"metric": pa.string(), "day": pa.string(), "answer": pa.int64(), "n": pa.int64()}
_SCHEMA = pa.schema(_TYPES)


@contextmanager
def collected(name: str) -> Iterator[Opened]:
    """The table (metric, day, answer) and its connection; ValueError for what is no collector's database."""
    with tempfile.TemporaryDirectory(prefix="phonehome-") as spill, connected(spill) as connection:
        connection.register("rows", _SCHEMA.empty_table())
        connection.execute("CREATE TABLE counted AS FROM rows")
        for rows in held_in_postgresql(name) if name.startswith(SCHEMES) else _held(Path(name)):
            connection.register("rows", pa.table(list(map(list, zip(*rows, strict=True))), schema=_SCHEMA))
            connection.execute("INSERT INTO counted FROM rows")
        connection.unregister("rows")
        yield connection, connection.sql("SELECT metric, day, answer FROM counted, range(n)")


def as_said(found: Breach) -> Breach:
    """With a headline of its own: a row is an answer, and no person; none of the columns can name one."""
    sentence = (
        f"If this table leaked, nobody would be named: each of its {counted(found.rows, 'answer')} was randomised on a "
        f"phone, and none says whose it is; {percent(found.anonymity.unique, found.rows)} stand alone by "
        f"{listed(found.anonymity.quasi)}."
    )
    return structs.replace(found, sentence=sentence, note=NOTE)


def as_collected(wish: Wish) -> Wish:
    """Which metric on which day is what an attacker may know; the answer is what they would learn."""
    roles = structs.replace(wish, quasi=(*wish.quasi, "metric", "day"), sensitive=(*wish.sensitive, "answer"))
    return structs.replace(roles, rows_are_persons=True)


def _held(file: Path) -> Iterator[list[tuple[object, ...]]]:
    with file.open("rb"):  # a missing file is told as everywhere
        pass
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as store:
            if store.execute("PRAGMA application_id").fetchone() != (MARK,):
                raise ValueError(f"{file} is no database of phonehome telemetry serve")
            for query in (_REPORTS, _COUNTS):
                found = store.execute(query)
                while rows := found.fetchmany(_ROWS):
                    yield rows
    except sqlite3.Error:
        raise ValueError(f"{file} cannot be read as a database of phonehome telemetry serve") from None
