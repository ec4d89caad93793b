"""What tables say about an address: the meaning of each field of a payload that somebody took apart before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from phonehome.detect.clue import Clue
from phonehome.detect.paths import general, up_to_index
from phonehome.detect.records import describe, stamp
from phonehome.detect.request import Request
from phonehome.knowledge.schema import Endpoint, EndpointField, EndpointRecord, Knowledge
from phonehome.model import Certainty, Event, Field, Reason

_HOW = {
    "documented": "documented by {}",
    "observed": "seen in the published payload of {}",
    "decompiled": "read in the decompiled client: {}",
    "name": "by its name at {}",
}


class Rule(Struct, frozen=True):
    """A row about a field, with what it proves."""

    row: EndpointField
    certainty: Certainty
    reason: Reason


class Table(Struct, frozen=True):
    """One endpoint, ready to be asked."""

    endpoint: Endpoint
    fields: dict[str, tuple[Rule, ...]]
    records: tuple[tuple[EndpointRecord, Reason], ...]


class Place(Struct, frozen=True, gc=False):
    """A field below an endpoint's opening layers: its path there, with and without array indexes."""

    number: int
    path: str
    general: str


class AtEndpoint:
    """Finds the endpoint's table by host and path, then looks each field up in it."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._tables: defaultdict[str, list[Table]] = defaultdict(list)
        for endpoint in knowledge.endpoints:
            for host in endpoint.hosts:
                self._tables[host].append(_table(endpoint))

    def find(self, request: Request) -> Iterator[Clue]:
        """A clue for every field and record that the endpoint's table names."""
        url = urlsplit(request.exchange.url)
        below: dict[str, list[Place]] = {}
        for table in self._at(url.hostname or ""):
            opens = table.endpoint.opens
            if _is_path(table.endpoint.path, url.path):
                if opens not in below:
                    below[opens] = _below(opens, request)
                yield from _ask(table, request, below[opens])

    def _at(self, host: str) -> list[Table]:
        while host:
            if host in self._tables:
                return self._tables[host]
            host = host.partition(".")[2]
            if "*." + host in self._tables:
                return self._tables["*." + host]
        return []


def _table(endpoint: Endpoint) -> Table:
    fields: defaultdict[str, tuple[Rule, ...]] = defaultdict(tuple)
    for row in endpoint.fields:
        certainty: Certainty = "likely" if row.reason == "name" else "confirmed"
        means = f"{row.means}, " if row.means else ""
        reason = Reason("endpoint", f"{means}{_HOW[row.reason].format(endpoint.name)}", endpoint.source)
        for path in row.paths:
            fields[path] += (Rule(row, certainty, reason),)
    return Table(endpoint, dict(fields), tuple((row, _about(row, endpoint)) for row in endpoint.records))


def _about(row: EndpointRecord, endpoint: Endpoint) -> Reason:
    return Reason("endpoint", f"one event, {_HOW[row.reason].format(endpoint.name)}", endpoint.source)


def _is_path(pattern: str, path: str) -> bool:
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path.rstrip("/") == pattern.rstrip("/")


def _ask(table: Table, request: Request, places: list[Place]) -> Iterator[Clue]:
    when = table.endpoint.when
    values = {place.general: request.texts[place.number] for place in places if place.general in when}
    if values != when:
        return
    for place in places:
        for rule in table.fields.get(place.general, ()):
            yield from _field_clues(rule, request, place)
    for row, reason in table.records:
        for path, members in _members(row.path, places).items():
            field = request.fields[next(iter(members.values()))]
            for kind, event, within in _events(row, members, request):
                yield Clue(kind, "confirmed", describe(event), field, reason, path + within, event)


def _below(opens: str, request: Request) -> list[Place]:
    places = []
    outer: dict[int, str] = {}
    for number, field in enumerate(request.fields):
        chain = _chain(field, outer)
        if chain.startswith(opens):
            path = chain[len(opens) :].lstrip(" >")
            places.append(Place(number, path, general(path)))
    return places


def _chain(field: Field, outer: dict[int, str]) -> str:
    step = f"{field.codec} {field.path}" if field.path else field.codec
    if field.parent is None:
        return step
    key = id(field.parent)
    if key not in outer:
        outer[key] = f"{_chain(field.parent, outer)} > "
    return outer[key] + step


def _field_clues(rule: Rule, request: Request, place: Place) -> Iterator[Clue]:
    row, text = rule.row, request.texts[place.number]
    for value in text.split(row.split) if row.split else (text,):
        bare = value.strip(row.strip) if row.strip else value
        if bare and (not row.value or re.fullmatch(row.value, bare)):
            yield Clue(row.kind, rule.certainty, bare, request.fields[place.number], rule.reason)


def _members(path: str, places: list[Place]) -> dict[str, dict[str, int]]:
    records: defaultdict[str, dict[str, int]] = defaultdict(dict)
    depth = path.count("[]")
    for place in places:
        if place.general.startswith(path + "."):
            record = up_to_index(place.path, depth)
            records[record][place.path[len(record) + 1 :]] = place.number
    return records


def _events(row: EndpointRecord, members: Mapping[str, int], request: Request) -> Iterator[tuple[str, Event, str]]:
    text = {key: request.texts[number] for key, number in members.items()}
    app = next((text[key] for key in row.app if text.get(key)), "").removesuffix(text.get(row.app_suffix, ""))
    if row.spans:
        yield from ((row.kind, event, within) for event, within in _spans(row.spans, app, members, request))
        return
    name = text.get(row.event, "")
    time = stamp(request.fields[members[row.time]].value) if row.time in members else None
    kind = next((kind for kind, names in row.events.items() if name in names), row.kind)
    if kind and time is not None:
        yield kind, Event(name, time, app=app if kind not in {"screen_event", "boot_event"} else ""), ""


def _spans(spans: str, app: str, members: Mapping[str, int], request: Request) -> Iterator[tuple[Event, str]]:
    count = 0
    while f"{spans}[{count}][1]" in members:
        start, end = (stamp(request.fields[members[f"{spans}[{count}][{side}]"]].value) for side in (0, 1))
        if start is not None and end is not None:
            yield Event("", start, end, app), f".{spans}[{count}]"
        count += 1
