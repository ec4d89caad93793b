"""k-anonymity: who shares the values of the quasi-identifiers with whom (Sweeney 2002)."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from phonehome.telemetry.breach.measured import Anonymity, Step
from phonehome.telemetry.breach.table import SOURCE, Columns, Connection, count

_STEPS = ((1, 1), (2, 2), (3, 4), (5, 10), (11, 20), (21, 100), (101, None))
# How many persons an expression over rows of ``held`` stands for.
ONE_A_ROW, BY_PERSON = "count(*)", "count(DISTINCT person)"


def sort_out(connection: Connection, columns: Columns) -> None:
    """Makes ``held`` (person, class, and the identifiers and sensitive columns) and ``classes`` (class, k)."""
    quasi = ", ".join(one.sql for one in columns.of("quasi"))
    person = columns.person.sql if columns.person else "row_number() OVER ()"
    of_class = f"min(row) OVER (PARTITION BY {quasi})" if quasi else "0"
    kept = [one.sql for one in columns.of("sensitive", "identifier")]
    numbered = f"SELECT row_number() OVER () AS row, {person} AS person, * FROM {SOURCE}"  # noqa: S608 - our own names
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE held AS SELECT {', '.join(['person', f'{of_class} AS class', *kept])}"  # noqa: S608
        f" FROM ({numbered}) WHERE person IS NOT NULL"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE classes AS SELECT class, {persons_of(columns)} AS k FROM held GROUP BY class"  # noqa: S608
    )


def persons_of(columns: Columns) -> str:
    """SQL that counts the persons of some rows of ``held``."""
    return BY_PERSON if columns.person else ONE_A_ROW


def sizes(connection: Connection) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The sizes of classes in ascending order, and how many classes have each."""
    found = connection.execute("SELECT k, count(*) FROM classes GROUP BY k ORDER BY k").fetchall()
    table = np.array(msgspec.convert(found, list[tuple[int, int]]), dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def anonymity(connection: Connection, columns: Columns) -> Anonymity:
    """How many persons share a class."""
    k, classes = sizes(connection)
    alone = f"SELECT {persons_of(columns)} FROM held SEMI JOIN (FROM classes WHERE k = 1) USING (class)"  # noqa: S608
    records = int((k * classes).sum())
    middle = int(np.searchsorted(np.cumsum(k * classes), (records + 1) // 2))
    return Anonymity(
        quasi=tuple(one.name for one in columns.of("quasi")),
        records=records,
        classes=int(classes.sum()),
        k=int(k[0]),
        median=int(k[middle]),
        unique=int(classes[k == 1].sum()),
        unique_persons=count(connection, alone),
        distribution=tuple(_step(k, classes, *ends) for ends in _STEPS),
    )


def _step(k: NDArray[np.int64], classes: NDArray[np.int64], least: int, most: int | None) -> Step:
    within = (k >= least) & (k <= (most or k[-1]))
    return Step(least, most, int(classes[within].sum()), int((k * classes)[within].sum()))
