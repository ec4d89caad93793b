"""From a value to a report that waits: randomised, paid for and stored in one transaction."""

from __future__ import annotations

import sqlite3

import msgspec
from msgspec import Struct

from phonehome.telemetry.budget import Memory, Today, answer, due
from phonehome.telemetry.domain import Value, cell
from phonehome.telemetry.metric import Metric
from phonehome.telemetry.oracle.sample import Source, below
from phonehome.telemetry.wire import RECEIPT_BYTES, definition

DAY_S = 86_400
# Reports that wait on a phone that is never online, at most; the oldest go first.
MOST_WAITING = 1000


class Moment(Struct, frozen=True):
    """When and with what chance: the day since 1970-01-01, Unix seconds (both by the corrected clock), random bytes."""

    day: int
    now: float
    source: Source


def record(connection: sqlite3.Connection, metric: Metric, value: Value, attribute: str, moment: Moment) -> str:  # noqa: PLR0913, PLR0917
    """Lets a report wait, or says why there is none. The value itself is kept nowhere."""
    cell(metric, value, attribute)  # a wrong value is told before anything is noted
    memory = remembered(connection, metric.name)
    is_due, memory = due(metric, memory, moment.day, moment.source)
    if not is_due:
        _remember(connection, metric.name, memory)
        return "not this phone's day for this metric"
    told = answer(metric, value, memory, Today(moment.day, moment.source, attribute))
    _remember(connection, metric.name, told.memory)
    if told.report is None:
        return told.refused
    row = (
        metric.terms.purpose,
        metric.name,
        definition(metric),
        moment.day,
        told.report,
        moment.source(RECEIPT_BYTES),
        next_day(moment),
    )
    columns = "purpose, metric, definition, day, report, receipt, due, drawn"
    connection.execute(f"INSERT INTO waiting ({columns}) VALUES (?,?,?,?,?,?,?,0)", row)  # noqa: S608 - our own words
    kept = "SELECT number FROM waiting ORDER BY number DESC LIMIT ?"
    connection.execute(f"DELETE FROM waiting WHERE number NOT IN ({kept})", (MOST_WAITING,))  # noqa: S608
    return ""


def next_day(moment: Moment) -> float:
    """A time within the following day, each second as likely as the next: Unix seconds."""
    return float((moment.day + 1) * DAY_S + below(DAY_S, moment.source))


def remembered(connection: sqlite3.Connection, metric: str) -> Memory:
    """What was told of a metric before."""
    found = connection.execute("SELECT body FROM memory WHERE metric = ?", (metric,)).fetchone()
    return msgspec.json.decode(found[0], type=Memory) if found else Memory()


def _remember(connection: sqlite3.Connection, metric: str, memory: Memory) -> None:
    connection.execute("INSERT OR REPLACE INTO memory VALUES (?, ?)", (metric, msgspec.json.encode(memory)))
