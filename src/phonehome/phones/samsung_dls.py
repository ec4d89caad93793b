"""Samsung's analytics SDK: records joined by U+000E, many of them as gzip (RFC 1952), a single one as text.

Known from decompiled code: the three hosts, the query with its hash, the separator, the keys, ``Content-Encoding:
gzip`` for a batch and (sic) ``text`` for a single record. Invented: paths, the constant in the hash, tracking ids, that
a record is ``key=value`` pairs joined by ``&``, its types ``pv`` and ``st``, registration and policy beyond their
hosts, a batch of uses every three hours and a device record a day for each app, and the model. ``mcc`` and ``mnc`` are
those of the network in use, so they change abroad. Opting out has no effect. A record tells of a use by the app's
tracking id only: who reads the wire alone does not learn which app it was, so no use is planted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from msgspec import Struct

from phonehome.model import Headers
from phonehome.phones import preinstalled, wire
from phonehome.phones.cadence import spans
from phonehome.phones.chance import digits, hexes, stream
from phonehome.phones.clock import DAY, HOUR, MINUTE, SECOND, gmt, moment
from phonehome.phones.identity import ABROAD
from phonehome.phones.recorder import during
from phonehome.phones.scene import Profile, Scene, Told, roams, zone
from phonehome.phones.server import Request, Server, ask
from phonehome.phones.truth import when

UPLOAD = Server("dls.di.atlas.samsung.com", "203.0.113.24", "com.sec.android.diagmonagent", size=13)
POLICY = Server("dc.di.atlas.samsung.com", "203.0.113.25", UPLOAD.app, size=210)
REGISTRATION = Server("regi.di.atlas.samsung.com", "203.0.113.26", UPLOAD.app, size=13)
SEPARATOR = "\x0e"
CONSTANT = "invented"
USES_EVERY = 3 * HOUR
AGENT = ("User-Agent", "Dalvik/2.1.0 (Linux; U; Android 8.0.0)")
KINDS = {
    "la": "language",
    "mcc": "operator",
    "mnc": "operator",
    "dm": "device_model",
    "auid": "installation_id",
    "do": "os_version",
    "fv": "os_version",
    "tz": "timezone",
}


class Source(Struct, frozen=True):
    """A preinstalled app with the SDK in it: its package, tracking id and the id it has on this phone alone."""

    package: str
    tid: str
    auid: str


def sources(seed: int) -> tuple[Source, ...]:
    """Samsung's own apps on the phone of a seed."""
    packages = preinstalled.SAMSUNG.values()
    return tuple(Source(package, _tid(package), hexes(stream(seed, f"auid {package}"), 32)) for package in packages)


def query(source: Source, kind: str, time: int) -> str:
    """``ts``, ``type``, ``tid`` and their hash: SHA-256 over tracking id, time and a constant."""
    stamp = moment(time).strftime("%Y-%m-%dT%H:%M")
    proof = hashlib.sha256(f"{source.tid}{stamp}{CONSTANT}".encode()).hexdigest()
    return urlencode({"ts": stamp, "type": kind, "tid": source.tid, "hc": proof})


def tell(scene: Scene) -> Iterator[Told]:
    """Registration, policy and uploads of every app."""
    for place, source in enumerate(sources(scene.options.seed)):
        rng = stream(scene.options.seed, f"samsung {source.package}")
        yield _registered(source, scene.calendar.start + MINUTE + place * SECOND)
        for _, time in spans(scene, DAY, rng):
            yield _policy(scene, source, time)
            yield _upload(scene, source, ("dvc", time + SECOND), [time])
        sessions = [session for session in scene.life.sessions if session.app == source.package]
        for since, time in spans(scene, USES_EVERY, rng):
            uses = [when(session) for session in during(since, time, sessions)]
            if uses:
                yield _upload(scene, source, ("uix", time), uses)


def _tid(package: str) -> str:
    rng = stream(0, f"samsung tracking id {package}")
    return f"{digits(rng, 3)}-399-{digits(rng, 6)}"


def _registered(source: Source, time: int) -> Told:
    body = wire.json({"tid": source.tid, "auid": source.auid})
    request = Request(f"/register?{query(source, 'dvc', time)}", (("Content-Type", "application/json"), AGENT), body)
    return Told(time, ask(REGISTRATION, request, time), (("installation_id", source.auid),))


def _policy(scene: Scene, source: Source, time: int) -> Told:
    said = {key: value for key, value in _device(scene, source, time).items() if key in {"dm", "mcc", "mnc"}}
    request = Request(f"/policy?{query(source, 'dvc', time)}&{urlencode(said)}", (AGENT,))
    return Told(time, ask(POLICY, request, time), _planted(said))


def _upload(scene: Scene, source: Source, job: tuple[str, int], times: Sequence[int]) -> Told:
    """One record for each time, of a job of that type at that time."""
    kind, now = job
    said = _device(scene, source, now)
    records = [urlencode({**said, "t": "st" if kind == "dvc" else "pv", "ts": time}) for time in times]
    text = SEPARATOR.join(records).encode()
    single = len(records) == 1
    headers: Headers = (("Content-Encoding", "text" if single else "gzip"), ("Content-Type", "text/plain"), AGENT)
    request = Request(f"/v1/logs?{query(source, kind, now)}", headers, text if single else wire.gzip(text))
    return Told(now, ask(UPLOAD, request, now), _planted(said))


def _device(scene: Scene, source: Source, time: int) -> dict[str, str]:
    operator = ABROAD if roams(scene, time) else scene.phone.operator
    return {
        "la": "en",
        "mcc": str(operator.mcc),
        "mnc": operator.mnc,
        "dm": "SM-G950F",
        "auid": source.auid,
        "do": "8.0.0",
        "av": "9.3.00",
        "uv": "1.2",
        "at": "1",
        "fv": "G950FXXU1CRB7",
        "tid": source.tid,
        "tz": gmt(zone(scene, time), time),
    }


def _planted(said: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, said[key]) for key, kind in KINDS.items() if key in said)


PROFILE = Profile(start=1_520_208_000_000, tell=tell, apps=preinstalled.SAMSUNG)
