"""CSV (RFC 4180) as it stands, into a DuckDB table of texts and numbers: nothing about its form is guessed.

DuckDB's own guessing takes a file with one line too long for a file of one column, and a first line that differs for a
title: then a breach would look harmless.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import duckdb
import msgspec
import zstandard

from phonehome.telemetry.breach.table import Connection, quoted

_BETWEEN = ",;\t|"
_LONGEST = 1 << 20
# A number that its text can be made from again: 0049 is none, nor is +49.
_TYPES = (("BIGINT", r"-?(0|[1-9]\d{0,17})"), ("DOUBLE", r"-?(0|[1-9]\d{0,14})(\.\d{1,15})?"))


class Lines(Protocol):
    """What a line is read from."""

    def readline(self, size: int, /) -> bytes:
        """The next line, or so many bytes of it."""
        ...


def read(connection: Connection, file: Path, name: str) -> duckdb.DuckDBPyRelation:
    """The table of a file, by ``name`` to DuckDB; its first line names the columns. ``0049`` stays as it is."""
    separator, columns = _head(file)
    shape = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(columns)))
    form = f"""auto_detect = false, header = true, quote = '"', escape = '"', columns = {{{shape}}}"""
    named = ", ".join(f"c{number} AS {quoted(column)}" for number, column in enumerate(columns))
    query = f"CREATE TABLE leaked AS SELECT {named} FROM read_csv(?, delim = ?, {form})"  # noqa: S608 - quoted
    connection.execute(query, [name, separator])
    return _typed(connection.table("leaked"))


def _head(file: Path) -> tuple[str, list[str]]:
    """What stands between the columns, and their names: the separator that the first line has most of."""
    try:
        with _opened(file) as lines:
            whole = list(_first(line.decode() for line in iter(lambda: lines.readline(_LONGEST), b"")))
        separator = max(_BETWEEN, key=lambda one: len(_split(whole, one)))
        names = _split(whole, separator)
    except (csv.Error, UnicodeDecodeError, EOFError, zstandard.ZstdError, gzip.BadGzipFile):
        raise ValueError(f"{file} cannot be read: its first line names no columns, or is no UTF-8") from None
    if not any(names):
        raise ValueError(f"{file} has no first line that names its columns")
    return separator, _apart(names)


def _first(lines: Iterator[str]) -> Iterator[str]:
    """The lines of the first record: a quoted name may hold a line feed."""
    quotes = 0
    for line in lines:
        yield line.removeprefix("\ufeff")
        quotes += line.count('"')
        if not quotes % 2:
            return


def _split(lines: Sequence[str], separator: str) -> list[str]:
    return next(csv.reader(lines, delimiter=separator), [])


def _apart(names: Sequence[str]) -> list[str]:
    """A name that stands twice gets a number, one that is empty its place."""
    found = list[str]()
    for place, name in enumerate(names, 1):
        wanted, count = name.strip() or f"column {place}", 1
        kept = wanted
        while kept.lower() in {one.lower() for one in found}:
            count += 1
            kept = f"{wanted} ({count})"
        found.append(kept)
    return found


def _opened(file: Path) -> AbstractContextManager[Lines]:
    """The bytes of a file, unpacked."""
    match file.suffix.lower():
        case ".gz":
            return gzip.open(file)
        case ".zst":
            return io.BufferedReader(zstandard.open(file))
    return file.open("rb")


def _typed(table: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Numbers where a column holds nothing else."""
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
