"""Reports in PostgreSQL, for a collector of several processes.

Every transaction locks its batches against being closed: no report is lost between two processes or counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import psycopg
from psycopg import errors
from psycopg.rows import args_row

from phonehome.telemetry.server.batch import Batch
from phonehome.telemetry.server.store import AwayError, Counted, Entry, Fate, FullError, Period, Removal

# Any fixed number: two processes that start at once would both make the tables.
LOCK = 0x70684354
SCHEMA = """
CREATE TABLE IF NOT EXISTS batches (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, metric text NOT NULL, day date NOT NULL, form text NOT NULL,
  closes date NOT NULL, drops date NOT NULL, closed boolean NOT NULL DEFAULT false, UNIQUE (metric, day));
CREATE TABLE IF NOT EXISTS reports (
  batch bigint NOT NULL, nonce uuid NOT NULL, output bigint NOT NULL, PRIMARY KEY (batch, nonce));
CREATE TABLE IF NOT EXISTS counts (
  batch bigint NOT NULL, output bigint NOT NULL, n bigint NOT NULL, PRIMARY KEY (batch, output));
"""
_OPEN = """INSERT INTO batches (metric, day, form, closes, drops) VALUES (%s, %s, %s, %s, %s)
  ON CONFLICT (metric, day) DO NOTHING"""
_STATE = "SELECT id, closed, form FROM batches WHERE metric = %s AND day = %s FOR SHARE"
_ALONE = "SELECT id, closed FROM batches WHERE metric = %s AND day = %s FOR UPDATE"
_INSERT = "INSERT INTO reports SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::bigint[]) ON CONFLICT DO NOTHING"
_COUNT = "INSERT INTO counts SELECT batch, output, count(*) FROM reports WHERE batch = %s GROUP BY batch, output"
_BATCHES = "SELECT metric, day, form, closes, drops, closed FROM batches ORDER BY day, metric"
_PERIOD = """SELECT id, metric, day, form, closes, drops, closed FROM batches
  WHERE metric = %s AND day BETWEEN %s AND %s ORDER BY day"""
_COUNTS = """SELECT output, n FROM counts WHERE batch = %(batch)s
  UNION ALL SELECT output, count(*) FROM reports WHERE batch = %(batch)s GROUP BY output ORDER BY output"""

_HELD = """SELECT metric, day::text, output, 1 FROM reports JOIN batches ON batch = id
  UNION ALL SELECT metric, day::text, output, n FROM counts JOIN batches ON batch = id"""
_PATIENCE_S, _ROWS = 10, 1 << 16
Row = tuple[str, str, int, int]


class Postgresql:
    """A store in a database that other processes use at the same time."""

    def __init__(self, url: str, patience: int = _PATIENCE_S) -> None:
        self._url, self._patience = url, patience
        self._writing: psycopg.Connection | None = None
        with _told(), self._connection().transaction():
            self._connection().execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            self._connection().execute(SCHEMA)
            self._check_durable()

    def write(self, entries: Sequence[Entry], removals: Sequence[Removal]) -> tuple[list[Fate], list[Fate]]:
        """Stores and deletes in one transaction; each one's fate."""
        with self._transaction() as writing:
            wanted = sorted({entry.batch for entry in entries}, key=lambda batch: (batch.metric, batch.day))
            numbers = {batch: _open_number(writing, batch) for batch in wanted}
            rows = sorted((number, one.nonce, one.output) for one in entries if (number := numbers[one.batch]))
            if rows:
                columns = ([row[0] for row in rows], [UUID(bytes=row[1]) for row in rows], [row[2] for row in rows])
                writing.execute(_INSERT, columns)
            deleted = [_delete(writing, removal) for removal in removals]
        return ["stored" if numbers[entry.batch] else "counted" for entry in entries], deleted

    def close(self, batch: Batch) -> None:
        """Turns the reports of a batch into counts and deletes them."""
        with self._transaction() as writing:
            found = writing.execute(_ALONE, (batch.metric, batch.day)).fetchone()
            if found is None or found[1]:
                return
            writing.execute(_COUNT, found[:1])
            writing.execute("DELETE FROM reports WHERE batch = %s", found[:1])
            writing.execute("UPDATE batches SET closed = true WHERE id = %s", found[:1])
        self._clean()

    def drop(self, batch: Batch) -> None:
        """Forgets a batch with all it has."""
        with self._transaction() as writing:
            found = writing.execute(_ALONE, (batch.metric, batch.day)).fetchone()
            if found is None:
                return
            writing.execute("DELETE FROM reports WHERE batch = %s", found[:1])
            writing.execute("DELETE FROM counts WHERE batch = %s", found[:1])
            writing.execute("DELETE FROM batches WHERE id = %s", found[:1])
        self._clean()

    def end(self) -> None:
        """Lets go of the connection."""
        if self._writing is not None:
            self._writing.close()

    def check(self) -> None:
        """That the server answers: its pages it checks itself, where it was made with checksums."""
        self.batches()

    def batches(self) -> list[Batch]:
        """All batches, by day and metric."""
        with _told(), self._connect() as reading:
            return [Batch(*row) for row in reading.execute(_BATCHES)]

    def counted(self, period: Period) -> list[Counted]:
        """What was reported in a period, by day; from one snapshot."""
        with _told(), self._connect() as reading:
            reading.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            with reading.transaction():
                rows = reading.execute(_PERIOD, (period.metric, period.since, period.until)).fetchall()
                counts: list[dict[int, int]] = [
                    dict(reading.execute(_COUNTS, {"batch": row[0]}).fetchall()) for row in rows
                ]
        return [Counted(Batch(*row[1:]), held) for row, held in zip(rows, counts, strict=True)]

    def _check_durable(self) -> None:
        found = self._connection().execute("SELECT current_setting('fsync')").fetchone()
        if found != ("on",):
            raise ValueError(
                "the PostgreSQL server runs with fsync off, so it can lose what it acknowledged; switch it on"
            )

    def _clean(self) -> None:
        """What was deleted stays in PostgreSQL's pages until they are vacuumed."""
        with _told():
            self._connection().execute("VACUUM reports")

    @contextmanager
    def _transaction(self) -> Iterator[psycopg.Connection]:
        with _told(), self._connection().transaction():
            yield self._connection()

    def _connection(self) -> psycopg.Connection:
        """The writing one, made anew after it was lost."""
        if self._writing is None or self._writing.closed:
            self._writing = self._connect()
        return self._writing

    def _connect(self) -> psycopg.Connection:
        waits = "-c synchronous_commit=on -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
        return psycopg.connect(self._url, autocommit=True, connect_timeout=self._patience, options=waits)


def _open_number(writing: psycopg.Connection, batch: Batch) -> int | None:
    """The number of an open batch, locked against closing; None for one that is counted, or of another form."""
    found = writing.execute(_STATE, (batch.metric, batch.day)).fetchone()
    if found is None:
        writing.execute(_OPEN, (batch.metric, batch.day, batch.form, batch.closes, batch.drops))
        found = writing.execute(_STATE, (batch.metric, batch.day)).fetchone()
    if found is None:
        return None  # dropped in this moment
    number, closed, form = found
    return None if closed or form != batch.form else int(number)


def _delete(writing: psycopg.Connection, removal: Removal) -> Fate:
    found = writing.execute(_STATE, (removal.metric, removal.day)).fetchone()
    if found is None:
        return "absent"
    number, closed, _ = found
    if closed:
        return "counted"
    gone = writing.execute("DELETE FROM reports WHERE batch = %s AND nonce = %s", (number, UUID(bytes=removal.nonce)))
    return "deleted" if gone.rowcount else "absent"


def held(url: str) -> Iterator[list[Row]]:
    """What a leak of the database would show: (metric, day, output, how many), some at a time, from one snapshot."""
    with _told(), psycopg.connect(url, connect_timeout=_PATIENCE_S) as reading:
        reading.isolation_level, reading.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        with reading.cursor(name="held", row_factory=args_row(_row)) as cursor:
            cursor.execute(_HELD)
            while rows := cursor.fetchmany(_ROWS):
                yield rows


def _row(metric: str, day: str, output: int, count: int) -> Row:
    return metric, day, output, count


@contextmanager
def _told() -> Iterator[None]:
    """PostgreSQL's complaints in one sentence, without the password of its URL."""
    try:
        yield
    except (errors.DiskFull, errors.OutOfMemory):
        raise FullError("PostgreSQL: no room is left on its disk") from None
    except errors.UndefinedTable:
        raise AwayError("PostgreSQL: this database is none of phonehome telemetry serve") from None
    except psycopg.Error as error:
        said = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise AwayError(f"PostgreSQL: {said}") from None
