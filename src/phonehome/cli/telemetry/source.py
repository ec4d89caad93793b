"""Opens what may leak, as a DuckDB relation: Parquet, CSV, JSON Lines, or cases as their recipient stores them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import msgspec

from phonehome.cli.asking import OURS, once, opened
from phonehome.telemetry.breach.maker import chief, stored
from phonehome.telemetry.breach.table import Connection, quoted

Relation = duckdb.DuckDBPyRelation
Opened = tuple[Connection, Relation]

_PLACE = re.compile(r"CSV Error on Line: \d+|at byte \d+ in record/value \d+")
# A number that its text can be made from again: 0049 is none, nor is +49.
_TYPES = (("BIGINT", r"-?(0|[1-9]\d{0,17})"), ("DOUBLE", r"-?(0|[1-9]\d{0,14})(\.\d{1,15})?"))
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
    found = _PLACE.search(str(error))
    return f" ({found[0]})" if found else " (damaged, or not what its name says)"


def _read(connection: Connection, file: Path) -> Relation:
    with file.open("rb") as opened_file:  # a missing file is told as everywhere, and no address is ever fetched
        head = opened_file.read(4)
    ending = "".join(file.suffixes[-2:] if file.suffix in {".gz", ".zst"} else file.suffixes[-1:]).lower()
    reader = _parquet if head == b"PAR1" else _READERS.get(ending.partition(".")[2].partition(".")[0])
    if reader is None:
        raise ValueError(
            f"{file} is no table that is known by its ending: .parquet, .csv, .tsv, .jsonl, .ndjson, .json"
        )
    return reader(connection, _exactly(file))


def _exactly(file: Path) -> str:
    """The name with all that DuckDB would take for a pattern in brackets."""
    return re.sub(r"([*?\[])", r"[\1]", str(file))


def _parquet(connection: Connection, name: str) -> Relation:
    return connection.read_parquet(name)


def _json(connection: Connection, name: str) -> Relation:
    connection.read_json(name, sample_size=-1).create("leaked")
    return connection.table("leaked")


def _csv(connection: Connection, name: str) -> Relation:
    """Texts, and numbers where a column holds nothing else: ``0049`` stays as it is."""
    connection.read_csv(name, header=True, all_varchar=True).create("leaked")
    table = connection.table("leaked")
    columns = [quoted(column) for column in table.columns]
    odd = ", ".join(
        f"count(*) FILTER ({column} IS NOT NULL AND NOT regexp_full_match({column}, '{shape}')), count({column})"
        for column in columns
        for _, shape in _TYPES
    )
    counts = msgspec.convert(table.aggregate(odd).fetchall()[0], list[int])
    kinds = zip(columns, *(iter(zip(counts[::2], counts[1::2], strict=True)),) * len(_TYPES), strict=True)
    return table.project(", ".join(_cast(column, odds) for column, *odds in kinds))


def _cast(column: str, odds: list[tuple[int, int]]) -> str:
    for (kind, _), (odd, filled) in zip(_TYPES, odds, strict=True):
        if filled and not odd:
            return f"{column}::{kind} AS {column}"
    return column


_READERS: dict[str, Callable[[Connection, str], Relation]] = {
    "parquet": _parquet,
    "csv": _csv,
    "tsv": _csv,
    "jsonl": _json,
    "ndjson": _json,
    "json": _json,
}
