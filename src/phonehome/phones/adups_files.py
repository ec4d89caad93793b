"""The JSON files in an upload of Adups, one named after each: status, apps and their use, pages, calls, messages.

Seen: the names of the files and what they are about. Known from the press: the contents of the daily status. Invented:
every JSON key, and which cadence a file that the press does not name has. A call or message is planted as the other
party's number, a message also by its words, which stand encrypted: ``TEST_KEY`` opens them.
"""

from __future__ import annotations

import base64

from msgspec import Struct

from phonehome.model import Event
from phonehome.phones import des, logs, truth, wire
from phonehome.phones.clock import MINUTE
from phonehome.phones.identity import ABROAD
from phonehome.phones.recorder import during
from phonehome.phones.scene import Scene, roams
from phonehome.phones.stays import at
from phonehome.phones.wire import Json

# the fixture's own key (test key, invented); the one in Adups' app was another
TEST_KEY = b"ph-test1"

Planting = tuple[tuple[str, str], ...]

STATUS_KINDS = {
    "cell_id": "cell_id",
    "mcc": "operator",
    "mnc": "operator",
    "imei": "imei",
    "imsi": "imsi",
    "mac": "mac_address",
    "sim_serial": "iccid",
    "phone": "phone_number",
}


class Contents(Struct, frozen=True):
    """The files of one upload by name, and what is planted in them."""

    files: dict[str, bytes]
    planted: Planting


def personal(scene: Scene, since: int, time: int) -> Contents:
    """What is sent every day."""
    sessions = list(during(since, time, scene.life.sessions))
    visits = [visit for visit in scene.life.visits if since <= visit.time < time]
    status = _status(scene, time)
    packages = [app.package for app in scene.life.person.apps]
    files: dict[str, Json] = {
        "DcApp.json": [{"pn": app.package, "vn": app.version, "vc": app.code} for app in scene.life.person.apps],
        "DcAppOp.json": [{"pn": package, "opened": _count(sessions, package)} for package in packages],
        "dc_app_flow.json": [{"pn": one.app, "st": one.start, "et": truth.when(one)} for one in sessions],
        "DcMobileStatus.json": status,
        "DcRootInfo.json": {"root": False},
        "dc_browser_his.json": [{"url": visit.url, "ts": visit.time} for visit in visits],
    }
    planted = (
        ("app_list", ", ".join(packages)),
        *((STATUS_KINDS[key], str(value)) for key, value in status.items()),
        *map(truth.of_session, sessions),
        *(("browsing", visit.url) for visit in visits),
        ("device_state", "false"),
    )
    return Contents({name: wire.json(said) for name, said in files.items()}, planted)


def logs_of(scene: Scene, since: int, time: int) -> Contents:
    """What is sent every third day: messages with their encrypted words, and the log of calls and messages."""
    seed = scene.options.seed
    texts = [text for text in logs.texts(scene.life, seed) if since <= text.time < time]
    calls = [call for call in logs.calls(scene.life, seed) if since <= call.end < time]
    lines: list[Json] = [_call(call) for call in calls]
    lines += [{"ty": "sms", "no": text.number, "ts": text.time, "dir": _way(text)} for text in texts]
    words: Json = [{"no": text.number, "ts": text.time, "body": _hidden(text.words)} for text in texts]
    planted = (
        *(("call_log", call.number) for call in calls),
        *(("message", value) for text in texts for value in (text.number, text.words)),
    )
    return Contents({"dc_msg_key.json": wire.json(words), "DcTellMessage.json": wire.json(lines)}, planted)


def _status(scene: Scene, time: int) -> dict[str, Json]:
    phone = scene.phone
    operator = ABROAD if roams(scene, time) else phone.operator
    cells = phone.places[at(scene.life.stays, time).place].cells
    return {
        "cell_id": cells[time // (20 * MINUTE) % len(cells)].number,
        "mcc": operator.mcc,
        "mnc": operator.mnc,
        "imei": phone.imeis[0],
        "imsi": phone.imsi,
        "mac": phone.mac,
        "sim_serial": phone.iccid,
        "phone": phone.number,
    }


def _count(sessions: list[Event], package: str) -> int:
    return sum(session.app == package for session in sessions)


def _call(call: logs.Call) -> dict[str, Json]:
    seconds = (call.end - call.start) // 1000
    return {"ty": "call", "no": call.number, "ts": call.start, "dur": seconds, "dir": call.direction}


def _way(text: logs.Text) -> str:
    return "in" if text.received else "out"


def _hidden(words: str) -> str:
    return base64.b64encode(des.encrypted(words.encode(), TEST_KEY)).decode()
