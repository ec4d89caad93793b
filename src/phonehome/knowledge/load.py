"""Reads the tables beside this file into one `Knowledge` value; a wrong table is refused with its name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec
from msgspec import Struct, field

from phonehome.knowledge.schema import (
    Dummy,
    Endpoint,
    EventName,
    Group,
    Identifier,
    Kind,
    Knowledge,
    Name,
    Organisation,
    Vocabulary,
)

Table = TypeVar("Table", bound=Struct)


class _Kinds(Struct, frozen=True, forbid_unknown_fields=True):
    groups: dict[str, Group] = field(name="group")
    kinds: dict[str, Kind] = field(name="kind")


class _Identifiers(Struct, frozen=True, forbid_unknown_fields=True):
    identifiers: tuple[Identifier, ...] = field(name="identifier")
    dummies: tuple[Dummy, ...] = field(name="dummy")


class _Names(Struct, frozen=True, forbid_unknown_fields=True):
    names: tuple[Name, ...] = field(name="name")
    vocabularies: tuple[Vocabulary, ...] = field(name="vocabulary")
    events: tuple[EventName, ...] = field(name="event")


class _Recipients(Struct, frozen=True, forbid_unknown_fields=True):
    organisations: tuple[Organisation, ...] = field(name="organisation")


class _Adapter(Struct, frozen=True, forbid_unknown_fields=True):
    endpoints: tuple[Endpoint, ...] = field(name="endpoint")


@cache
def load() -> Knowledge:
    """The bundled tables.

    Raises ValueError for a table that is no TOML, has an unknown key, a wrong type or an unknown kind.
    """
    folder = files("phonehome.knowledge")
    kinds = parse(folder / "kinds.toml", _Kinds)
    identifiers = parse(folder / "identifiers.toml", _Identifiers)
    names = parse(folder / "names.toml", _Names)
    adapters = sorted((file for file in (folder / "adapters").iterdir() if file.name.endswith(".toml")), key=_by_name)
    knowledge = Knowledge(
        groups=kinds.groups,
        kinds=kinds.kinds,
        identifiers=identifiers.identifiers,
        dummies=identifiers.dummies,
        names=names.names,
        vocabularies=names.vocabularies,
        events=names.events,
        organisations=parse(folder / "recipients.toml", _Recipients).organisations,
        endpoints=tuple(endpoint for file in adapters for endpoint in parse(file, _Adapter).endpoints),
    )
    _refuse_unknown_kinds(knowledge)
    return knowledge


def parse(file: Traversable, table: type[Table]) -> Table:
    """One table file as a typed value; ValueError names the file and the key that is wrong."""
    try:
        return msgspec.toml.decode(file.read_bytes(), type=table)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise ValueError(f"{file.name}: {error}") from None


def _by_name(file: Traversable) -> str:
    return file.name


def _refuse_unknown_kinds(knowledge: Knowledge) -> None:
    used = [(row.kind, "identifiers.toml") for row in knowledge.identifiers]
    used += [(kind, "identifiers.toml") for row in knowledge.dummies for kind in row.kinds]
    used += [(row.kind, "names.toml") for row in knowledge.names]
    used += [(row.kind, "names.toml") for row in knowledge.events]
    used += [(kind, "names.toml") for row in knowledge.vocabularies for kind in row.keys.values()]
    for endpoint in knowledge.endpoints:
        used += [(row.kind, endpoint.name) for row in endpoint.fields]
        used += [(row.kind, endpoint.name) for row in endpoint.records if row.kind]
        used += [(kind, endpoint.name) for row in endpoint.records for kind in row.events]
    for kind, where in used:
        if kind not in knowledge.kinds:
            raise ValueError(f"{where}: unknown kind {kind!r}")
