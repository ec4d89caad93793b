"""What tables say about an address: the meaning of each field of a payload that somebody took apart before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from msgspec import Struct

from phonehome.detect.address import Addresses, matches
from phonehome.detect.clue import Clue
from phonehome.detect.layers import Place, below, places, starts, without_transparent
from phonehome.detect.records import describe, stamp
from phonehome.detect.request import Request
from phonehome.knowledge.schema import Endpoint, EndpointField, EndpointRecord, Kind, Knowledge
from phonehome.model import Certainty, Event, Reason

_HOW = {
    "documented": "documented by {}",
    "observed": "seen in the published payload of {}",
    "decompiled": "read in the decompiled client: {}",
    "name": "by its name at {}",
}
# Terms of the W3C Data Privacy Vocabulary for identifiers: no identifier is 0.
_IDENTIFIERS = frozenset(("pd:UID", "pd:Identifier"))
_NOTHING = frozenset(("", "null", "(null)", "nil", "none", "undefined", "unknown", "nan"))
_NO_IDENTIFIER = _NOTHING | {"0", "-1"}

# Longer addresses are not remembered.
_LONG = 512
_BETWEEN = re.compile("[. ]")

# What a table's condition about a neighbour was found to be: by path and the record's own path.
Neighbours = Mapping[tuple[str, str], str]
Proof = tuple[Certainty, Reason, frozenset[str]]


class Rule(Struct, frozen=True):
    """One path of a row about a field, with what it proves and what it takes for nothing."""

    path: str
    row: EndpointField
    certainty: Certainty
    reason: Reason
    nothing: frozenset[str]


class Table(Struct, frozen=True):
    """One endpoint, ready to be asked. ``globs`` are the paths with ``*``, ``beside`` those of all conditions."""

    endpoint: Endpoint
    opens: str
    fields: dict[str, tuple[Rule, ...]]
    globs: tuple[tuple[re.Pattern[str], Rule], ...]
    beside: frozenset[str]
    records: tuple[tuple[EndpointRecord, Reason], ...]


class AtEndpoint:
    """Finds the endpoint's table by host and path, then looks each field up in it."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._kinds = knowledge.kinds
        self._addresses = Addresses(knowledge.endpoints)
        self._tables: dict[int, Table] = {}
        self._remembered = lru_cache(maxsize=1 << 12)(self._at)

    def find(self, request: Request) -> Iterator[Clue]:
        """A clue for every field and record that the endpoint's tables name."""
        front = request.exchange.url.partition("?")[0]  # without the query, which tells none
        tables = self._remembered(front) if len(front) <= _LONG else self._at(front)
        if not tables:
            return
        everything = places(request.fields)
        under: dict[str, list[Place]] = {}
        for table in tables:
            if table.opens not in under:
                under[table.opens] = below(table.opens, everything)
            if is_meant(table, request, everything, under[table.opens]):
                yield from _ask(table, request, under[table.opens])

    def _at(self, address: str) -> list[Table]:
        try:
            url = urlsplit(address)
            host = (url.hostname or "").rstrip(".")
        except ValueError:
            return []
        return [self._table(number, endpoint) for number, endpoint in self._addresses.at(host, url.path)]

    def _table(self, number: int, endpoint: Endpoint) -> Table:
        """Made when its address is met for the first time: most of the known ones never are."""
        if number not in self._tables:
            self._tables[number] = table_of(endpoint, self._kinds)
        return self._tables[number]


def table_of(endpoint: Endpoint, kinds: Mapping[str, Kind]) -> Table:
    """An endpoint with its rows in the order in which they are looked up."""
    fields: defaultdict[str, tuple[Rule, ...]] = defaultdict(tuple)
    globs: list[tuple[re.Pattern[str], Rule]] = []
    for row in endpoint.fields:
        certainty, reason, nothing = _proves(row, endpoint, kinds)
        for path in row.paths:
            rule = Rule(path, row, certainty, reason, nothing)
            if "*" in path:
                globs.append((re.compile(re.escape(path).replace(r"\*", ".*")), rule))
            else:
                fields[path] += (rule,)
    return Table(
        endpoint,
        without_transparent(endpoint.opens),
        dict(fields),
        tuple(globs),
        frozenset(path for row in endpoint.fields for path in row.beside)
        | frozenset(path for record in endpoint.records for path in record.beside),
        tuple((row, _about(row, endpoint)) for row in endpoint.records),
    )


def rules_at(table: Table, place: Place) -> Iterator[Rule]:
    """The rows that speak of a place or of the list it stands in; by its path, also with indexes, or one with ``*``."""
    yield from table.fields.get(place.general) or table.fields.get(place.general.rstrip("[]"), ())
    if place.path != place.general:
        yield from table.fields.get(place.path, ())
    for glob, rule in table.globs:
        if glob.fullmatch(place.general):
            yield rule


def _proves(row: EndpointField, endpoint: Endpoint, kinds: Mapping[str, Kind]) -> Proof:
    means = f"{row.means}, " if row.means else ""
    reason = Reason("endpoint", f"{means}{_HOW[row.reason].format(endpoint.name)}", row.source or endpoint.source)
    nothing = _NO_IDENTIFIER if kinds[row.kind].dpv in _IDENTIFIERS else _NOTHING
    return "likely" if row.reason == "name" else "confirmed", reason, nothing


def _about(row: EndpointRecord, endpoint: Endpoint) -> Reason:
    return Reason("endpoint", f"one event, {_HOW[row.reason].format(endpoint.name)}", endpoint.source)


def is_meant(table: Table, request: Request, everything: Sequence[Place], under: Sequence[Place]) -> bool:
    """The request is one of those that the endpoint's conditions choose."""
    endpoint = table.endpoint
    if endpoint.method and endpoint.method != request.exchange.method:
        return False
    if endpoint.has and not any(starts(place.general, layers) for layers in endpoint.has for place in everything):
        return False
    when = endpoint.when
    return not when or {place.general: request.texts[place.number] for place in under if place.general in when} == when


def _ask(table: Table, request: Request, under: Sequence[Place]) -> Iterator[Clue]:
    neighbours = _neighbours(table, request, under)
    for place in under:
        for rule in rules_at(table, place):
            if _stands_beside(rule.row.beside, place, neighbours):
                yield from _field_clues(rule, request, place)
    for row, reason in table.records:
        for path, members in _members(row, under, neighbours).items():
            field = request.fields[next(iter(members.values()))]
            for kind, event, within in _events(row, members, request):
                yield Clue(kind, "confirmed", describe(event), field, reason, _in_layer(path) + within, event)


def _neighbours(table: Table, request: Request, under: Sequence[Place]) -> Neighbours:
    if not table.beside:
        return {}
    found = (place for place in under if place.general in table.beside)
    return {(place.general, _record(place.path, place.general)): request.texts[place.number] for place in found}


def _stands_beside(beside: Mapping[str, str], place: Place, neighbours: Neighbours) -> bool:
    return all(neighbours.get((path, _record(place.path, path))) == text for path, text in beside.items())


def _record(path: str, within: str) -> str:
    """The part of a path that leads to the record in which ``within`` stands: indexes hold neither dots nor spaces."""
    count = within.count(".") + within.count(" ")
    ends = [match.start() for match in _BETWEEN.finditer(path)]
    return path[: ends[count - 1]] if 0 < count <= len(ends) else ""


def _field_clues(rule: Rule, request: Request, place: Place) -> Iterator[Clue]:
    row, text = rule.row, request.texts[place.number]
    number = request.fields[place.number].value
    if row.hex and isinstance(number, int):
        text = f"{number:016x}"
    for value in text.split(row.split) if row.split else (text,):
        bare = value.strip(row.strip) if row.strip else value
        if _says_something(rule, bare):
            yield Clue(row.kind, rule.certainty, bare, request.fields[place.number], rule.reason)


def _says_something(rule: Rule, text: str) -> bool:
    if not text or (len(text) < 10 and text.lower() in rule.nothing):
        return False
    row = rule.row
    return (not row.value or matches(row.value, text)) and not (row.not_value and matches(row.not_value, text))


def _members(row: EndpointRecord, under: Sequence[Place], neighbours: Neighbours) -> dict[str, dict[str, int]]:
    records: defaultdict[str, dict[str, int]] = defaultdict(dict)
    inside = (row.path + ".", row.path + " ")
    meant: dict[str, bool] = {}
    for place in under:
        if not place.general.startswith(inside):
            continue
        record = _record(place.path, inside[0])
        if record not in meant:
            meant[record] = _stands_beside(row.beside, place, neighbours)
        if meant[record]:
            records[record][place.path[len(record) + 1 :]] = place.number
    return records


def _in_layer(path: str) -> str:
    """The part of a record's path that stands in its innermost layer, behind that layer's name."""
    above, _, innermost = path.rpartition(" > ")
    return innermost.partition(" ")[2] if above else path


def _events(row: EndpointRecord, members: Mapping[str, int], request: Request) -> Iterator[tuple[str, Event, str]]:
    text = {key: request.texts[number] for key, number in members.items()}
    app = next((text[key] for key in row.app if text.get(key)), "").removesuffix(text.get(row.app_suffix, ""))
    if row.spans:
        yield from ((row.kind, event, within) for event, within in _spans(row.spans, app, members, request))
        return
    code = text.get(row.event, "")
    name = row.names.get(code, code)
    time, end = (stamp(request.fields[members[key]].value) if key in members else None for key in (row.time, row.end))
    kind = next((kind for kind, names in row.events.items() if name in names), row.kind)
    if kind and time is not None:
        yield kind, Event(name, time, end, app if kind not in {"screen_event", "boot_event"} else ""), ""


def _spans(spans: str, app: str, members: Mapping[str, int], request: Request) -> Iterator[tuple[Event, str]]:
    count = 0
    while f"{spans}[{count}][1]" in members:
        start, end = (stamp(request.fields[members[f"{spans}[{count}][{side}]"]].value) for side in (0, 1))
        if start is not None and end is not None:
            yield Event("", start, end, app), f".{spans}[{count}]"
        count += 1
