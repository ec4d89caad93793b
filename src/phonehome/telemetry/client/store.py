"""What a phone keeps: choices, ledgers, reports that wait, receipts and the log, in one SQLite file.

Every change is one transaction that is on the disk before the call returns: after a power cut a report either waits and
is paid for, or never was.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from phonehome.telemetry.client.agreements import Agreements

FILE = "telemetry.sqlite"
LINE = "line.sqlite"
SCHEMA = 1
_BUSY_S = 10.0
# Longer than any upload takes (``doors``), with the looking up of the server's name.
_LINE_S = 120.0
_TABLES = """
CREATE TABLE IF NOT EXISTS said (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS choice (
  number INTEGER PRIMARY KEY, purpose TEXT NOT NULL, given INTEGER NOT NULL,
  version TEXT NOT NULL, language TEXT NOT NULL, time TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS memory (metric TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS waiting (
  number INTEGER PRIMARY KEY, purpose TEXT NOT NULL, metric TEXT NOT NULL, definition TEXT NOT NULL,
  day INTEGER NOT NULL, report INTEGER NOT NULL, receipt BLOB NOT NULL, due REAL NOT NULL, drawn INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS receipt (
  number INTEGER PRIMARY KEY, purpose TEXT NOT NULL, metric TEXT NOT NULL, day INTEGER NOT NULL, receipt BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS log (
  number INTEGER PRIMARY KEY, time TEXT NOT NULL, url TEXT NOT NULL, sent BLOB NOT NULL,
  answer TEXT NOT NULL);
"""


class Store:
    """The file of one phone's telemetry, for its owner alone (folder 0700, file 0600)."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path, self._line = folder / FILE, folder / LINE
        path.touch(mode=0o600)
        self._line.touch(mode=0o600)
        self.agreements = Agreements(path)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            self._check(path)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.executescript(f"BEGIN;{_TABLES}PRAGMA user_version = {SCHEMA};COMMIT")
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise ValueError(f"{path} cannot be used: {error}") from None

    def _check(self, path: Path) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version not in {0, SCHEMA}:
            self._connection.close()
            raise ValueError(f"{path} was written by another phonehome (schema {version}, this one has {SCHEMA})")

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of what is done within is kept, or nothing; no other process is in between."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def line(self) -> Iterator[None]:
        """The phone's only line to the collector: one thread of one process has it at a time, until it ends or dies."""
        with closing(sqlite3.connect(self._line, timeout=_LINE_S, isolation_level=None)) as lock:
            lock.execute("PRAGMA journal_mode = MEMORY")  # nothing is ever written, also where the disk is full
            lock.execute("BEGIN EXCLUSIVE")
            yield

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """What a query finds."""
        with self._lock, closing(self._connection.execute(query, values)) as cursor:
            return list(cursor.fetchall())

    def said(self, key: str) -> str:
        """A remembered word; empty if there is none."""
        found = self.rows("SELECT value FROM said WHERE key = ?", (key,))
        return str(found[0][0]) if found else ""

    def say(self, key: str, value: str) -> None:
        """Remembers a word."""
        with self.change() as connection:
            connection.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", (key, value))
