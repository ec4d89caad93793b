"""Xiaomi's MIUI of 2014 as F-Secure saw it: carrier, IMEI and numbers over HTTP (RFC 9112) without TLS.

Known from the press: host, no encryption, and what was sent: carrier, IMEI, the phone's own number, the numbers of
contacts added and of messages received; the IMSI as well when Mi Cloud is on. Invented: paths, form keys, that the
phone reports at set-up, after every restart and once a day. An owner who opts out has Mi Cloud switched off; abroad the
carrier is another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from phonehome.model import Headers
from phonehome.phones import logs, preinstalled
from phonehome.phones.cadence import beats
from phonehome.phones.chance import stream
from phonehome.phones.clock import DAY, MINUTE, SECOND
from phonehome.phones.identity import ABROAD
from phonehome.phones.scene import Profile, Scene, Told, roams
from phonehome.phones.server import FORM, Request, Server, ask

SERVER = Server("api.account.xiaomi.com", "203.0.113.23", "com.xiaomi.xmsf", scheme="http")
HEADERS: Headers = (("Content-Type", FORM), ("User-Agent", "MI 1S; MIUI/JHBCNBL30.0"))
KINDS = {"carrier": "operator", "imei": "imei", "phone": "phone_number", "imsi": "imsi"}


def tell(scene: Scene) -> Iterator[Told]:
    """All that is sent in a whole capture."""
    seed = scene.options.seed
    boots = [boot.start + MINUTE for boot in scene.life.boots]
    daily = beats(scene.calendar, DAY, stream(seed, "xiaomi daily"))
    for time in (scene.calendar.start + MINUTE, *boots, *daily):
        yield _phone(scene, time)
    for time, contact in logs.added(scene.life, seed):
        yield _sent(time, "/pass/contact/add", {"contact": contact.number}, {"contact": "contact"})
    for text in logs.texts(scene.life, seed):
        if text.received:
            yield _sent(text.time + 2 * SECOND, "/pass/sms/received", {"from": text.number}, {"from": "message"})


def _phone(scene: Scene, time: int) -> Told:
    phone = scene.phone
    operator = ABROAD if roams(scene, time) else phone.operator
    said = {"carrier": operator.name, "imei": phone.imeis[0], "phone": phone.number}
    cloud = {} if scene.options.opted_out else {"imsi": phone.imsi}
    return _sent(time, "/pass/device", {**said, **cloud}, KINDS)


def _sent(time: int, path: str, said: Mapping[str, str], kinds: Mapping[str, str]) -> Told:
    exchange = ask(SERVER, Request(path, HEADERS, urlencode(said).encode()), time)
    return Told(time, exchange, tuple((kinds[key], value) for key, value in said.items()))


PROFILE = Profile(start=1_407_110_400_000, tell=tell, apps=preinstalled.MIUI)
