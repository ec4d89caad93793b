"""Adups' update client on BLU phones of 2016: a zip (PKWARE APPNOTE) of JSON files in a form upload (RFC 7578).

Known from the press: messages and call log every 72 h, other personal data every 24 h, message bodies encrypted with
DES by a key in the app; seen: hosts, the paths of the two checks. Invented: the upload's path and field names, that the
mode is ECB, the key, the phases of the jobs, the parameters of the checks, and the model. There was nothing to opt out
of, so opting out has no effect; abroad ``mcc`` and ``mnc`` are other ones. What the files hold: ``adups_files``.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from phonehome.model import Headers
from phonehome.phones import adups_files, preinstalled, wire
from phonehome.phones.adups_files import Contents
from phonehome.phones.cadence import beats, spans
from phonehome.phones.chance import hexes, stream
from phonehome.phones.clock import DAY, MINUTE
from phonehome.phones.scene import Profile, Scene, Told
from phonehome.phones.server import FORM, Request, Server, ask

APP = "com.adups.fota.sysoper"
UPLOAD = Server("bigdata.adups.com", "203.0.113.31", APP, size=15)
COMMANDS = Server("rebootv5.adsunflower.com", "203.0.113.32", APP)
UPDATES = Server("fota4hw.adsunflower.com", "203.0.113.33", "com.adups.fota")
AGENT = ("User-Agent", "Apache-HttpClient/UNAVAILABLE (java 1.4)")
MODEL, VERSION = "BLU R1 HD", "BLU_R0010UU_V6.1_GENERIC"
PERSONAL_EVERY, LOGS_EVERY = DAY, 3 * DAY
KINDS = {"imei": "imei", "mid": "imei", "sn": "serial", "model": "device_model", "version": "os_version"}


def tell(scene: Scene) -> Iterator[Told]:
    """Uploads and checks of a whole capture."""
    seed = scene.options.seed
    for since, time in spans(scene, PERSONAL_EVERY, stream(seed, "adups personal")):
        yield _upload(scene, adups_files.personal(scene, since, time), time)
    for since, time in spans(scene, LOGS_EVERY, stream(seed, "adups logs")):
        yield _upload(scene, adups_files.logs_of(scene, since, time), time)
    for time in beats(scene.calendar, DAY, stream(seed, "adups checks")):
        yield _check(COMMANDS, "/ps/fetch.do", {"imei": scene.phone.imeis[0], "sn": scene.phone.serial}, time)
        about = {"mid": scene.phone.imeis[0], "model": MODEL, "version": VERSION}
        yield _check(UPDATES, "/ota/detectdown/detectScheduleCheck.do", about, time + MINUTE)


def _upload(scene: Scene, contents: Contents, time: int) -> Told:
    boundary = "----" + hexes(stream(scene.options.seed, f"adups upload {time}"), 24)
    body = wire.multipart(boundary, {"imei": scene.phone.imeis[0]}, ("file", "dc.zip", wire.archive(contents.files)))
    headers: Headers = (("Content-Type", f"multipart/form-data; boundary={boundary}"), AGENT)
    exchange = ask(UPLOAD, Request("/upload.do", headers, body), time)
    return Told(time, exchange, (("imei", scene.phone.imeis[0]), *contents.planted))


def _check(server: Server, path: str, said: dict[str, str], time: int) -> Told:
    exchange = ask(server, Request(path, (("Content-Type", FORM), AGENT), urlencode(said).encode()), time)
    return Told(time, exchange, tuple((KINDS[key], value) for key, value in said.items()))


PROFILE = Profile(start=1_475_452_800_000, tell=tell, apps=preinstalled.MEDIATEK)
