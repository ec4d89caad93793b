"""What OnePlus' OPDeviceManager did in every version of 2017: when it sent what, and the token it fetched first.

Known: device information every 3 h, an upload job every 4 h, usage delayed by 0-1 h, events older than
889,032,704 ms dropped, the table of what the opt-out stopped. Invented: that the version of January 2017 already kept
to that table and cadence, the client's name and secret, the phase of the job, and that each job fetches a new token.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlencode

from msgspec import Struct

from phonehome.model import Exchange, Headers, Response
from phonehome.phones.chance import hexes, stream, uuid4
from phonehome.phones.clock import HOUR, SECOND
from phonehome.phones.scene import Scene, Told, connected, roams, wiped
from phonehome.phones.spans import covers
from phonehome.phones.stays import at

HOST = "open.oneplus.net"
ADDRESS = "192.0.2.17"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
DEVICE_EVERY = 3 * HOUR
UPLOAD_EVERY = 4 * HOUR
DELAY = HOUR
TOO_OLD = 889_032_704
GRANT_PATH = "/oauth/token"

Link = Literal["wifi", "mobile", "roaming", "none"]
Stream = Literal["device", "usage"]

# what is sent, by link and by whether the owner joined the "user experience program"
SENT: dict[tuple[Link, bool], tuple[Stream, ...]] = {
    ("wifi", True): ("device", "usage"),
    ("wifi", False): ("device",),
    ("mobile", True): ("device",),
    ("mobile", False): ("device",),
    ("roaming", True): (),
    ("roaming", False): (),
    ("none", True): (),
    ("none", False): (),
}


class Upload(Struct, frozen=True):
    """One run of the job for one stream: it sends at ``time`` what was recorded from ``since`` up to then."""

    stream: Stream
    since: int
    time: int


def link(scene: Scene, time: int) -> Link:
    """How the phone is connected at that time."""
    if not connected(scene, time):
        return "none"
    place = scene.phone.places[at(scene.life.stays, time).place]
    if place.ssid:
        return "wifi"
    return "roaming" if roams(scene, time) else "mobile"


def uploads(scene: Scene) -> Iterator[Upload]:
    """Every upload of the capture, in order of time. What could not be sent waits for the next one, or for a reset."""
    sent: dict[Stream, int] = {"device": scene.calendar.start, "usage": scene.calendar.start}
    for stream_, time in sorted(_jobs(scene), key=lambda job: job[1]):
        if stream_ in SENT[link(scene, time), not scene.options.opted_out]:
            yield Upload(stream_, max(sent[stream_], time - TOO_OLD, wiped(scene, time)), time)
            sent[stream_] = time


def samples(scene: Scene, upload: Upload) -> list[int]:
    """The times at which device information was taken for an upload, while the phone was on."""
    first = scene.calendar.start + stream(scene.options.seed, "samples").randrange(DEVICE_EVERY)
    missed = max(-(-(upload.since - first) // DEVICE_EVERY), 0)
    times = range(first + missed * DEVICE_EVERY, upload.time, DEVICE_EVERY)
    return [time for time in times if not covers(scene.life.off, time)]


def access_token(scene: Scene, upload: Upload) -> str:
    """The token that the server gives for an upload."""
    return uuid4(stream(scene.options.seed, f"token {upload.stream} {upload.time}"))


def token_request(scene: Scene, upload: Upload, headers: Headers) -> Told:
    """OAuth 2.0 client credentials (RFC 6749, 4.4): the request that comes before an upload."""
    secrets = stream(scene.options.seed, "oauth")
    form = {
        "client_id": hexes(secrets, 16),
        "grant_type": "client_credentials",
        "client_secret": hexes(secrets, 32),
        "scope": "write",
    }
    return Told(upload.time, post(upload.time, GRANT_PATH, headers, urlencode(form).encode()))


def post(time: int, path: str, headers: Headers, body: bytes) -> Exchange:
    """A POST to OnePlus. Every response is a short JSON document; that with the token is the longer one."""
    size = 113 if path == GRANT_PATH else 83
    reply = Response(200, (("Content-Type", "application/json;charset=UTF-8"),), size)
    url = f"https://{HOST}{path}"
    return Exchange(0, "POST", url, time, headers, body, ADDRESS, "net.oneplus.odm", response=reply)


def _jobs(scene: Scene) -> Iterator[tuple[Stream, int]]:
    rng = stream(scene.options.seed, "jobs")
    first = scene.calendar.start + rng.randrange(UPLOAD_EVERY)
    for time in range(first, scene.calendar.end, UPLOAD_EVERY):
        yield "device", time
        yield "usage", time + 10 * SECOND + rng.randrange(DELAY)
