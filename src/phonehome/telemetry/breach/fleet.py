"""Simulated phones as their maker's server sees them: the cases of many phones in one connection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import duckdb

from phonehome.engine import examine
from phonehome.knowledge.schema import Knowledge
from phonehome.phones import Options, simulate
from phonehome.tables import SCHEMAS, batch
from phonehome.telemetry.breach.maker import chief, stored
from phonehome.telemetry.breach.table import Connection

DESIGN = "oneplus-2017"


class Stored(NamedTuple):
    """A table and the connection that holds it."""

    connection: Connection
    table: duckdb.DuckDBPyRelation


def gather(connection: Connection, phones: Iterable[Options], knowledge: Knowledge, profile: str = DESIGN) -> None:
    """Makes the table ``findings`` of all that the phones of a profile send, as audits of their captures find it.

    ``maker.stored`` makes of it what the maker keeps. Placeholders, which give nothing away, are left out.
    """
    connection.register("nothing", SCHEMAS["findings"].empty_table())
    connection.execute("CREATE OR REPLACE TABLE findings AS SELECT 0::BIGINT AS case_no, * FROM nothing")
    for number, options in enumerate(phones):
        one = simulate(profile, options)
        connection.register("found", batch(list(examine(one.exchanges, one.owner, knowledge))).findings)
        connection.execute("INSERT INTO findings SELECT ?::BIGINT, * FROM found WHERE certainty <> 'dummy'", [number])
        connection.unregister("found")
    connection.unregister("nothing")


def kept(phones: Iterable[Options], knowledge: Knowledge, profile: str = DESIGN) -> Stored:
    """What the maker of these phones keeps of them, in a connection of its own."""
    connection = duckdb.connect()
    gather(connection, phones, knowledge, profile)
    return Stored(connection, stored(connection, chief(connection)))
