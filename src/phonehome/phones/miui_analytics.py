"""Xiaomi's legacy MIUI analytics: a base64 form of JSON in which one IMEI stands as SHA-1 and, beside it, as MD5.

Known from decompiled code: URL, form, keys, ``_et_`` = 2, both hashes. Invented: which events a log holds (starts and
stops of apps, ``_ei_`` the event and ``_ev_`` the package), the salt of the signature, that a job sends what it has
every two hours in batches of a hundred, and the model. Opting out and roaming have no effect.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from phonehome.model import Event, Headers
from phonehome.phones import preinstalled, truth, wire
from phonehome.phones.cadence import spans
from phonehome.phones.chance import stream
from phonehome.phones.clock import HOUR, SECOND
from phonehome.phones.recorder import batches, during, recorded
from phonehome.phones.scene import Profile, Scene, Told
from phonehome.phones.server import FORM, Request, Server, ask

SERVER = Server("tracking.miui.com", "203.0.113.21", "com.miui.analytics", size=42)
HEADERS: Headers = (("Content-Type", FORM), ("User-Agent", "Dalvik/2.1.0 (Linux; U; Android 6.0.1)"))
UPLOAD_EVERY = 2 * HOUR
MODEL, VERSION = "Redmi Note 3", "V8.0.1.0.MHOMIDG"
SALT = "invented-salt"


def device_id(imei: str) -> str:
    """``_di_``: the first 16 characters of base64url of the IMEI's SHA-1."""
    digest = hashlib.sha1(imei.encode(), usedforsecurity=False).digest()
    return base64.urlsafe_b64encode(digest)[:16].decode()


def md5(text: str) -> str:
    """MD5 in hex."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def tell(scene: Scene) -> Iterator[Told]:
    """The batches of a whole capture."""
    activities = recorded(scene, frozenset()).activities
    for since, time in spans(scene, UPLOAD_EVERY, stream(scene.options.seed, "miui analytics")):
        for place, events in enumerate(batches(during(since, time, activities))):
            yield _batch(scene, time + place * SECOND, events)


def _batch(scene: Scene, time: int, events: Sequence[Event]) -> Told:
    imei = scene.phone.imeis[0]
    value = base64.b64encode(wire.json(_said(imei, events))).decode()
    form = {"t": "miui_apps", "value": value, "s": md5(f"miui_apps{value}{SALT}")}
    exchange = ask(SERVER, Request("/tracks", HEADERS, urlencode(form).encode()), time)
    about = (("imei", imei), ("device_model", MODEL), ("os_version", VERSION))
    return Told(time, exchange, (*about, *map(truth.of_activity, events)))


def _said(imei: str, events: Sequence[Event]) -> dict[str, wire.Json]:
    return {
        "_di_": device_id(imei),
        "imei": md5(imei),
        "_app_": SERVER.app,
        "_et_": 2,
        "_miuiver_": VERSION,
        "_mod_": MODEL,
        "_logs_": [{"_ei_": event.name, "_ett_": truth.when(event), "_ev_": event.app} for event in events],
    }


PROFILE = Profile(start=1_473_033_600_000, tell=tell, apps=preinstalled.MIUI)
