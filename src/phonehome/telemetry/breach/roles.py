"""What each column of a table is: by its name, or by the kinds that the detectors find in a sample of its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from importlib.resources import files

import msgspec
from msgspec import Struct

from phonehome.detect import detector
from phonehome.detect.paths import plain
from phonehome.detect.records import stamp
from phonehome.detect.request import request_of
from phonehome.knowledge.schema import Knowledge, Sensitivity
from phonehome.model import Exchange, Field, Finding, Owner
from phonehome.telemetry.breach.table import Role

# Of the sampled values of a column, how many have to be of a kind.
_MOST, _STAMPED = 0.5, 0.9
_TIMES = ("DATE", "TIME")
_STRENGTH = {"confirmed": 2, "likely": 2, "possible": 1, "dummy": 0}


class Named(Struct, frozen=True, forbid_unknown_fields=True):
    """Names of columns that no kind covers, with their role."""

    role: Role
    sensitivity: Sensitivity
    names: tuple[str, ...]


class Points(Struct, frozen=True, forbid_unknown_fields=True):
    """Of which kinds a point is made, the best first."""

    kinds: tuple[tuple[str, ...], ...]


class Roles(Struct, frozen=True, forbid_unknown_fields=True):
    """The table of roles."""

    kinds: dict[Role, tuple[str, ...]]
    points: Points
    columns: tuple[Named, ...] = msgspec.field(name="column")


class Guess(Struct, frozen=True):
    """What a column is taken for, and why."""

    role: Role
    kind: str
    sensitivity: Sensitivity
    why: str


class Sample(Struct, frozen=True):
    """Some rows of a table: the names and types of its columns, and their values."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


class Seen(Struct, frozen=True):
    """What a sample shows of a column: its values, and how many of them the detectors found to be of which kind."""

    name: str
    type: str
    values: tuple[object, ...]
    kinds: Counter[str]


ROLES = msgspec.toml.decode((files("phonehome.telemetry.breach") / "roles.toml").read_bytes(), type=Roles)
_ROLE_OF = {kind: role for role, kinds in ROLES.kinds.items() for kind in kinds}
_BY_NAME = {name: row for row in ROLES.columns for name in row.names}


def guesses(sample: Sample, knowledge: Knowledge) -> list[Guess]:
    """What each column of the sample is."""
    found = _kinds(sample, knowledge)
    columns = zip(*sample.rows, strict=True) if sample.rows else iter([()] * len(sample.names))
    every = zip(sample.names, sample.types, columns, strict=True)
    return [_guess(Seen(name, kind, tuple(values), found[name]), knowledge) for name, kind, values in every]


def as_kind(kind: str, role: Role, knowledge: Knowledge, why: str) -> Guess:
    """A column of that kind."""
    return Guess(role, kind, knowledge.kinds[kind].sensitivity, why)


def _guess(seen: Seen, knowledge: Knowledge) -> Guess:
    words = (plain(seen.name), seen.name.lower().strip())
    if word := next((word for word in words if word in knowledge.kinds), ""):
        return as_kind(word, _ROLE_OF[word], knowledge, "its name is that of the kind")
    filled = [value for value in seen.values if value is not None and value != ""]
    kind, count = max(seen.kinds.items(), key=lambda item: item[1], default=("", 0))
    if kind and count >= _MOST * len(filled):
        return as_kind(kind, _ROLE_OF[kind], knowledge, f"{count} of {len(filled)} sampled values are of this kind")
    if row := _BY_NAME.get(plain(seen.name)):
        return Guess(row.role, "", row.sensitivity, "its name")
    if seen.type.startswith(_TIMES):
        return Guess("time", "", "low", f"its type is {seen.type}")
    if filled and sum(map(_stamped, filled)) >= _STAMPED * len(filled):
        return Guess("time", "", "low", "its values are times")
    return Guess("unused", "", "low", "neither its name nor its values say what it is")


def _stamped(value: object) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool) and stamp(value) is not None


def _kinds(sample: Sample, knowledge: Knowledge) -> dict[str, Counter[str]]:
    """How many sampled values of each column are of which kind."""
    detect = detector(Owner(), knowledge)
    totals = {name: Counter[str]() for name in sample.names}
    paths: dict[str, str] = {}
    for number, name in enumerate(sample.names):
        word = plain(name)
        paths[f"$.{word}" if word and f"$.{word}" not in paths else f"$.{number}.{word or number}"] = name
    for row in sample.rows:
        fields = [
            Field("json", path, _value(value))
            for path, value in zip(paths, row, strict=True)
            if value is not None and value != ""
        ]
        for name, kind in _each_once(detect(request_of(Exchange(0, "POST", "https://table.invalid/"), fields)), paths):
            totals[name][kind] += 1
    return totals


def _value(value: object) -> str | int | float | bytes:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str | int | float | bytes) else str(value)


def _each_once(findings: Iterable[Finding], paths: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Each column with its surest kind."""
    best: dict[str, tuple[int, str]] = {}
    for finding in findings:
        name = paths.get(finding.location.steps[-1].path, "")
        strength = _STRENGTH[finding.certainty]
        if name and strength and strength > best.get(name, (0, ""))[0]:
            best[name] = strength, finding.kind
    return [(name, kind) for name, (_, kind) in best.items()]
