"""What is brought beside a case: logs of who was online and posts of accounts, as CSV (RFC 4180), JSON or JSON Lines.

Columns are known by their names, or, in a CSV without a head, by what stands in them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from phonehome.infer.evidence import Post, Presence

Row = TypeVar("Row", Presence, Post)
Cells = Mapping[str, str]

# Roles of columns, and the names under which other programs write them, likeliest first.
ROLES: Mapping[str, Sequence[str]] = {
    "person": ("person", "account", "user", "name", "username", "screen_name", "acct", "handle", "contact", "id"),
    "time": ("time", "timestamp", "datetime", "created_at", "published", "date", "when", "at", "ts"),
    "state": ("state", "status", "presence", "event", "online", "type"),
}
ONLINE = frozenset(("online", "available", "on", "true", "1", "yes"))
OFFLINE = frozenset(("offline", "unavailable", "off", "false", "0", "no"))
# A number is seconds since 1970 between 2001 and 2096, or milliseconds of that time.
_NUMBER = re.compile(r"[1-3]\d{9}(?:\.\d+)?|[1-3]\d{12}")
YEARS = range(1995, 2101)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_SEPARATORS = ",;\t|"


class Brought(Struct, Generic[Row], frozen=True):
    """What could be read, how many lines could not, and what is wrong with the first of these."""

    rows: tuple[Row, ...]
    refused: int = 0
    first: str = ""


class _Line(Struct, frozen=True):
    number: int
    cells: Cells


def presence(data: bytes) -> Brought[Presence]:
    """A log of who came online and went offline; ValueError where no line of it can be read."""
    return _read(list(_lines(data, ("person", "time", "state"))), _presence)


def posts(data: bytes, source: str) -> Brought[Post]:
    """What accounts posted when, or the source itself where none is named; ValueError where nothing can be read."""

    def post(cells: Cells) -> Post:
        return Post(cells.get("person") or source, _time(cells.get("time", "")), source)

    return _read(list(_lines(data, ("person", "time"))), post)


def _read(lines: Sequence[_Line], parse: Callable[[Cells], Row]) -> Brought[Row]:
    rows: list[Row] = []
    wrong: list[str] = []
    for line in lines:
        try:
            rows.append(parse(line.cells))
        except ValueError as error:
            wrong.append(f"line {line.number}: {error}")
    if not rows:
        raise ValueError(wrong[0] if wrong else "it is empty")
    return Brought(tuple(rows), len(wrong), wrong[0] if wrong else "")


def _presence(cells: Cells) -> Presence:
    state = cells.get("state", "").lower()
    if state not in ONLINE | OFFLINE:
        raise ValueError(f"wanted is online or offline, not {state[:40]!r}")
    if not cells.get("person"):
        raise ValueError("it names nobody")
    return Presence(cells["person"], _time(cells.get("time", "")), state in ONLINE)


def _time(text: str) -> int:
    """Unix ms of ISO 8601 (without offset: UTC), Unix seconds or milliseconds, or a date as Twitter writes it."""
    if _NUMBER.fullmatch(text):
        return int(text) if len(text) == 13 and text.isdigit() else round(float(text) * 1000)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _spoken(text)
    if moment.year not in YEARS:
        raise ValueError(f"a time before {YEARS[0]} or after {YEARS[-1]}: {text[:40]!r}")
    return round(((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH) / _MILLISECOND)


def _spoken(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")
    except ValueError:
        raise ValueError(f"no time that can be read: {text[:40]!r}") from None


def _lines(data: bytes, roles: Sequence[str]) -> Iterator[_Line]:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if utf16 else "utf-8-sig", errors="replace")
    if text.lstrip().startswith(("{", "[")):
        return _json(text, roles)
    return _csv(text, roles)


def _csv(text: str, roles: Sequence[str]) -> Iterator[_Line]:
    places: dict[str, int] = {}
    for number, cells in _rows(text, whole="state" not in roles):
        if not any(cells):
            continue
        if not places:
            places = _by_name(cells, roles)
            if places:
                continue
            places = _by_look(cells, roles)
        yield _Line(number, {role: cells[at] for role, at in places.items() if at < len(cells)})


def _rows(text: str, *, whole: bool) -> Iterator[tuple[int, list[str]]]:
    """Cells with the number of their last line; only where a text may stand in them do quotes span lines."""
    lines, separator = text.splitlines(keepends=True), _separator(text)
    if not whole:
        for number, line in enumerate(lines, 1):
            yield number, _cells(csv.reader([line], delimiter=separator))
        return
    reader = csv.reader(lines, delimiter=separator)
    while reader.line_num < len(lines):
        cells = _cells(reader)
        yield reader.line_num, cells


def _cells(reader: Iterator[list[str]]) -> list[str]:
    """The next row; of one with a cell that is too long, that cell alone."""
    try:
        return [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        return [str(error)]


def _separator(text: str) -> str:
    head = text.lstrip().partition("\n")[0]
    return max(_SEPARATORS, key=head.count)


def _by_name(cells: Sequence[str], roles: Sequence[str]) -> dict[str, int]:
    """Where each role stands, when this is a head: one that names the time and nothing that is one."""
    names = [cell.lower() for cell in cells]
    found = {role: next((names.index(name) for name in ROLES[role] if name in names), -1) for role in roles}
    places = {role: place for role, place in found.items() if place >= 0}
    return places if "time" in places else {}


def _by_look(cells: Sequence[str], roles: Sequence[str]) -> dict[str, int]:
    """The time is what reads as one, of several the last; the state is a word for it; the person is what is left."""
    times = [place for place, cell in enumerate(cells) if _is_time(cell)]
    states = [place for place, cell in enumerate(cells) if cell.lower() in ONLINE | OFFLINE]
    places = {"time": times[-1]} if times else {}
    if "state" in roles and states:
        places["state"] = states[-1]
    left = [place for place in range(len(cells)) if place not in places.values()]
    return places | ({"person": left[0]} if left else {})


def _is_time(text: str) -> bool:
    try:
        _time(text)
    except ValueError:
        return False
    return True


def _json(text: str, roles: Sequence[str]) -> Iterator[_Line]:
    try:
        items = _items(msgspec.json.decode(text))
    except (msgspec.DecodeError, RecursionError):
        items = (_item(line) for line in text.splitlines() if line.strip())
    for number, item in enumerate(items, 1):
        yield _Line(number, _by_key(item, roles))


def _items(document: object) -> Iterator[object]:
    """The list itself, the one list in an object, or the object alone."""
    match document:
        case list():
            yield from document
        case dict():
            lists = [value for value in document.values() if isinstance(value, list)]
            yield from lists[0] if len(lists) == 1 else [document]


def _item(line: str) -> object:
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError):
        return None


def _by_key(item: object, roles: Sequence[str]) -> Cells:
    if not isinstance(item, dict):
        return {}
    keys = {str(key).lower(): _text(value) for key, value in item.items()}
    found = {role: next((keys[name] for name in ROLES[role] if keys.get(name)), "") for role in roles}
    return {role: text for role, text in found.items() if text}


def _text(value: object) -> str:
    """A value as a cell; of an object, such as a post's account, its name."""
    match value:
        case dict():
            return next((str(value[name]) for name in ROLES["person"] if value.get(name)), "")
        case bool() | int() | float() | str():
            return str(value).strip()
    return ""
