"""What a leak of a table would expose: every measure over one DuckDB relation. Sees columns, never says a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb

from phonehome.knowledge.schema import Knowledge
from phonehome.telemetry.breach import classes
from phonehome.telemetry.breach.columns import Wish, columns
from phonehome.telemetry.breach.diversity import diversity
from phonehome.telemetry.breach.measured import Breach, Naming
from phonehome.telemetry.breach.risk import risk
from phonehome.telemetry.breach.sentence import Whom, sentence
from phonehome.telemetry.breach.table import SOURCE, Column, Columns, Connection, count, view
from phonehome.telemetry.breach.unicity import unicity

Tell = Callable[[str], None]


def expose(connection: Connection, table: duckdb.DuckDBPyRelation, wish: Wish, knowledge: Knowledge) -> Breach:
    """What a leak of the table would expose; ValueError for a table without rows or a column that is not there.

    The connection is the table's own; temporary tables and the view ``source`` are made in it.
    """
    view(connection, table)
    rows = count(connection, f"SELECT count(*) FROM {SOURCE}")  # noqa: S608 - the name is our own
    if not rows:
        raise ValueError("the table has no rows")
    roles = columns(connection, table.columns, wish, knowledge)
    classes.sort_out(connection, roles)
    held = count(connection, "SELECT count(*) FROM held")
    if not held:
        raise ValueError(f"no row says whose it is: the column {wish.person} is empty")
    persons = count(connection, f"SELECT {classes.persons_of(roles)} FROM held")  # noqa: S608
    found, naming = classes.anonymity(connection, roles), tuple(_naming(connection, roles))
    return Breach(
        sentence=sentence(roles, Whom(persons, naming, found), knowledge),
        rows=rows,
        persons=persons,
        person=roles.person.name if roles.person else "",
        nobody=rows - held,
        columns=roles.every,
        naming=naming,
        anonymity=found,
        risk=risk(*classes.sizes(connection), wish.population),
        diversity=tuple(filter(None, (diversity(connection, roles, one) for one in roles.of("sensitive")))),
        unicity=unicity(connection, roles),
    )


def _naming(connection: Connection, roles: Columns) -> Iterator[Naming]:
    for one in roles.of("identifier"):
        yield Naming(one.name, one.kind, _named(connection, roles, one))


def _named(connection: Connection, roles: Columns, column: Column) -> int:
    """How many persons have a value that nobody else has."""
    persons = classes.persons_of(roles)
    own = f"SELECT {column.sql} FROM held WHERE {column.sql} IS NOT NULL GROUP BY {column.sql} HAVING {persons} = 1"  # noqa: S608
    return count(connection, f"SELECT {persons} FROM held SEMI JOIN ({own}) USING ({column.sql})")  # noqa: S608
