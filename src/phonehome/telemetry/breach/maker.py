"""What a recipient stores of the phones whose requests it gets: one flat table, made from the findings of cases.

A row is a record that was sent, an event or the state of a phone, with what stands in it by kind. What a phone told
once, as its number, its maker joins to its later records by the identifier that all of them carry.
"""

from __future__ import annotations

import duckdb
import msgspec

from phonehome.telemetry.breach.roles import ROLES
from phonehome.telemetry.breach.table import Connection

# All values of a record, each once.
_ALL = "array_to_string(list_sort(list_distinct(list(value))), ' ')"
_RECORD = r"layers || regexp_extract(path, '^[^\[]*\[\d+\]')"


def chief(connection: Connection) -> str:
    """The organisation, or the host where nobody is known behind it, that got most; empty where nobody got anything."""
    who = "CASE WHEN organisation = '' THEN host ELSE organisation END"
    query = f"SELECT {who} AS name FROM findings GROUP BY name ORDER BY count(*) DESC, name LIMIT 1"  # noqa: S608
    found = msgspec.convert(connection.execute(query).fetchall(), list[tuple[str]])
    return found[0][0] if found else ""


def stored(connection: Connection, recipient: str = "") -> duckdb.DuckDBPyRelation:
    """The table of one recipient, of all where none is named, from the view ``findings`` (with ``case_no``).

    Columns: ``start`` and ``end`` of an event and ``received`` (Unix ms; a state starts when it is received), then one
    for each kind that was found, first the identifier that most records carry. Records without it are left out, as
    nobody can say whose they are; ValueError where no identifier is found at all.
    """
    person = _person(connection, recipient)
    kinds = [person, *(kind for kind in _kinds(connection, recipient) if kind != person)]
    told = ", ".join(f"max(value) FILTER (kind = '{kind}') AS {kind}" for kind in kinds)
    happening = "concat_ws(' ', nullif(event, ''), nullif(event_app, ''))"
    happened = ", ".join(f"CASE kind WHEN '{kind}' THEN {happening} END AS now_{kind}" for kind in kinds)
    joined = ", ".join(f"coalesce(now_{kind}, {_latest(kind, person)}) AS {kind}" for kind in kinds)
    rows = (
        f"WITH sent AS (SELECT *, {_RECORD} AS record FROM findings WHERE case_no = ? AND {_of(recipient)}),"  # noqa: S608
        " records AS (SELECT exchange, record, min(time) AS received FROM sent GROUP BY ALL),"
        f" said AS (SELECT exchange, record, kind, {_ALL} AS value FROM sent WHERE event_start IS NULL GROUP BY ALL),"
        f" told AS (SELECT exchange, record, {told} FROM said GROUP BY ALL),"
        f' events AS (SELECT exchange, record, number, event_start AS start, event_end AS "end", {happened}'
        " FROM sent WHERE event_start IS NOT NULL)"
        f' SELECT coalesce(start, received) AS start, "end", received, {joined} FROM records'
        " LEFT JOIN told USING (exchange, record) LEFT JOIN events USING (exchange, record)"
        f" WHERE {person} IS NOT NULL ORDER BY exchange, record, number"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE stored AS {rows} LIMIT 0", [0])
    for case in connection.execute("SELECT DISTINCT case_no FROM findings ORDER BY case_no").fetchall():
        connection.execute(f"INSERT INTO stored {rows}", case)  # one after the other, for windows stay in memory
    return connection.table("stored")


def _latest(kind: str, person: str) -> str:
    """SQL for what the phone told last of a kind, which is what its maker knows of it; an event passes."""
    if kind in ROLES.kinds["sensitive"]:
        return kind
    order = "ORDER BY received, exchange, record, number ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
    return f"last_value({kind} IGNORE NULLS) OVER (PARTITION BY {person} {order})"


def _kinds(connection: Connection, recipient: str) -> list[str]:
    query = f"SELECT kind FROM findings WHERE {_of(recipient)} GROUP BY kind ORDER BY min(number), kind"  # noqa: S608
    return [str(kind) for (kind,) in connection.execute(query).fetchall()]


def _person(connection: Connection, recipient: str) -> str:
    """The identifier that most records carry."""
    kinds = ", ".join(f"'{kind}'" for kind in ROLES.kinds["identifier"])
    query = (
        f"SELECT kind FROM findings WHERE {_of(recipient)} AND kind IN ({kinds})"  # noqa: S608
        f" GROUP BY kind ORDER BY count(DISTINCT (case_no, exchange, {_RECORD})) DESC, kind LIMIT 1"
    )
    found = connection.execute(query).fetchall()
    if not found:
        raise ValueError("no identifier was found in the case, so nobody can say which records are of one person")
    return str(found[0][0])


def _of(recipient: str) -> str:
    text = recipient.replace("'", "''")
    return f"'{text}' IN ('', organisation, host)"
