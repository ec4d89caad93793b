"""OnePlus' OPDeviceManager of mid and late 2017, firmware A and B: gzip of JSON (RFC 1952) with no Content-Encoding.

Known from decompiled code: URLs, headers, envelope, payloads, streams, events. Invented: the name of the device
information's event, the empty details ``oi`` of most events, which crash stands in which of the streams 1000000004
and 1000000005, and that B's envelope carries the coded IMEIs too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from msgspec import Struct

from phonehome.model import Event, Headers
from phonehome.phones import chs, oneplus, oneplus_firmware, truth, wire
from phonehome.phones.chance import stream, uuid4
from phonehome.phones.clock import gmt
from phonehome.phones.oneplus import Upload
from phonehome.phones.oneplus_firmware import Firmware
from phonehome.phones.oneplus_information import information, told
from phonehome.phones.recorder import Records, batches, during, recorded, stamped
from phonehome.phones.scene import Profile, Scene, Told, zone
from phonehome.phones.wire import Json

DEVICE, ACTIVITIES, SYSTEM, CRASHES, SYSTEM_CRASHES = range(1_000_000_001, 1_000_000_006)
STREAMS = {
    SYSTEM: truth.SCREEN | truth.BOOT,
    CRASHES: frozenset({"crash", "anr"}),
    SYSTEM_CRASHES: frozenset({"system_app_crash", "system_app_anr"}),
}
KNOWN_EVENTS = frozenset().union(*STREAMS.values())
ENVELOPE = ("mn", "ov", "romv", "av", "la", "noi")
TOKEN_HEADERS: Headers = (("Content-Type", oneplus.FORM), ("Host", oneplus.HOST))


class Batch(Struct, frozen=True):
    """The payloads of one push, the stream they belong to, and what is planted in them."""

    appid: int
    payloads: Sequence[Mapping[str, Json]]
    planted: tuple[tuple[str, str], ...]


class Pushes(Struct, frozen=True):
    """What the pushes of one upload have in common."""

    scene: Scene
    firmware: Firmware
    token: str


def tell_a(scene: Scene) -> Iterator[Told]:
    """Tokens and pushes of a whole capture with firmware A."""
    return _tell(scene, oneplus_firmware.A)


def tell_b(scene: Scene) -> Iterator[Told]:
    """Tokens and pushes of a whole capture with firmware B."""
    return _tell(scene, oneplus_firmware.B)


def _tell(scene: Scene, firmware: Firmware) -> Iterator[Told]:
    records = recorded(scene, KNOWN_EVENTS)
    for upload in oneplus.uploads(scene):
        usage = upload.stream == "usage"
        sent = list(_usage(scene, records, upload, firmware) if usage else _device(scene, upload, firmware))
        if sent:
            yield oneplus.token_request(scene, upload, TOKEN_HEADERS)
        pushes = Pushes(scene, firmware, oneplus.access_token(scene, upload))
        yield from (_push(pushes, upload.time + 600 * place, batch) for place, batch in enumerate(sent, 1))


def _push(pushes: Pushes, time: int, batch: Batch) -> Told:
    """One gzip body. Coded IMEIs are drawn anew for each."""
    scene, firmware = pushes.scene, pushes.firmware
    rng = stream(scene.options.seed, f"push {batch.appid} {time}")
    said = _envelope(scene, firmware, time)
    payloads = [_coded_details(payload, rng) for payload in batch.payloads]
    body = wire.json({**_coded(said, rng), "appid": batch.appid, "ode": payloads})
    headers = _headers(pushes, time, uuid4(rng))
    versions = (("timezone", headers[3][1]), ("os_version", headers[5][1]), ("os_version", firmware.model.rv))
    exchange = oneplus.post(time, "/cloud/push", headers, wire.gzip(body))
    return Told(time, exchange, (*told(said), *versions, *batch.planted))


def _envelope(scene: Scene, firmware: Firmware, time: int) -> dict[str, Json]:
    """Who sends, as every push says it; the operator without the second slot."""
    everything = information(scene, firmware.model, time)
    said = {key: everything[key] for key in ("id", *firmware.imei_keys, *ENVELOPE)}
    return {**said, "noi": str(said["noi"]).strip(",")}


def _headers(pushes: Pushes, time: int, request: str) -> Headers:
    return (
        ("Content-Type", "OneplusSpecialContentType"),
        ("access_token", pushes.token),
        ("createTime", str(time)),
        ("timeZone", gmt(zone(pushes.scene, time), time)),
        ("requestId", request),
        ("version", pushes.firmware.model.ov.removeprefix("Oxygen ")),
        ("Host", oneplus.HOST),
    )


def _device(scene: Scene, upload: Upload, firmware: Firmware) -> Iterator[Batch]:
    """One push for each time that device information was taken."""
    for time in oneplus.samples(scene, upload):
        everything = information(scene, firmware.model, time)
        details = {key: everything[key] for key in firmware.keys}
        yield Batch(DEVICE, [_payload(Event("device_info", time), firmware, details)], tuple(told(details)))


def _usage(scene: Scene, records: Records, upload: Upload, firmware: Firmware) -> Iterator[Batch]:
    for events in batches(stamped(scene, during(upload.since, upload.time, records.activities))):
        payloads = [_app_payload(records, event, firmware) for event in events]
        yield Batch(ACTIVITIES, payloads, tuple(map(truth.of_activity, events)))
    system = stamped(scene, during(upload.since, upload.time, records.system))
    for appid, names in STREAMS.items():
        for events in batches([event for event in system if event.name in names]):
            payloads = [_payload(event, firmware, _details(records, event)) for event in events]
            yield Batch(appid, payloads, tuple(map(truth.of_event, events)))


def _app_payload(records: Records, event: Event, firmware: Firmware) -> dict[str, Json]:
    app = records.apps[event.app]
    return {**_payload(event, firmware, {}), "pn": app.package, "pvc": str(app.code)}


def _payload(event: Event, firmware: Firmware, details: Mapping[str, Json]) -> dict[str, Json]:
    return {"pn": "", "pvc": "", "en": event.name, "ts": truth.when(event), "oi": details, "rv": firmware.model.rv}


def _details(records: Records, event: Event) -> dict[str, Json]:
    if event.name == "abnormal_reboot":
        return {"isroot": "0"}
    if not event.app:
        return {}
    app = records.apps[event.app]
    return {"pn": app.package, "fg": "1", "pvn": app.version, "pvc": str(app.code), "ro": "0"}


def _coded_details(payload: Mapping[str, Json], rng: Random) -> dict[str, Json]:
    details = payload["oi"]
    return {**payload, "oi": _coded(details, rng) if isinstance(details, Mapping) else details}


def _coded(said: Mapping[str, Json], rng: Random) -> dict[str, Json]:
    """The IMEIs under ``chs`` and ``ch1`` in their code."""
    keys = oneplus_firmware.B.imei_keys
    return {key: chs.encode_slots(str(value), rng) if key in keys else value for key, value in said.items()}


A = Profile(start=1_496_620_800_000, tell=tell_a)
B = Profile(start=1_508_112_000_000, tell=tell_b)
