"""The two sides of a comparison: which exchanges belong to which, and how long each side was watched."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from phonehome.infer.clock import HOUR
from phonehome.infer.evidence import Evidence

# Requests of one minute are one occasion: an upload of many parts is sent once.
OCCASION = 60_000
# A phone that is on tells somebody something within hours; a longer silence was no capture.
SILENCE = 6 * HOUR


class Split(Struct, frozen=True):
    """How exchanges are told apart.

    By case (``first`` is the first case of the second side), by a moment (Unix ms) before and after which they were
    sent, or by the app that sent them.
    """

    by: Literal["case", "time", "app"] = "case"
    first: int = 1
    moment: int = 0
    apps: tuple[str, str] = ("", "")
    names: tuple[str, str] = ("before", "after")


class Side(Struct, frozen=True):
    """One side: its name, exchanges of every recipient, first and last (Unix ms), and hours watched.

    ``left_out`` are hours of silence so long that the phone or the capture must have been off.
    """

    name: str
    exchanges: int
    first: int | None
    last: int | None
    hours: float
    left_out: float


class _App(Struct, frozen=True, array_like=True):
    name: str


class _Watched(Struct, frozen=True, array_like=True):
    side: int
    exchanges: int
    first: int | None
    last: int | None
    counted: int
    left_out: int


def side_of(split: Split) -> str:
    """SQL that says 0, 1 or NULL for an exchange."""
    match split.by:
        case "case":
            return f"CASE WHEN case_no < {split.first} THEN 0 ELSE 1 END"
        case "time":
            return f"CASE WHEN time < {split.moment} THEN 0 WHEN time >= {split.moment} THEN 1 END"
        case "app":
            one, other = (name.replace("'", "''") for name in split.apps)
            return f"CASE WHEN app = '{one}' THEN 0 WHEN app = '{other}' THEN 1 END"


def apps_of(evidence: Evidence) -> list[str]:
    """The apps that exchanges name."""
    return [row.name for row in evidence.rows(_APPS, _App)]


def sides(evidence: Evidence, split: Split) -> tuple[Side, Side]:
    """Both sides with their hours: the span of all exchanges of every recipient, without long silences.

    Two apps of one capture were both watched as long as it ran.
    """
    watched = "unnest([0, 1])" if split.by == "app" else side_of(split)
    found = {row.side: row for row in evidence.rows(_WATCHED.format(side=watched), _Watched)}
    return _side(split.names[0], found.get(0)), _side(split.names[1], found.get(1))


def _side(name: str, row: _Watched | None) -> Side:
    if row is None:
        return Side(name, 0, None, None, 0.0, 0.0)
    return Side(name, row.exchanges, row.first, row.last, row.counted / HOUR, row.left_out / HOUR)


_APPS = "SELECT DISTINCT app FROM every_exchange WHERE app <> '' ORDER BY app"

_WATCHED = f"""
WITH sided AS (SELECT {{side}} AS side, case_no, time FROM every_exchange),
gaps AS (
    SELECT side, case_no, time, time - lag(time) OVER (PARTITION BY side, case_no ORDER BY time) AS gap
    FROM sided WHERE side IS NOT NULL
), longest AS (
    SELECT side, greatest({SILENCE}, 3 * coalesce(quantile_disc(gap, 0.9) FILTER (gap > {OCCASION}), 0)) AS most
    FROM gaps GROUP BY side
)
SELECT side, count(*), min(time), max(time), coalesce(sum(gap) FILTER (gap <= most), 0)::BIGINT,
       coalesce(sum(gap) FILTER (gap > most), 0)::BIGINT
FROM gaps JOIN longest USING (side) GROUP BY side ORDER BY side
"""  # noqa: S608 - all of it is our own text
