"""Reports in SQLite: write-ahead log, synchronous=FULL, so that what was answered survives a power cut.

No row has a time, an address or an order of arrival: reports lie sorted by nonce. What is deleted is overwritten.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from phonehome.telemetry.server.batch import Batch
from phonehome.telemetry.server.store import AwayError, Counted, Entry, Fate, FullError, Period, Removal

MARK = 0x70684354  # "phCT"
VERSION = 1
DAMAGED = "is damaged, or no SQLite database"
REPLACED = "or its log was deleted, moved or replaced; nothing is stored until the collector is started again"
SCHEMA = f"""
BEGIN;
CREATE TABLE batches (
  id INTEGER PRIMARY KEY, metric TEXT NOT NULL, day TEXT NOT NULL, form TEXT NOT NULL, closes TEXT NOT NULL,
  drops TEXT NOT NULL, closed INTEGER NOT NULL DEFAULT 0, UNIQUE (metric, day)) STRICT;
CREATE TABLE reports (
  batch INTEGER NOT NULL, nonce BLOB NOT NULL, output INTEGER NOT NULL, PRIMARY KEY (batch, nonce))
  STRICT, WITHOUT ROWID;
CREATE TABLE counts (
  batch INTEGER NOT NULL, output INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (batch, output))
  STRICT, WITHOUT ROWID;
PRAGMA application_id = {MARK};
PRAGMA user_version = {VERSION};
COMMIT;
"""
# A statement lets other threads run, and may wait long to go on; so a group takes few of them.
LARGEST_INSERT = 1024
_OPEN = "INSERT OR IGNORE INTO batches (metric, day, form, closes, drops) VALUES (?, ?, ?, ?, ?)"
_STATE = "SELECT id, closed, form FROM batches WHERE metric = ? AND day = ?"
_BATCHES = "SELECT metric, day, form, closes, drops, closed FROM batches"
_COUNTS = """SELECT output, n FROM counts WHERE batch = :batch
  UNION ALL SELECT output, count(*) FROM reports WHERE batch = :batch GROUP BY output ORDER BY output"""


class Sqlite:
    """A store in one file."""

    def __init__(self, path: Path, patience: float = 5.0) -> None:
        self._path, self._patience = path, patience
        with self._told():
            _make(path)
            self._writing = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
            try:
                self._set_up()
                self._files = _identity(path)
            except BaseException:
                self._writing.close()
                raise

    def write(self, entries: Sequence[Entry], removals: Sequence[Removal]) -> tuple[list[Fate], list[Fate]]:
        """Stores and deletes in one transaction; each one's fate."""
        with self._transaction():
            numbers = {batch: self._open_number(batch) for batch in {entry.batch for entry in entries}}
            self._insert([(numbers[one.batch], one.nonce, one.output) for one in entries if numbers[one.batch]])
            deleted = [self._delete(removal) for removal in removals]
        return ["stored" if numbers[entry.batch] else "counted" for entry in entries], deleted

    def close(self, batch: Batch) -> None:
        """Turns the reports of a batch into counts and deletes them."""
        with self._transaction():
            number = self._open_number(batch)
            if number:
                counting = (
                    "INSERT INTO counts SELECT batch, output, count(*) FROM reports WHERE batch = ? GROUP BY output"
                )
                self._writing.execute(counting, (number,))
                self._writing.execute("DELETE FROM reports WHERE batch = ?", (number,))
                self._writing.execute("UPDATE batches SET closed = 1 WHERE id = ?", (number,))
        self._clean()

    def drop(self, batch: Batch) -> None:
        """Forgets a batch with all it has."""
        which = "(SELECT id FROM batches WHERE metric = ? AND day = ?)"
        with self._transaction():
            for table, key in (("reports", "batch"), ("counts", "batch"), ("batches", "id")):
                statement = f"DELETE FROM {table} WHERE {key} = {which}"  # noqa: S608 - our own names
                self._writing.execute(statement, (batch.metric, batch.day.isoformat()))
        self._clean()

    def end(self) -> None:
        """Lets go of the file; the log is merged into it."""
        with self._told():
            self._writing.close()

    def check(self) -> None:
        """Reads every page of the file; AwayError where one is damaged."""
        with self._reading() as reading:
            found = reading.execute("PRAGMA quick_check(1)").fetchone()
        if found != ("ok",):
            raise AwayError(f"{self._path} {DAMAGED}")

    def batches(self) -> list[Batch]:
        """All batches, by day and metric."""
        with self._reading() as reading:
            return [_batch(row) for row in reading.execute(f"{_BATCHES} ORDER BY day, metric")]

    def counted(self, period: Period) -> list[Counted]:
        """What was reported in a period, by day."""
        asked = (period.metric, period.since.isoformat(), period.until.isoformat())
        where = "WHERE metric = ? AND day BETWEEN ? AND ? ORDER BY day"
        with self._reading() as reading:
            rows = reading.execute(f"{_BATCHES} {where}", asked).fetchall()
            numbers = [row[0] for row in reading.execute(f"SELECT id FROM batches {where}", asked)]  # noqa: S608
            counts = [dict(reading.execute(_COUNTS, {"batch": number}).fetchall()) for number in numbers]
        return [Counted(_batch(row), held) for row, held in zip(rows, counts, strict=True)]

    def _set_up(self) -> None:
        (mark,), (version,) = (
            self._writing.execute(f"PRAGMA {one}").fetchone() for one in ("application_id", "user_version")
        )
        (tables,) = self._writing.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if (mark, version) != (MARK, VERSION) and (tables or mark or version):
            raise ValueError(f"{self._path} is no database of phonehome telemetry, or one of a newer phonehome")
        for setting in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            "journal_size_limit = 67108864",
        ):
            self._writing.execute(f"PRAGMA {setting}").fetchall()
        if not tables:
            self._writing.executescript(SCHEMA)

    def _open_number(self, batch: Batch) -> int | None:
        """The number of an open batch, made if it is new; None for one that is counted, or of another form."""
        key = (batch.metric, batch.day.isoformat())
        self._writing.execute(_OPEN, (*key, batch.form, batch.closes.isoformat(), batch.drops.isoformat()))
        number, closed, form = self._writing.execute(_STATE, key).fetchone()
        return None if closed or form != batch.form else number

    def _insert(self, rows: list[tuple[int | None, bytes, int]]) -> None:
        """In statements of a power of two of rows, so that SQLite prepares only a few different ones."""
        while rows:
            size = min(LARGEST_INSERT, 1 << (len(rows).bit_length() - 1))
            places = ", ".join(["(?, ?, ?)"] * size)
            values = [value for row in rows[:size] for value in row]
            self._writing.execute(f"INSERT OR IGNORE INTO reports VALUES {places}", values)  # noqa: S608 - marks alone
            rows = rows[size:]

    def _delete(self, removal: Removal) -> Fate:
        found = self._writing.execute(_STATE, (removal.metric, removal.day.isoformat())).fetchone()
        if found is None:
            return "absent"
        number, closed, _ = found
        if closed:
            return "counted"
        gone = self._writing.execute("DELETE FROM reports WHERE batch = ? AND nonce = ?", (number, removal.nonce))
        return "deleted" if gone.rowcount else "absent"

    def _clean(self) -> None:
        """Empties the log, which still holds what was deleted; a reader may make it wait for the next time."""
        with self._told():
            self._writing.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._told():
            self._writing.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._look()
                self._writing.execute("COMMIT")
            finally:
                if self._writing.in_transaction:
                    self._writing.execute("ROLLBACK")
            self._look()

    def _look(self) -> None:
        """AwayError where a file is not the one that is open: SQLite goes on writing to what was deleted."""
        if _identity(self._path) != self._files:
            raise AwayError(f"{self._path} {REPLACED}")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        address = f"{self._path.resolve().as_uri()}?mode=ro"
        with (
            self._told(),
            closing(sqlite3.connect(address, uri=True, timeout=self._patience, isolation_level=None)) as one,
        ):
            one.execute("BEGIN")
            yield one

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's complaints in one sentence."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            match getattr(error, "sqlite_errorname", "").split("_")[1:2]:
                case ["FULL"]:
                    raise FullError(f"{self._path}: no room is left on the disk") from None
                case ["BUSY" | "LOCKED"]:
                    raise AwayError(f"{self._path} is locked by another program") from None
                case ["CORRUPT" | "NOTADB"]:
                    raise AwayError(f"{self._path} {DAMAGED}") from None
            raise AwayError(f"{self._path}: {error}") from None


def _make(path: Path) -> None:
    """Only the collector's user may read it; SQLite gives its log the same mode."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _identity(path: Path) -> list[tuple[int, int]]:
    """Which files the database and its log are; their numbers are not given to others while they are open."""
    try:
        found = [Path(f"{os.path.realpath(path)}{end}").stat() for end in ("", "-wal")]
    except OSError as error:
        raise AwayError(f"{path} {REPLACED} ({error.strerror})") from None
    return [(one.st_dev, one.st_ino) for one in found]


def _batch(row: tuple[str, str, str, str, str, int]) -> Batch:
    metric, day, form, closes, drops, closed = row
    told, counted, forgotten = map(date.fromisoformat, (day, closes, drops))
    return Batch(metric, told, form, counted, forgotten, bool(closed))
