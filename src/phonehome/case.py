"""A case on disk: a folder with three Parquet tables and case.json, readable by its owner only.

The door between the pure core and the file system: captures in, tables out, reports from tables.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from phonehome.model import CaseInfo
from phonehome.tables import EARLIEST, LATEST, SCHEMAS, Batch

TABLES = tuple(SCHEMAS)
# What the questions about several cases may take.
MEMORY = "512MB"
_ROW_GROUP = 1 << 17
# How many recipients a refusal names.
_NAMED = 8

# A request or an end outside of 1970 to 2100 counts as one without a time; a start stays a time, at the edge.
_BETWEEN = f"BETWEEN {EARLIEST} AND {LATEST}"
_TIME = f"CASE WHEN time {_BETWEEN} THEN time END AS time"
_START = f"CASE WHEN event_start IS NOT NULL THEN least(greatest(event_start, {EARLIEST - 1}), {LATEST + 1}) END"
_END = f"CASE WHEN event_end {_BETWEEN} THEN event_end END AS event_end"
_SANE = {
    "exchanges": f" REPLACE ({_TIME})",
    "findings": f" REPLACE ({_TIME}, {_START} AS event_start, {_END})",
}


class CaseWriter:
    """Writes batches to the three tables as they come; they get their names, and case.json, when all is written.

    Without ``finish`` nothing of the new case is left, and an older one stays as it was.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_new = not folder.exists()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        self._stack = ExitStack()
        self._waiting: dict[str, list[pa.RecordBatch]] = {name: [] for name in TABLES}
        self._writers = {name: self._writer(name) for name in TABLES}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        for name in TABLES:
            self._part(name).unlink(missing_ok=True)
        if self._is_new and not any(self._folder.iterdir()):
            self._folder.rmdir()

    def write(self, batch: Batch) -> None:
        """Adds rows; a row group is written whenever enough have come."""
        for name, rows in (("exchanges", batch.exchanges), ("fields", batch.fields), ("findings", batch.findings)):
            waiting = self._waiting[name]
            waiting.append(rows)
            if sum(part.num_rows for part in waiting) >= _ROW_GROUP:
                self._flush(name)

    def finish(self, info: CaseInfo) -> None:
        """Writes what still waits, and case.json, in place of an older case."""
        for name in TABLES:
            self._flush(name)
        self._stack.close()
        for name in ("case.json", "report.html"):
            (self._folder / name).unlink(missing_ok=True)
        for name in TABLES:
            self._part(name).replace(self._folder / f"{name}.parquet")
        text = msgspec.json.format(msgspec.json.encode(info, order="deterministic"), indent=2)
        with _private(self._folder / "case.json") as file:
            file.write(text + b"\n")

    def _part(self, name: str) -> Path:
        return self._folder / f"{name}.parquet.part"

    def _writer(self, name: str) -> pq.ParquetWriter:
        file = self._stack.enter_context(_private(self._part(name)))
        writer = pq.ParquetWriter(file, SCHEMAS[name], compression="zstd")
        self._stack.callback(writer.close)
        return writer

    def _flush(self, name: str) -> None:
        if self._waiting[name]:
            table = pa.Table.from_batches(self._waiting[name], SCHEMAS[name])
            self._writers[name].write_table(table, row_group_size=_ROW_GROUP)
            self._waiting[name] = []


def create(folder: Path, *, force: bool = False) -> CaseWriter:
    """A new case in ``folder``, which is made with mode 0700.

    Raises ValueError when the folder already holds something, unless it is a case and ``force`` is set.
    """
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file; a case is a folder")
    ours = {"case.json", "report.html", *(f"{name}.parquet{part}" for name in TABLES for part in ("", ".part"))}
    if names & ours and not force and "case.json" not in names:
        raise ValueError(
            f"{folder} holds an unfinished case (of an audit that runs or was killed); --force replaces it"
        )
    if names & ours and not force:
        raise ValueError(f"{folder} already holds a case; give another folder, or --force to replace it")
    if names - ours:
        raise ValueError(f"{folder} holds other files; a case needs a folder of its own")
    return CaseWriter(folder)


def read_info(folder: Path) -> CaseInfo:
    """case.json of a case; ValueError when the folder holds no whole case."""
    try:
        return msgspec.json.decode((folder / "case.json").read_bytes(), type=CaseInfo)
    except FileNotFoundError:
        raise ValueError(f"{folder} holds no case (case.json is missing); make one with phonehome audit") from None
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"{folder / 'case.json'} is damaged: {error}") from None


def unreadable(where: object, error: duckdb.Error | msgspec.ValidationError) -> ValueError:
    """What a reader of a case is told instead of what the database says."""
    if isinstance(where, Path) and not where.exists():
        return ValueError(f"{where} is missing; audit the capture again")
    if isinstance(error, duckdb.OutOfMemoryException) or "No space left" in str(error):
        return ValueError(f"{where}: there is not enough memory, or room on the disk, to read it")
    return ValueError(f"{where} is damaged: it does not hold what phonehome wrote; audit the capture again")


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the case's tables as views named exchanges, fields and findings."""
    # What does not fit into memory may be written beside the tables, and nowhere where others can read it.
    connection = duckdb.connect(config={"memory_limit": "256MB", "threads": 2, "temp_directory": str(folder)})
    for name in TABLES:
        file = folder / f"{name}.parquet"
        try:
            table = connection.read_parquet(str(file))
        except duckdb.Error as error:
            raise unreadable(file, error) from None
        _check_version(connection, table, folder, name)
        table.create_view(name)
    return connection


def connect_all(folders: Sequence[Path], recipient: str = "") -> duckdb.DuckDBPyConnection:
    """A connection with the tables of several cases, ``case_no`` counting them from 0, for the questions of ``infer``.

    The views are every_exchange, and, of what the chosen recipient got (all for ""), exchanges, fields and findings;
    ``recipient`` is a part of the organisation's name or of the host, in any case. Without folders all are empty.
    ValueError as for ``connect``, and where nobody is called so.
    """
    spill = str(folders[0]) if folders else ""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "threads": 2, "temp_directory": spill})
    for name in TABLES:
        parts = [_numbered(connection, numbers, name) for numbers in _rounds(folders)] or [_empty(connection, name)]
        connection.execute(f"CREATE VIEW every_{name} AS {' UNION ALL '.join(parts)}")
    text = recipient.lower().replace("'", "''")
    chosen = f"contains(lower(organisation), '{text}') OR contains(lower(host), '{text}')" if text else "true"
    connection.execute("CREATE VIEW every_exchange AS FROM every_exchanges")
    connection.execute(f"CREATE VIEW exchanges AS FROM every_exchanges WHERE {chosen}")
    connection.execute(f"CREATE VIEW findings AS FROM every_findings WHERE certainty <> 'dummy' AND ({chosen})")
    if text and not connection.execute("SELECT 1 FROM exchanges LIMIT 1").fetchall():
        raise ValueError(f"nobody called {recipient!r} got anything; there are {_recipients(connection)}")
    within = "(case_no, exchange) IN (SELECT (case_no, exchange) FROM exchanges)" if text else "true"
    connection.execute(f"CREATE VIEW fields AS FROM every_fields WHERE {within}")
    return connection


def _empty(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """SQL for a table without rows, where there is no case."""
    connection.register("nothing", SCHEMAS[name].empty_table())
    connection.execute(f"CREATE TABLE no_{name} AS FROM nothing")
    connection.unregister("nothing")
    return f"SELECT 0::BIGINT AS case_no, * FROM no_{name}"  # noqa: S608 - the names are our own


def _recipients(connection: duckdb.DuckDBPyConnection) -> str:
    """Who got most, by name, and how many others there are."""
    who = "CASE WHEN organisation = '' THEN host ELSE organisation END"
    query = f"SELECT {who} AS name FROM every_exchange GROUP BY name ORDER BY count(*) DESC, name"  # noqa: S608
    names = [str(name) for (name,) in connection.execute(query).fetchall()]
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _rounds(folders: Sequence[Path]) -> list[dict[Path, int]]:
    """The numbers of the cases; one that is given twice stands in a second round."""
    rounds: list[dict[Path, int]] = []
    for number, folder in enumerate(folders):
        first = next((one for one in rounds if folder not in one), None)
        if first is None:
            rounds.append({folder: number})
        else:
            first[folder] = number
    return rounds


def _numbered(connection: duckdb.DuckDBPyConnection, numbers: Mapping[Path, int], name: str) -> str:
    """SQL for one table of some cases, all read in one scan."""
    files = [_checked(connection, folder, name) for folder in numbers]
    listed = "[" + ", ".join("'" + file.replace("'", "''") + "'" for file in files) + "]"
    number = f"list_extract({list(numbers.values())}::BIGINT[], list_position({listed}, filename))"
    columns = f"* EXCLUDE filename{_SANE.get(name, '')}"
    return f"SELECT {number} AS case_no, {columns} FROM read_parquet({listed}, filename = true)"  # noqa: S608


def _checked(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> str:
    """The file of one table of a case, which is checked to be of this version and whole."""
    file = folder / f"{name}.parquet"
    try:
        table = connection.read_parquet(str(file))
    except duckdb.Error as error:
        raise unreadable(file, error) from None
    _check_version(connection, table, folder, name)
    return str(file)


def _check_version(
    connection: duckdb.DuckDBPyConnection, table: duckdb.DuckDBPyRelation, folder: Path, name: str
) -> None:
    ours = connection.from_arrow(SCHEMAS[name].empty_table())
    if (table.columns, table.types) != (ours.columns, ours.types):
        raise ValueError(f"{folder} was made by another version of phonehome; audit the capture again")


def _private(path: Path) -> IO[bytes]:
    """A new file that only its owner can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
