"""Behaviour recognised by its shape, at any address: events with their times, app sessions, lists of apps."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from msgspec import Struct

from phonehome.detect.clue import Clue
from phonehome.detect.paths import general, last_name, record_of
from phonehome.detect.records import describe, stamp, without_version
from phonehome.detect.request import Request
from phonehome.knowledge.schema import Knowledge
from phonehome.model import Event, Field, Reason

# "5 or more distinct Java package names in one message" (facts about app lists: Achara 2015, Sekara 2021).
LEAST_APPS = 5
# A capital begins a class, so a name with one behind the second part is a line of a stack trace, not an app.
_PACKAGE = re.compile(
    r"(?:com|org|net|de|io|me|uk|fr|cn|jp|kr|in|ru|eu|tv|app|edu|gov|co|us|it|es|nl|pl|br|info|mobi|air|tech)"
    r"\.[A-Za-z_]\w*(?:\.[a-z_]\w*){0,6}"
)
# Names of hosts and files that begin as apps' names do (app.example.com, in.png).
_NO_APP = re.compile(r".*\.(?:com|net|org|html?|js|css|json|xml|png|jpg|svg|php|txt|plist)")
# What an app declares in its own Info.plist: schemes it may ask for, not what is installed.
_DECLARED = frozenset({"LSApplicationQueriesSchemes", "CFBundleURLSchemes"})
_DOTTED = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z_]\w*)+")
_PAIR = re.compile(r"^(.*)\[(\d+)\]\[([01])\]$")
_ALONE = frozenset({"start", "stop", "open", "close", "launch", "foreground", "background", "crash", "anr"})


class Record(Struct):
    """What one record of a message holds that could be behaviour."""

    fields: list[int]
    names: list[int]
    apps: list[int]
    stamps: list[tuple[int, int]]


class Behaviour:
    """Looks for records that tell what a person did and when."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._kinds = {name: row.kind for row in knowledge.events for name in row.names}

    def find(self, request: Request) -> Iterator[Clue]:
        """A clue for every event, session and list of apps."""
        kinds, is_package = self._kinds, _PACKAGE.fullmatch
        names = [number for number, text in enumerate(request.texts) if text in kinds]
        apps = [number for number, text in enumerate(request.texts) if "." in text and is_package(text)]
        apps = [number for number in apps if _is_app(request.texts[number])]
        apps = [number for number in apps if last_name(request.fields[number].path) not in _DECLARED]
        if len(apps) >= LEAST_APPS:
            yield from _app_list(request, apps)
        if names or (apps and any("][1]" in field.path for field in request.fields)):
            for path, record in _records(request, names, apps).items():
                yield from self._event(request, path[1], record)
                yield from _sessions(request, record)

    def _event(self, request: Request, path: str, record: Record) -> Iterator[Clue]:
        if not record.names or not record.stamps:
            return
        name = request.texts[record.names[0]]
        app = _app(request, record)
        if name in _ALONE and not app:
            return
        event = Event(
            name, record.stamps[0][1], app=app if self._kinds[name] not in {"screen_event", "boot_event"} else ""
        )
        reason = Reason("behaviour", "an event's name and its time stand in one record", "names.toml")
        field = request.fields[record.names[0]]
        yield Clue(self._kinds[name], "likely", describe(event), field, reason, path, event)


def _records(request: Request, names: list[int], apps: list[int]) -> dict[tuple[int, str], Record]:
    homes = {_home(request.fields[number]) for number in (*names, *apps)}
    records: defaultdict[tuple[int, str], Record] = defaultdict(lambda: Record([], [], [], []))
    for number, field in enumerate(request.fields):
        home = _home(field)
        if home in homes:
            record = records[home]
            record.fields.append(number)
            if (time := stamp(field.value)) is not None:
                record.stamps.append((number, time))
    for number in names:
        records[_home(request.fields[number])].names.append(number)
    for number in apps:
        records[_home(request.fields[number])].apps.append(number)
    return records


def _is_app(text: str) -> bool:
    return _PACKAGE.fullmatch(text) is not None and _NO_APP.fullmatch(text) is None


def _is_dotted(text: str) -> bool:
    return _DOTTED.fullmatch(text) is not None and _NO_APP.fullmatch(text) is None


def _home(field: Field) -> tuple[int, str]:
    return id(field.parent), record_of(field.path)


def _app(request: Request, record: Record) -> str:
    if not record.apps:
        return ""
    neighbours = [request.texts[number] for number in record.fields]
    return without_version(request.texts[record.apps[0]], neighbours)


def _sessions(request: Request, record: Record) -> Iterator[Clue]:
    if not record.apps:
        return
    pairs: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for number, time in record.stamps:
        match = _PAIR.match(request.fields[number].path)
        if match:
            pairs[match[1], match[2]][match[3]] = time
    app = _app(request, record)
    field = request.fields[record.apps[0]]
    reason = Reason("behaviour", "an app's name and pairs of times stand in one record")
    for (span, place), pair in pairs.items():
        if len(pair) == 2 and pair["0"] <= pair["1"]:
            event = Event("", pair["0"], pair["1"], app)
            yield Clue("app_usage", "likely", describe(event), field, reason, f"{span}[{place}]", event)


def _app_list(request: Request, apps: list[int]) -> Iterator[Clue]:
    if len({request.texts[number] for number in apps}) < LEAST_APPS:
        return
    apps = _with_neighbours(request, apps)
    distinct = dict.fromkeys(request.texts[number] for number in apps)
    field = request.fields[apps[0]]
    reason = Reason("behaviour", f"{len(distinct)} different app names stand in one message")
    yield Clue("app_list", "likely", ", ".join(distinct), field, reason, _common(request, apps))


def _with_neighbours(request: Request, apps: list[int]) -> list[int]:
    """Where enough apps stand in one list, the other dotted names in it are apps, too."""
    lists = Counter(place for place, _ in {(_list(request.fields[number]), request.texts[number]) for number in apps})
    full = {place for place, count in lists.items() if count >= LEAST_APPS}
    if not full:
        return apps
    dotted = (number for number, text in enumerate(request.texts) if "." in text and _is_dotted(text))
    return sorted({*apps, *(number for number in dotted if _list(request.fields[number]) in full)})


def _list(field: Field) -> tuple[int, str]:
    return id(field.parent), general(field.path)


def _common(request: Request, apps: list[int]) -> str:
    paths = [request.fields[number].path for number in apps]
    first, last = min(paths), max(paths)
    same = next((place for place, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:same].rstrip(".[")
