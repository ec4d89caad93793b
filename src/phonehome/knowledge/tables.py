"""Reads the knowledge tables (TOML) into one `Knowledge` value; a wrong table is refused with its name."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec
from msgspec import Struct, field

from phonehome.knowledge.schema import (
    Apps,
    Column,
    Dummy,
    Endpoint,
    EventName,
    Group,
    Identifier,
    Kind,
    Knowledge,
    Listing,
    Name,
    Organisation,
    Vocabulary,
)
from phonehome.knowledge.usable import usable

Table = TypeVar("Table", bound=Struct)

_MISSING = re.compile(r"Object missing required field `(\w+)`(?: - at `(.+)`)?")


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


class _Listings(Struct, frozen=True, forbid_unknown_fields=True):
    columns: dict[str, Column] = field(name="column")
    listings: tuple[Listing, ...] = field(name="listing")


class _Recipients(Struct, frozen=True, forbid_unknown_fields=True):
    organisations: tuple[Organisation, ...] = field(name="organisation")


class _Adapter(Struct, frozen=True, forbid_unknown_fields=True):
    endpoints: tuple[Endpoint, ...] = field(name="endpoint")


THIRD_PARTIES = "recipients-third-parties.toml"


def read_tables(folder: Traversable) -> Knowledge:
    """All tables of a folder, from TOML."""
    kinds = parse(folder / "kinds.toml", _Kinds)
    identifiers = parse(folder / "identifiers.toml", _Identifiers)
    names = parse(folder / "names.toml", _Names)
    listings = parse(folder / "listings.toml", _Listings)
    apps = parse(folder / "apps.toml", Apps)
    knowledge = Knowledge(
        groups=kinds.groups,
        kinds=kinds.kinds,
        identifiers=identifiers.identifiers,
        dummies=identifiers.dummies,
        names=names.names,
        vocabularies=names.vocabularies,
        events=names.events,
        columns=listings.columns,
        listings=listings.listings,
        apps=apps,
        organisations=tuple(_organisations(folder)),
        endpoints=tuple(endpoint for file in _adapters(folder) for endpoint in parse(file, _Adapter).endpoints),
    )
    _refuse_unknown_kinds(knowledge)
    return knowledge


def read_adapter(file: Traversable, knowledge: Knowledge) -> tuple[Endpoint, ...]:
    """The endpoints of one more adapter; ValueError as for the bundled ones, and for patterns that are none."""
    endpoints = usable(parse(file, _Adapter).endpoints)
    _refuse_unknown_kinds(msgspec.structs.replace(knowledge, endpoints=endpoints))
    return endpoints


def with_adapter(knowledge: Knowledge, file: Traversable) -> Knowledge:
    """The tables with one more adapter in front."""
    endpoints = read_adapter(file, knowledge)
    return msgspec.structs.replace(knowledge, endpoints=endpoints + knowledge.endpoints)


def files_of(folder: Traversable) -> Iterator[Traversable]:
    """Every table of a folder."""
    for name in ("apps", "kinds", "identifiers", "names", "listings", "recipients"):
        yield folder / f"{name}.toml"
    third = folder / THIRD_PARTIES
    if third.is_file():
        yield third
    yield from _adapters(folder)


def _adapters(folder: Traversable) -> list[Traversable]:
    """Hand-written ones first."""
    found = (file for file in (folder / "adapters").iterdir() if file.name.endswith(".toml"))
    return sorted(found, key=_by_name)


def _organisations(folder: Traversable) -> Iterator[Organisation]:
    """Hand-written rows, then what the generated table has beyond them."""
    known: set[str] = set()
    for row in parse(folder / "recipients.toml", _Recipients).organisations:
        known.update(row.domains)
        yield row
    third = folder / THIRD_PARTIES
    if third.is_file():
        yield from beyond(known, parse(third, _Recipients).organisations)


def beyond(known: Container[str], rows: Iterable[Organisation]) -> Iterator[Organisation]:
    """The rows without what stands at or below a known domain; a row without any domain left is left out."""
    for row in rows:
        domains = tuple(domain for domain in row.domains if not _is_below(domain, known))
        if domains:
            yield msgspec.structs.replace(row, domains=domains)


def _is_below(domain: str, known: Container[str]) -> bool:
    labels = domain.split(".")
    return any(".".join(labels[cut:]) in known for cut in range(len(labels)))


def parse(file: Traversable, table: type[Table]) -> Table:
    """One table file as a typed value; ValueError names the file and the key that is wrong."""
    try:
        return msgspec.toml.decode(file.read_bytes(), type=table)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{file.name}: {_MISSING.sub(_missing, str(error))}") from None
    except RecursionError:
        raise ValueError(f"{file.name}: nests too deeply to be read") from None


def _missing(found: re.Match[str]) -> str:
    """``the key title is missing``; inside a table also where."""
    where = f" at {found[2]}" if found[2] else ""
    return f"the key {found[1]} is missing{where}"


def _by_name(file: Traversable) -> tuple[bool, str]:
    return file.name.startswith("trackhar-"), file.name


def _refuse_unknown_kinds(knowledge: Knowledge) -> None:
    used = [(row.kind, "identifiers.toml") for row in knowledge.identifiers]
    used += [(kind, "identifiers.toml") for row in knowledge.dummies for kind in row.kinds]
    used += [(row.kind, "names.toml") for row in knowledge.names]
    used += [(row.kind, "names.toml") for row in knowledge.events]
    used += [(kind, "names.toml") for row in knowledge.vocabularies for kind in row.keys.values()]
    used += [(kind, "listings.toml") for row in knowledge.listings for kind in (row.kind, *row.tells.values())]
    for endpoint in knowledge.endpoints:
        used += [(row.kind, endpoint.name) for row in endpoint.fields]
        used += [(row.kind, endpoint.name) for row in endpoint.records if row.kind]
        used += [(kind, endpoint.name) for row in endpoint.records for kind in row.events]
    for kind, where in used:
        if kind not in knowledge.kinds:
            raise ValueError(f"{where}: unknown kind {kind!r}")
