"""Opens what may leak, as a DuckDB relation: Parquet, CSV, JSON Lines, or cases as their recipient stores them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from phonehome.cli.asking import OURS, once, opened
from phonehome.cli.telemetry import csvfile
from phonehome.telemetry.breach.maker import chief, stored
from phonehome.telemetry.breach.table import Connection

Relation = duckdb.DuckDBPyRelation
Opened = tuple[Connection, Relation]

_PLACES = (
    (re.compile(r"CSV Error on Line: (\d+)[\s\S]*Expected Number of Columns: (\d+) Found: (\d+)"),
     "line {0} has another number of fields ({2}) than the first line ({1})"),
    (re.compile(r"CSV Error on Line: (\d+)"), "line {0}"),
    (re.compile(r"at byte (\d+) in (?:record/value|line) (\d+)"), "at byte {0} of line {1}"),
)  # fmt: skip
_MEMORY = "1GB"


@contextmanager
def leaked(names: Sequence[str], recipient: str = "") -> Iterator[Opened]:
    """The table and its connection; ValueError says what cannot be read, without a word of what stands in it."""
    folders = [Path(name) for name in names if Path(name).is_dir()]
    if folders:
        if len(folders) < len(names):
            raise ValueError("--table takes one file, or case folders; not both")
        with opened(once(folders), recipient) as given:
            yield given.tables, stored(given.tables, "" if recipient else chief(given.tables))
        return
    if recipient:
        raise ValueError("--recipient says whose table of a case is meant; a file is one already")
    if len(names) > 1:
        raise ValueError("--table takes one file, or several case folders")
    with tempfile.TemporaryDirectory(prefix="phonehome-") as spill, connected(spill) as connection:
        try:
            yield connection, _read(connection, Path(names[0]))
        except OURS:
            raise
        except duckdb.OutOfMemoryException:
            raise ValueError(
                f"{names[0]} needs more than {_MEMORY} of memory and the disk for temporary files"
            ) from None
        except duckdb.Error as error:
            raise ValueError(f"{names[0]} cannot be read{_where(error)}") from None


@contextmanager
def connected(spill: str) -> Iterator[Connection]:
    """A DuckDB of bounded memory that writes what does not fit into that folder, and fetches nothing."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "threads": 2,
        "temp_directory": spill,
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(config=config) as connection:
        yield connection


def _where(error: duckdb.Error) -> str:
    """The place of the damage: the rest of what DuckDB says quotes values."""
    for shape, words in _PLACES:
        if found := shape.search(str(error)):
            return f": {words.format(*found.groups())}"
    return " (damaged, or not what its name says)"


def _read(connection: Connection, file: Path) -> Relation:
    with file.open("rb") as opened_file:  # a missing file is told as everywhere, and no address is ever fetched
        head = opened_file.read(4)
    ending = "".join(file.suffixes[-2:] if file.suffix in {".gz", ".zst"} else file.suffixes[-1:]).lower()
    reader = _parquet if head == b"PAR1" else _READERS.get(ending.partition(".")[2].partition(".")[0])
    if reader is None:
        raise ValueError(
            f"{file} is no table that is known by its ending: .parquet, .csv, .tsv, .jsonl, .ndjson, .json"
        )
    return reader(connection, file, _exactly(file))


def _exactly(file: Path) -> str:
    """The name with all that DuckDB would take for a pattern in brackets."""
    return re.sub(r"([*?\[])", r"[\1]", str(file))


def _parquet(connection: Connection, _: Path, name: str) -> Relation:
    return connection.read_parquet(name)


def _json(connection: Connection, _: Path, name: str) -> Relation:
    connection.read_json(name, sample_size=-1).create("leaked")
    return connection.table("leaked")


_READERS: dict[str, Callable[[Connection, Path, str], Relation]] = {
    "parquet": _parquet,
    "csv": csvfile.read,
    "tsv": csvfile.read,
    "jsonl": _json,
    "ndjson": _json,
    "json": _json,
}
