"""OnePlus 2, OxygenOS 3.5.6, January 2017, as Christopher Moore intercepted it: a base64 form, four streams.

Seen: URL, headers, form, envelope, streams and keys. Invented: process ids, other apps' versions, how many events
stand in one upload, and what the opt-out stopped (that of later versions is used).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from phonehome.model import Event, Headers
from phonehome.phones import oneplus, truth, wire
from phonehome.phones.apps import App
from phonehome.phones.chance import stream
from phonehome.phones.oneplus import Upload
from phonehome.phones.oneplus_information import Model, information, told
from phonehome.phones.recorder import Records, batches, during, recorded, stamped
from phonehome.phones.scene import Profile, Scene, Told
from phonehome.phones.wire import Json

MODEL = Model(
    mn="ONE A2003",
    av="6.0.1",
    ov="Oxygen ONE A2003_24_161227",
    romv="3.5.6",
    rv="OnePlus2Oxygen_14.A.27_GLO_027_1612271635",
    sov="A.27",
    mdmv="1.06.160427",
    board=False,
)
# fmt: off
KEYS = (
    "ac", "av", "bl", "br", "bs", "co", "ga", "gc", "ge", "gn", "iac", "id", "im", "imei1", "it", "la", "log", "ma",
    "mdmv", "mn", "nci", "ncn", "noi", "non", "not", "npc", "npn", "nwa", "nwb", "nwh", "nwl", "nws", "ov", "pcba",
    "rh", "ro", "romv", "rw", "sov", "ts", "tz",
)
# fmt: on
HEADERS: Headers = (
    ("Content-Type", oneplus.FORM),
    ("Connection", "Keep-Alive"),
    ("User-Agent", "okhttp/2.3.0"),
    ("Host", oneplus.HOST),
)
DEVICE, ACTIVITIES, SYSTEM, SESSIONS = 1, 2, 3, 4
KNOWN_EVENTS = truth.SCREEN | {"abnormal_reboot"}

Planting = tuple[tuple[str, str], ...]
Batch = tuple[int, Sequence[Mapping[str, Json]], Planting]


def tell(scene: Scene) -> Iterator[Told]:
    """Token and uploads of a whole capture."""
    records = recorded(scene, KNOWN_EVENTS)
    for upload in oneplus.uploads(scene):
        sent = list(_device(scene, upload) if upload.stream == "device" else _usage(scene, records, upload))
        if sent:
            yield oneplus.token_request(scene, upload, HEADERS)
        token = oneplus.access_token(scene, upload)
        yield from (_push(upload.time + 600 * place, token, batch) for place, batch in enumerate(sent, 1))


def _push(time: int, token: str, batch: Batch) -> Told:
    stream_, events, planted = batch
    packed = wire.base64_lines(wire.json({"ty": stream_, "dl": events}))
    body = b"data=" + packed + b"&access_token=" + token.encode()
    return Told(time, oneplus.post(time, "/cloud/pushdata", HEADERS, body), planted)


def _device(scene: Scene, upload: Upload) -> Iterator[Batch]:
    """All device information since the last upload, in one."""
    everything = [information(scene, MODEL, time) for time in oneplus.samples(scene, upload)]
    samples = [{key: values[key] for key in KEYS} for values in everything]
    if samples:
        yield DEVICE, samples, tuple(pair for sample in samples for pair in told(sample))


def _usage(scene: Scene, records: Records, upload: Upload) -> Iterator[Batch]:
    for events in batches(_since(scene, upload, records.activities)):
        said = [_activity(scene, records.apps[event.app], event) for event in events]
        yield ACTIVITIES, said, (*_plant(scene, MODEL.rv), *map(truth.of_activity, events))
    for events in batches(_since(scene, upload, records.system)):
        said = [_event(scene, event) for event in events]
        yield SYSTEM, said, (*_plant(scene, MODEL.rv), *map(truth.of_event, events))
    sessions = _since(scene, upload, records.sessions)
    if sessions:
        yield SESSIONS, _sessions(scene, records, sessions), (*_plant(scene), *map(truth.of_session, sessions))


def _since(scene: Scene, upload: Upload, events: Sequence[Event]) -> list[Event]:
    """What an upload tells of, under the times that the phone's clock showed."""
    return stamped(scene, during(upload.since, upload.time, events))


def _plant(scene: Scene, *versions: str) -> Planting:
    """What every usage event says beside the event."""
    return ("serial", scene.phone.serial), *(("os_version", version) for version in versions)


def _activity(scene: Scene, app: App, event: Event) -> dict[str, Json]:
    process = 2_000 + stream(scene.options.seed, f"process {app.package}").randrange(28_000)
    return {
        "id": scene.phone.serial,
        "pi": process,
        "si": f"{process}{event.start}",
        "ts": truth.when(event),
        "pn": app.package,
        "pvn": app.version,
        "pvc": app.code,
        "cn": app.activity,
        "en": event.name,
        "aed": [],
        "sa": True,
        "it": 0,
        "rv": MODEL.rv,
    }


def _event(scene: Scene, event: Event) -> dict[str, Json]:
    return {"id": scene.phone.serial, "en": event.name, "ts": event.start, "oed": [], "it": 0, "rv": MODEL.rv}


def _sessions(scene: Scene, records: Records, sessions: Sequence[Event]) -> list[dict[str, Json]]:
    """One element for each app, its version glued to its name, in the order of first use."""
    times: dict[str, list[list[int]]] = {}
    for session in sessions:
        times.setdefault(session.app, []).append([session.start, truth.when(session)])
    return [
        {
            "id": scene.phone.serial,
            "pn": f"{package}{records.apps[package].code}",
            "pvc": str(records.apps[package].code),
            "tk": pairs,
            "it": 0,
        }
        for package, pairs in times.items()
    ]


PROFILE = Profile(start=1_483_920_000_000, tell=tell)
