"""TrackHAR's adapters (CC0-1.0) as our endpoint tables, one file an organisation.

    python tools/trackhar.py trackhar-adapters.json

The argument is the list of all adapters of the npm package ``trackhar`` 1.0.0 as JSON, the ``match`` functions as text.
Writes ``src/phonehome/knowledge/adapters/trackhar-<tracker>.toml``; run ``tools/pack.py`` afterwards.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from trackhar_paths import Spot, Step, Symbols, anywhere
from trackhar_urls import Address, Pattern, addresses

ROOT = Path(__file__).parents[1]
ADAPTERS = ROOT / "src/phonehome/knowledge/adapters"
PROPERTIES = ROOT / "tools/trackhar-properties.toml"
# The functions by which adapters at one address are told apart, as conditions of our tables.
CONDITIONS: Mapping[str, Mapping[str, str | list[str]]] = {
    "": {},
    """(r)=>r.content?.startsWith('{"')""": {"has": ["body > json"]},
    """(r)=>!r.content?.startsWith('{"')""": {"has": ["body > protobuf"]},
    """(r)=>r.content?.includes("format=json&")""": {"has": ["body > form format"]},
    "(r)=>!!r.content": {"has": ["body"]},
    '(r)=>r.path.includes("?")': {"has": ["query"]},
    '(r)=>r.content?.includes("ae=H4s")': {"has": ["body > form ae > base64"]},
    '(r)=>r.content?.includes("ae=ewo") || r.content?.includes("ae=ey")': {"has": ["body > form ae > base64"]},
    '(r)=>r.method === "POST"': {"method": "POST"},
}
HEAD = """# {tracker}: what its endpoints receive.
# Source: TrackHAR 1.0.0, CC0-1.0, written by tools/trackhar.py; do not edit.
"""
How = Literal["documented", "observed", "name"]


class Tracker(Struct, frozen=True):
    slug: str
    name: str


class Match(Struct, frozen=True):
    function: str = ""


class DataPath(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a property stands, known from where, and texts that do or do not count."""

    context: str
    path: str
    reasoning: str
    only_if: str | Pattern | None = msgspec.field(name="onlyIf", default=None)
    not_if: str | Pattern | None = msgspec.field(name="notIf", default=None)


class Adapter(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """One of TrackHAR's adapters."""

    slug: str
    name: str
    tracker: Tracker
    endpoint_urls: tuple[str | Pattern, ...]
    decoding_steps: tuple[Step, ...]
    contained_data_paths: dict[str, DataPath | tuple[DataPath, ...]]
    match: Match = Match()


class Property(Struct, frozen=True, forbid_unknown_fields=True):
    """What a property is to us."""

    kind: str = ""
    means: str = ""
    left_out: str = ""
    value: str = ""
    not_value: str = ""
    below: bool = False


class Properties(Struct, frozen=True, forbid_unknown_fields=True):
    rows: dict[str, Property] = msgspec.field(name="property")


class Row(Struct, frozen=True):
    """All of an endpoint's field row but its paths."""

    kind: str
    reason: How
    means: str
    split: str
    value: str
    not_value: str
    beside: tuple[tuple[str, str], ...]
    source: str


Rows = dict[Row, list[str]]
Head = tuple[Address, str]


def main(file: str) -> None:
    """Writes all tables and says how many."""
    adapters = msgspec.json.decode(Path(file).read_bytes(), type=tuple[Adapter, ...])
    properties = msgspec.toml.decode(PROPERTIES.read_bytes(), type=Properties).rows
    for old in ADAPTERS.glob("trackhar-*.toml"):
        old.unlink()
    by_tracker: defaultdict[Tracker, list[Adapter]] = defaultdict(list)
    for adapter in adapters:
        by_tracker[adapter.tracker].append(adapter)
    for tracker, theirs in by_tracker.items():
        text = HEAD.format(tracker=tracker.name) + "".join(tables(theirs, properties))
        (ADAPTERS / f"trackhar-{tracker.slug}.toml").write_text(text, encoding="utf-8")
    print(f"{len(adapters)} adapters of {len(by_tracker)} organisations")


def tables(adapters: Sequence[Adapter], properties: Mapping[str, Property]) -> Iterator[str]:
    """Each endpoint as TOML. Adapters that differ only in what a layer is compressed with become one."""
    merged: dict[Head, tuple[list[str], Rows]] = {}
    for adapter in adapters:
        for address in addresses(adapter.endpoint_urls):
            head = address, json.dumps(CONDITIONS[adapter.match.function])
            names, rows = merged.setdefault(head, ([], {}))
            names.append(adapter.name)
            _add(rows, adapter, properties)
    said: set[str] = set()
    for (address, conditions), (names, rows) in merged.items():
        name = f"{adapters[0].tracker.name}: {names[0]}"
        while name in said:
            name += f" ({address.hosts[0]})" if address.hosts[0] not in name else "*"
        said.add(name)
        yield _endpoint(name, address, json.loads(conditions), (adapters[0].tracker.slug, rows))


def _add(rows: Rows, adapter: Adapter, properties: Mapping[str, Property]) -> None:
    names = Symbols(adapter.decoding_steps)
    found: list[tuple[Row, list[str]]] = []
    for name, given in adapter.contained_data_paths.items():
        meaning = properties[name]
        for path in given if isinstance(given, tuple) else (given,):
            if not meaning.left_out:
                spot = names.spot(path.context, path.path)
                found.append((_row(meaning, path, spot), _paths(spot, below=meaning.below)))
    # Where two properties are one kind to us, the better known one tells it.
    for row, paths in sorted(found, key=_by_reason):
        _put(rows, row, paths)


def _by_reason(found: tuple[Row, list[str]]) -> int:
    return ("documented", "observed", "name").index(found[0].reason)


def _put(rows: Rows, row: Row, paths: list[str]) -> None:
    told = {path for other, theirs in rows.items() if _says_the_same(other, row) for path in theirs}
    if new := [path for path in dict.fromkeys(paths) if path not in told]:
        rows.setdefault(row, []).extend(new)


def _says_the_same(one: Row, other: Row) -> bool:
    return (one.kind, one.value, one.beside) == (other.kind, other.value, other.beside)


def _paths(spot: Spot, *, below: bool) -> list[str]:
    """One or more ways to write a place: a query inside a value may be a form or the end of a URL."""
    if spot.layers == "path":
        return ["path []"]
    text = str(spot)
    paths = [text]
    if " > form " in text and not text.startswith("body > form"):
        paths.append(text.replace(" > form ", " > url query."))
    if text.startswith("cookie") and "[]" in text:
        # In Prebid's cookies the elements have names.
        paths.append(text.replace("[]", ".*"))
    if below and spot.codec == "json":
        paths += [f"{spot}.*", f"{spot}[].*"]
    return paths


def _row(meaning: Property, path: DataPath, spot: Spot) -> Row:
    how, source = _reason(path.reasoning)
    return Row(
        kind=meaning.kind,
        reason=how,
        means=meaning.means,
        split=spot.split,
        value=_shape(path.only_if) or spot.value or meaning.value,
        not_value=_shape(path.not_if) or spot.not_value or meaning.not_value,
        beside=spot.beside,
        source=source,
    )


def _shape(given: str | Pattern | None) -> str:
    match given:
        case None:
            return ""
        case str():
            return re.escape(given)
        case Pattern():
            return anywhere(given.regex, given.flags)


def _reason(text: str) -> tuple[How, str]:
    match text:
        case "obvious property name":
            return "name", ""
        case "obvious observed values" | "observed values match known device parameters":
            return "observed", ""
        case _ if text.startswith("http"):
            return "documented", text
        case _:
            return "documented", f"trackhar research docs {text}"


def _endpoint(name: str, address: Address, conditions: Mapping[str, object], known: tuple[str, Rows]) -> str:
    slug, rows = known
    lines = ["", "[[endpoint]]", f"name = {_text(name)}", f"hosts = {_text(address.hosts)}"]
    lines.append(f"path = {_text(address.path)}")
    lines.append(f'source = "https://trackers.tweasel.org/t/{slug}"')
    if address.host_pattern:
        lines.append(f"host_pattern = {_text(address.host_pattern)}")
    lines += [f"{key} = {_text(value)}" for key, value in conditions.items()]
    for row, paths in rows.items():
        lines += ["", "[[endpoint.field]]", f"paths = {_text(paths)}"]
        told = {key: value for key, value in msgspec.structs.asdict(row).items() if value}
        lines += [f"{key} = {_text(value)}" for key, value in told.items() if key != "beside"]
        if row.beside:
            lines.append("beside = { " + ", ".join(f"{_text(at)} = {_text(is_)}" for at, is_ in row.beside) + " }")
    return "\n".join(lines) + "\n"


def _text(value: object) -> str:
    """A text or a list of texts as TOML; regular expressions stay readable."""
    if isinstance(value, str):
        literal = "\\" in value and "'" not in value
        return f"'{value}'" if literal else json.dumps(value, ensure_ascii=False)
    assert isinstance(value, (list, tuple))
    return "[" + ", ".join(map(_text, value)) + "]"


if __name__ == "__main__":
    main(sys.argv[1])
