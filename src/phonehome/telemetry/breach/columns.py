"""Which columns play which role: the guesses of ``roles``, and over them what the user says."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct, structs

from phonehome.knowledge.schema import Knowledge
from phonehome.telemetry.breach.roles import ROLES, Guess, Sample, guesses
from phonehome.telemetry.breach.table import SOURCE, Column, Columns, Connection, Role, count

SAMPLED = 256
_NAMED = 40
_NO_GUESS = Guess("unused", "", "low", "")


class Wish(Struct, frozen=True):
    """What the user says of columns, by name, and of the ``population`` that the table is a sample of.

    ``rows_are_persons`` says that each row is of another person, whatever the columns look like.
    """

    identifier: tuple[str, ...] = ()
    quasi: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    person: str = ""
    rows_are_persons: bool = False
    point: tuple[str, ...] = ()
    population: int | None = None


def columns(connection: Connection, names: Sequence[str], wish: Wish, knowledge: Knowledge) -> Columns:
    """The columns of the view ``source``, whose names these are; ValueError for one that is not there."""
    said = _said(names, wish)
    sample = _sample(connection, tuple(names))
    filled = _filled(connection, len(names))
    found = guesses(sample, knowledge)
    every = [
        _counted(connection, _column(number, name, said.get(name), found[number]), sample.types[number], filled[number])
        for number, name in enumerate(names)
    ]
    person = _person(connection, every, wish)
    by_name = {one.name: one for one in every}
    points = tuple(by_name[name] for name in wish.point) or _points(every, person)
    return Columns(tuple(every), person, points)


def _said(names: Sequence[str], wish: Wish) -> dict[str, Role]:
    """The roles that the user gives."""
    given: list[tuple[Role, tuple[str, ...]]] = [
        ("identifier", wish.identifier),
        ("quasi", wish.quasi),
        ("sensitive", wish.sensitive),
        ("unused", wish.ignore),
    ]
    roles: dict[str, Role] = {}
    for role, called in given:
        for name in called:
            if roles.setdefault(name, role) != role:
                raise ValueError(f"the column {name} cannot be {_word(roles[name])} and {_word(role)}")
    for name in (*roles, *wish.point, *filter(None, [wish.person])):
        if name not in names:
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            raise ValueError(f"the table has no column {name}; it has {', '.join(names[:_NAMED])}{more}")
    if wish.person and wish.rows_are_persons:
        raise ValueError(f"--person {wish.person} and --rows-are-persons exclude each other")
    if wish.person and roles.get(wish.person, "identifier") != "identifier":
        raise ValueError(f"the column {wish.person} cannot be {_word(roles[wish.person])} and say whose a row is")
    return roles | ({wish.person: "identifier"} if wish.person else {})


def _word(role: Role) -> str:
    return {"quasi": "a quasi-identifier", "identifier": "an identifier", "unused": "ignored"}.get(role, role)


def _sample(connection: Connection, names: tuple[str, ...]) -> Sample:
    """Rows from the whole table, one after every so many."""
    step = max(1, count(connection, f"SELECT count(*) FROM {SOURCE}") // SAMPLED)  # noqa: S608 - our own names
    numbered = f"SELECT *, row_number() OVER () - 1 AS row FROM {SOURCE}"  # noqa: S608
    found = connection.execute(f"SELECT * EXCLUDE row FROM ({numbered}) WHERE row % {step} = 0 ORDER BY row")  # noqa: S608
    types = tuple(str(column[1]) for column in found.description or ())
    return Sample(names, types, tuple(found.fetchall()))


def _filled(connection: Connection, width: int) -> list[int]:
    counts = ", ".join(f"count(c{number})" for number in range(width))
    return msgspec.convert(connection.execute(f"SELECT {counts} FROM {SOURCE}").fetchall()[0], list[int])  # noqa: S608


def _column(number: int, name: str, said: Role | None, found: Guess) -> Column:
    guess = found if said in {None, found.role} else structs.replace(found, role=said or found.role)
    if said:
        guess = structs.replace(guess, why="you said so")
    return Column(number, name, guess.role, guess.kind, guess.sensitivity, guess.why, "", 0)


def _counted(connection: Connection, column: Column, type_: str, filled: int) -> Column:
    """With its type, how many rows have it and, of an identifier, how many values it has."""
    distinct = None
    if column.role == "identifier":
        distinct = count(connection, f"SELECT count(DISTINCT {column.sql}) FROM {SOURCE}")  # noqa: S608
    return structs.replace(column, type=type_, filled=filled, distinct=distinct)


def _person(connection: Connection, every: Sequence[Column], wish: Wish) -> Column | None:
    """The identifier that says whose a row is: the one that most rows have, where persons have several rows."""
    if wish.person:
        return next(one for one in every if one.name == wish.person)
    total = count(connection, f"SELECT count(*) FROM {SOURCE}")  # noqa: S608
    identifiers = [one for one in every if one.role == "identifier" and 2 * one.filled > total]
    best = max(identifiers, key=lambda one: (one.filled, -one.number), default=None)
    if best is None or wish.rows_are_persons or best.distinct == best.filled:
        return None
    return best


def _points(every: Sequence[Column], person: Column | None) -> tuple[Column, ...]:
    """The first time, and the columns of the best line of kinds that is there."""
    times = [one for one in every if one.role == "time" and one is not person][:1]
    for kinds in ROLES.points.kinds:
        if places := [one for one in every if one.kind in kinds and one.role in {"quasi", "sensitive"}]:
            return (*times, *places)
    return tuple(times)
