"""Xiaomi's browser of 2020 with Sensors Analytics: every page and search, in base64 of gzip (RFC 1952) of JSON.

Known from decompiled code: URL, form, keys of an event, the five events with their properties, and that the "90-day"
random id never changes. Invented: the project's name, ``anonymous_id``, the members of ``lib``, and that a batch leaves
15 s after a use of the browser or with a hundred events. Opting out and roaming have no effect.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import urlencode

from msgspec import Struct

from phonehome.model import Headers
from phonehome.phones import preinstalled, wire
from phonehome.phones.chance import hexes, stream, uuid4
from phonehome.phones.clock import SECOND
from phonehome.phones.recorder import AT_ONCE
from phonehome.phones.scene import Profile, Scene, Told
from phonehome.phones.server import FORM, Request, Server, ask
from phonehome.phones.visits import Means, Visit

COUNTRY = "GB"
SERVER = Server("sa.api.intl.miui.com", "203.0.113.22", "com.android.browser", size=2)
PATH = f"/sa?{urlencode({'project': 'browser_invented', 'r': COUNTRY})}"
HEADERS: Headers = (("Content-Type", FORM), ("User-Agent", "SensorsAnalytics Android SDK"))
LIB: dict[str, wire.Json] = {"$lib": "Android", "$lib_version": "3.1.5", "$lib_method": "code"}
IDLE = 15 * SECOND
LOADING = 900

# what a visit is logged as, beside the loading of its page
EVENTS: dict[Means, str] = {"search": "search", "video": "youtube_search_op", "download": "download_files"}


class Action(Struct, frozen=True):
    """One logged event: when, its name, and its one property with the kind of personal data it is."""

    time: int
    event: str
    key: str
    kind: str
    value: str


def actions(visit: Visit) -> Iterator[Action]:
    """What the browser logs of a visit."""
    if visit.means in EVENTS:
        key, kind, value = ("search_word", "search", visit.words) if visit.words else ("url", "browsing", visit.url)
        yield Action(visit.time, EVENTS[visit.means], key, kind, value)
    if visit.means != "download":
        yield Action(visit.time + 1, "page_load_event_start", "url", "browsing", visit.url)
        yield Action(visit.time + LOADING, "page_load_event_finish", "url", "browsing", visit.url)


def tell(scene: Scene) -> Iterator[Told]:
    """The batches of a whole capture."""
    for _, group in groupby(_sessions(scene), key=lambda pair: pair[0]):
        logged = [action for _, visit in group for action in actions(visit)]
        for begin in range(0, len(logged), AT_ONCE):
            batch = logged[begin : begin + AT_ONCE]
            yield _batch(scene, batch[-1].time + IDLE, batch)


def _sessions(scene: Scene) -> Iterator[tuple[int, Visit]]:
    """Each visit with the number of the stretch of browsing it belongs to."""
    number, last = 0, 0
    for visit in scene.life.visits:
        number += visit.time - last > 2 * 60 * SECOND
        last = visit.time
        yield number, visit


def _batch(scene: Scene, time: int, batch: Sequence[Action]) -> Told:
    ids = stream(scene.options.seed, "miui browser")
    distinct, anonymous = uuid4(ids), hexes(ids, 16)
    events = [_event((distinct, anonymous), action) for action in batch]
    data = base64.b64encode(wire.gzip(wire.json(events)))
    body = urlencode({"data_list": data, "gzip": "1"}).encode()
    about = (("installation_id", distinct), ("installation_id", anonymous), ("country", COUNTRY))
    planted = (*about, *((action.kind, action.value) for action in batch))
    return Told(time, ask(SERVER, Request(PATH, HEADERS, body), time), planted)


def _event(ids: tuple[str, str], action: Action) -> dict[str, wire.Json]:
    return {
        "distinct_id": ids[0],
        "anonymous_id": ids[1],
        "time": action.time,
        "type": "track",
        "event": action.event,
        "lib": LIB,
        "properties": {action.key: action.value},
    }


PROFILE = Profile(start=1_583_107_200_000, tell=tell, apps=preinstalled.MIUI)
