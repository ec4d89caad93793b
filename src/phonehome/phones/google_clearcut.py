"""Google Play services of 2021: log/batch, checkin and Firebase, protobuf in gzip (RFC 1952) or brotli (RFC 7932).

Known from published decodings: the three addresses, messages (``google_messages``), event types of the usage report, a
contact about every 255 s, and that switching diagnostics off stops none of it. Invented: which contact is in brotli, a
checkin every 12 h and after restarts, the counters of other log sources and with them the volume (smaller than the
1 MB of 12 h that was measured), which apps carry Firebase, a bundle an hour for each of those in use, and how
``consent_state`` is written: it is all that changes for an owner who opts out. Roaming has no effect.

A message is reported as a hash of its words and the hour. Nobody finds that without the words, so none is planted; nor
is an app that a bundle names, for that alone is neither a use with its time nor a list.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from random import Random

import brotlicffi

from phonehome.model import Event, Exchange, Headers
from phonehome.phones import google_messages as messages
from phonehome.phones import logs, preinstalled, truth, wire
from phonehome.phones.cadence import beats, spans
from phonehome.phones.chance import between, stream
from phonehome.phones.clock import HOUR, MINUTE, SECOND
from phonehome.phones.google_messages import Usage
from phonehome.phones.protobuf import block
from phonehome.phones.recorder import during
from phonehome.phones.scene import Profile, Scene, Told, connected, then, wiped
from phonehome.phones.server import FORM, Request, Server, ask

GMS = "com.google.android.gms"
LOG = Server("play.googleapis.com", "203.0.113.41", GMS, size=22)
CHECKIN = Server("android.clients.google.com", "203.0.113.42", GMS, answers="application/x-protobuffer", size=900)
MEASUREMENT = Server("app-measurement.com", "203.0.113.43", GMS, answers="text/plain", size=0)
AGENT = ("User-Agent", "Android-GCM/1.5 (walleye RQ1A.210205.004)")
CONTACT_EVERY = 255 * SECOND
CHECKIN_EVERY = 12 * HOUR
MEASURED_EVERY = HOUR
BROTLI_SHARE = 0.3
DOWN = 40 * SECOND
# of the apps a person may have, those that carry Firebase here
FIREBASE = (
    "bbc.mobile.news.uk",
    "com.Slack",
    "com.amazon.mShop.android.shopping",
    "com.babycentre.pregnancy",
    "com.grindrapp.android",
    "com.guardian",
    "com.instagram.android",
    "com.king.candycrushsaga",
    "com.reddit.frontpage",
    "com.strava",
    "com.tinder",
    "com.whatsapp",
)
# the event types of a usage report, and what each says in plain words
RESUMED, PAUSED, INTERACTIVE, NON_INTERACTIVE, LOCKED, UNLOCKED, SHUTDOWN, STARTUP = 1, 2, 15, 16, 17, 18, 26, 27
NAMES = {
    RESUMED: "start",
    PAUSED: "stop",
    INTERACTIVE: "screen_on",
    NON_INTERACTIVE: "screen_off",
    LOCKED: "screen_lock",
    UNLOCKED: "unlock",
    SHUTDOWN: "shutdown",
    STARTUP: "boot",
}


def tell(scene: Scene) -> Iterator[Told]:
    """All contacts of a whole capture."""
    yield from _contacts(scene)
    restarts = (boot.start + 2 * MINUTE for boot in scene.life.boots)
    for time in chain(restarts, beats(scene.calendar, CHECKIN_EVERY, stream(scene.options.seed, "checkin"))):
        yield _checkin(then(scene, time), time)
    mine = {app.package for app in scene.life.person.apps}
    for package in (name for name in FIREBASE if name in mine):
        yield from _measured(scene, package)


def usages(scene: Scene) -> list[Usage]:
    """The usage report of a whole life, in order of time."""
    activities = {app.package: f"{app.package}.{app.activity}" for app in scene.life.person.apps}
    found: list[Usage] = []
    for one in scene.life.sessions:
        found.append(Usage(one.start, RESUMED, one.app, activities[one.app]))
        found.append(Usage(truth.when(one), PAUSED, one.app, activities[one.app]))
    for light in scene.life.lights:
        found += (Usage(light.on, INTERACTIVE), Usage(light.off, NON_INTERACTIVE))
        found += (Usage(light.unlock, UNLOCKED), Usage(light.off, LOCKED)) if light.unlock else ()
    for boot in scene.life.boots:
        found += (Usage(boot.start, SHUTDOWN), Usage(boot.start + DOWN, STARTUP))
    return sorted(found, key=_time)


def _time(one: Usage | logs.Text) -> int:
    return one.time


def _contacts(scene: Scene) -> Iterator[Told]:
    """A contact every 255 s, each with what was logged since the one before."""
    rng = stream(scene.options.seed, "clearcut")
    used = usages(scene)
    texts = sorted(logs.texts(scene.life, scene.options.seed), key=_time)
    since, time = scene.calendar.start, scene.calendar.start + rng.randrange(CONTACT_EVERY)
    while time < scene.calendar.end:
        since = max(since, wiped(scene, time))
        news = used[bisect_left(used, since, key=_time) : bisect_left(used, time, key=_time)]
        sent = texts[bisect_left(texts, since, key=_time) : bisect_left(texts, time, key=_time)]
        if connected(scene, time):
            yield _contact(then(scene, time), time, news, _events(news, sent, rng))
            since = time
        time += round(CONTACT_EVERY * between(rng, 0.8, 1.2))


def _events(news: Sequence[Usage], sent: Sequence[logs.Text], rng: Random) -> list[messages.Event]:
    """What a contact is made of; counters of the phone itself are in each."""
    events = [messages.counters(rng)]
    if news:
        events.append(messages.Event(messages.USAGE_SOURCE, list(map(messages.usage, news))))
    if sent:
        events.append(messages.Event(messages.TEXT_SOURCE, list(map(messages.text, sent))))
    return events


def _contact(scene: Scene, time: int, news: Sequence[Usage], events: Sequence[messages.Event]) -> Told:
    body = messages.batch(scene, time, events)
    about = messages.planted(messages.device(scene), messages.DEVICE_KINDS)
    cookie = ("other_identifier", messages.cookie(scene.options.seed))
    exchange = _log(scene, time, body)
    return Told(time, exchange, (*about, cookie, *map(_planted, news)))


def _log(scene: Scene, time: int, body: bytes) -> Exchange:
    in_brotli = stream(scene.options.seed, f"coding {time}").random() < BROTLI_SHARE
    packed: bytes = brotlicffi.compress(body, quality=5) if in_brotli else wire.gzip(body)
    headers: Headers = (("Content-Type", "application/x-protobuf"), ("Content-Encoding", "br" if in_brotli else "gzip"))
    return ask(LOG, Request("/log/batch", (*headers, AGENT), packed), time)


def _planted(usage: Usage) -> tuple[str, str]:
    event = Event(NAMES[usage.type], usage.time, app=usage.package)
    return truth.of_activity(event) if usage.package else truth.of_event(event)


def _checkin(scene: Scene, time: int) -> Told:
    said = messages.checkin(scene, time)
    headers: Headers = (("Content-Type", "application/x-protobuffer"), ("Content-Encoding", "gzip"), AGENT)
    exchange = ask(CHECKIN, Request("/checkin", headers, wire.gzip(messages.message(said))), time)
    return Told(time, exchange, messages.planted(said, messages.CHECKIN_KINDS))


def _measured(scene: Scene, package: str) -> Iterator[Told]:
    """A bundle for every hour in which the app was in use."""
    sessions = [session for session in scene.life.sessions if session.app == package]
    for since, time in spans(scene, MEASURED_EVERY, stream(scene.options.seed, f"measured {package}")):
        if during(since, time, sessions):
            said = messages.measured(then(scene, time), package)
            body = wire.gzip(block(1, messages.message(said)))
            exchange = ask(MEASUREMENT, Request("/a", (("Content-Type", FORM), AGENT), body), time)
            yield Told(time, exchange, messages.planted(said, messages.MEASURED_KINDS))


PROFILE = Profile(start=1_614_556_800_000, tell=tell, apps=preinstalled.PIXEL)
