"""Unicity: how few points of a trace single its person out (de Montjoye et al., "Unique in the Crowd", 2013).

A point is an hour and the values of some columns in it. Of each tried person five points are drawn by a hash, so that
the same table gives the same answer; the first p of them are p random points of the trace.
"""

from __future__ import annotations

import msgspec
from scipy.stats import beta

from phonehome.telemetry.breach.measured import Known, Unicity
from phonehome.telemetry.breach.table import SOURCE, Column, Columns, Connection, count

MOST_KNOWN, TRIED = 5, 1000
# Pairs of a tried person's point and another person who has it, too; fewer persons are tried where there would be more.
_MOST_PAIRS, _LEAST_TRIED = 20_000_000, 100
# Stamps of 2005 to 2040 in seconds, milliseconds, microseconds and nanoseconds do not overlap (detect.records).
_SECONDS = ((3_000_000_000, 1), (3_000_000_000_000, 1_000), (3_000_000_000_000_000, 1_000_000))
_CONFIDENCE = 0.95


def unicity(connection: Connection, columns: Columns) -> Unicity:
    """The share of persons who are unique by one to five known points of theirs, with its interval."""
    made_of = columns.points
    if not columns.person:
        return Unicity(why_not="each row is taken for another person, so nobody has a trace (--person COLUMN)")
    if not made_of:
        return Unicity(why_not="no column tells a time or a place of which a trace is made (--point COLUMN)")
    _points(connection, columns.person.sql, made_of)
    persons = count(connection, "SELECT count(DISTINCT person) FROM points")
    _tried(connection)
    return Unicity(tuple(one.name for one in made_of), persons, tuple(_known(connection)))


def _points(connection: Connection, person: str, made_of: tuple[Column, ...]) -> None:
    """The table ``points`` (person, point), each once; a row where all but the time is empty makes none."""
    whole = ", ".join(hour(one) if one.role == "time" else one.sql for one in made_of)
    told = [one.sql for one in made_of if one.role != "time"] or [one.sql for one in made_of]
    rows = (
        f"SELECT DISTINCT {person} AS person, row({whole})::VARCHAR AS text FROM {SOURCE}"  # noqa: S608
        f" WHERE {person} IS NOT NULL AND coalesce({', '.join(f'{name}::VARCHAR' for name in told)}) IS NOT NULL"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE told AS {rows}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE frequent AS"
        " SELECT text, row_number() OVER () AS point, count(*) AS persons FROM told GROUP BY text"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE points AS SELECT person, point FROM told JOIN frequent USING (text)"
    )


def hour(column: Column) -> str:
    """SQL for the hour that a column tells, as a whole number; the value itself where it is no time."""
    name = column.sql
    if column.type.startswith(("TIMESTAMP", "DATE")):
        return f"epoch({name})::BIGINT // 3600"
    if column.type == "VARCHAR":
        number, moment = f"try_cast({name} AS BIGINT)", f"epoch(try_cast({name} AS TIMESTAMPTZ))::BIGINT // 3600"
        return f"coalesce(({_hours(number)})::VARCHAR, ({moment})::VARCHAR, {name})"
    return name if column.type.startswith("TIME") else _hours(name)


def _hours(number: str) -> str:
    units = " ".join(f"WHEN {number} < {below} THEN {number} // {unit * 3600}" for below, unit in _SECONDS)
    return f"CASE {units} ELSE {number} // 3600000000000 END"


def _tried(connection: Connection) -> None:
    """The table ``drawn`` (person, point, place): five points, or all there are, of the persons who are tried."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE tried AS SELECT DISTINCT person FROM points"  # noqa: S608
        f" ORDER BY md5(person::VARCHAR), person LIMIT {TRIED}"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE drawn AS SELECT person, point, persons, row_number() OVER chance AS place"  # noqa: S608
        " FROM told SEMI JOIN tried USING (person) JOIN frequent USING (text)"
        " WINDOW chance AS (PARTITION BY person ORDER BY md5(person::VARCHAR || chr(0) || text), text)"
        f" QUALIFY place <= {MOST_KNOWN}"
    )
    pairs = count(connection, "SELECT sum(persons) FROM drawn")
    if pairs > _MOST_PAIRS:
        tried = count(connection, "SELECT count(*) FROM tried")
        kept = max(_LEAST_TRIED, tried * _MOST_PAIRS // pairs)
        connection.execute(
            "DELETE FROM drawn WHERE person NOT IN"  # noqa: S608
            f" (SELECT person FROM tried ORDER BY md5(person::VARCHAR), person LIMIT {kept})"
        )


def _known(connection: Connection) -> list[Known]:
    """For each number of points: of those who have so many, how many share all of them with nobody."""
    met = ", ".join(f"count(*) FILTER (place <= {p}) = {p} AS has_{p}" for p in range(1, MOST_KNOWN + 1))
    alike = ", ".join(f"count(*) FILTER (has_{p}) AS alike_{p}" for p in range(1, MOST_KNOWN + 1))
    alone = ", ".join(
        f"count(*) FILTER (alike_{p} > 0), count(*) FILTER (alike_{p} = 1)" for p in range(1, MOST_KNOWN + 1)
    )
    query = (
        f"WITH met AS (SELECT drawn.person AS target, points.person AS other, {met}"  # noqa: S608
        " FROM drawn JOIN points USING (point) GROUP BY ALL),"
        f" crowd AS (SELECT target, {alike} FROM met GROUP BY target) SELECT {alone} FROM crowd"
    )
    counts = msgspec.convert(connection.execute(query).fetchall()[0], tuple[int, ...])
    pairs = zip(counts[::2], counts[1::2], strict=True)
    return [_share(p, tried, unique) for p, (tried, unique) in enumerate(pairs, 1) if tried]


def _share(points: int, tried: int, unique: int) -> Known:
    tail = (1 - _CONFIDENCE) / 2
    low = float(beta.ppf(tail, unique, tried - unique + 1)) if unique else 0.0
    high = float(beta.ppf(1 - tail, unique + 1, tried - unique)) if unique < tried else 1.0
    return Known(points, tried, unique, round(unique / tried, 6), round(low, 6), round(high, 6))
