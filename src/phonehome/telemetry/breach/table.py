"""A table as the measures see it: the DuckDB view ``source`` with the columns c0, c1 ..., and what each of them is."""

from __future__ import annotations

from typing import Literal

import duckdb
import msgspec
from msgspec import Struct

from phonehome.knowledge.schema import Sensitivity

Connection = duckdb.DuckDBPyConnection
Role = Literal["identifier", "quasi", "sensitive", "time", "unused"]
SOURCE = "source"
_ORDERED = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "DATE", "TIME")
_UNSIGNED = ("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")


class Column(Struct, frozen=True):
    """A column of the table: its 0-based number, its name, what it is in a leak, and how that is known.

    ``kind`` is one of the kinds of personal data, empty where none fits; ``type`` is DuckDB's. ``filled`` of the rows
    hold a value; ``distinct`` values there are, null where that was not counted (it is of identifiers).
    """

    number: int
    name: str
    role: Role
    kind: str
    sensitivity: Sensitivity
    why: str
    type: str
    filled: int
    distinct: int | None = None

    @property
    def sql(self) -> str:
        """Its name in the view."""
        return f"c{self.number}"

    @property
    def is_ordered(self) -> bool:
        """Whether one value can be more than another: a number or a date."""
        return self.type.startswith((*_ORDERED, *_UNSIGNED))


class Columns(Struct, frozen=True):
    """The columns with their roles; the one that says which rows are of one person (None: a row is a person).

    ``points`` are those of which the points of a trace are made.
    """

    every: tuple[Column, ...]
    person: Column | None = None
    points: tuple[Column, ...] = ()

    def of(self, *roles: Role) -> tuple[Column, ...]:
        """Those of some roles, in the table's order."""
        return tuple(one for one in self.every if one.role in roles)


def view(connection: Connection, table: duckdb.DuckDBPyRelation) -> None:
    """Makes the view ``source`` of a table; lists and structs count as their text."""
    columns = enumerate(zip(table.columns, map(str, table.types), strict=True))
    chosen = (f"{_plain(quoted(name), kind)} AS c{number}" for number, (name, kind) in columns)
    table.project(", ".join(chosen)).create_view(SOURCE, replace=True)
    connection.execute(f"SELECT * FROM {SOURCE} LIMIT 0")  # noqa: S608 - the name is our own


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def count(connection: Connection, query: str) -> int:
    """The one number that a query answers."""
    return msgspec.convert(connection.execute(query).fetchall()[0][0] or 0, int)


def _plain(name: str, kind: str) -> str:
    return f"{name}::VARCHAR" if kind.endswith(("]", ")")) and not kind.startswith("DECIMAL") else name
