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

FILE = "telemetry.sqlite"
_BUSY_S = 10.0
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
        path = folder / FILE
        path.touch(mode=0o600)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise ValueError(f"{path} cannot be used: {error}") from None

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
