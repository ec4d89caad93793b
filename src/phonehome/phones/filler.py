"""Innocent traffic of other apps: nothing in it is personal, much of it looks as if it were.

Order numbers that pass Luhn, hex of a MAC's length, UUIDs, base64, hashes, epoch stamps, versions like 10.2.3.4: each
drawn anew and from nothing, so that whatever a detector reports here is a false alarm. ``lookalikes`` adds bodies in
the shapes that personal data often have.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from random import Random

import brotlicffi

from phonehome.model import Exchange, Headers, Response
from phonehome.phones import lookalikes, wire
from phonehome.phones.chance import between, digits, hexes, stream, uuid4, weighted, with_luhn
from phonehome.phones.clock import HOUR, MINUTE
from phonehome.phones.lookalikes import Request, Writer
from phonehome.phones.scene import Scene, Told

SHARE_OF_SESSIONS = 0.35
CHECK_EVERY = 6 * HOUR
AGENT = "okhttp/4.9.0"
PLAIN = "application/json"


def hosts() -> tuple[str, ...]:
    """The hosts of the filler: what is found there is a false alarm."""
    return tuple(REQUESTS)


def tell(scene: Scene) -> Iterator[Told]:
    """Requests while apps are open, and a few of a phone that nobody holds."""
    rng = stream(scene.options.seed, "filler")
    for session in scene.life.sessions:
        if rng.random() < SHARE_OF_SESSIONS:
            yield _request(session.start + rng.randrange(100, 5_000), rng)
    for time in range(scene.calendar.start, scene.calendar.end, CHECK_EVERY):
        yield _request(time + rng.randrange(CHECK_EVERY - MINUTE), rng)


def _request(time: int, rng: Random) -> Told:
    host = weighted(rng, hosts(), [weight for _, weight in REQUESTS.values()])
    write, _ = REQUESTS[host]
    path, kind, body = write(time, rng)
    coding = (("Content-Encoding", CODINGS[host]),) if host in CODINGS else ()
    content: Headers = (("Content-Type", kind), ("Content-Length", str(len(body)))) if body else ()
    headers = (*content, *coding, ("Host", host), ("Connection", "Keep-Alive"), ("User-Agent", AGENT))
    reply = Response(200, (("Content-Type", PLAIN),), rng.randrange(40, 90_000))
    address = f"198.51.100.{10 + hosts().index(host)}"
    method = "POST" if body else "GET"
    return Told(time, Exchange(0, method, f"https://{host}{path}", time, headers, body, address, response=reply))


def _image(time: int, rng: Random) -> Request:
    key = hashlib.md5(str(rng.getrandbits(64)).encode(), usedforsecurity=False).hexdigest()
    size = rng.choice(("@2x", "@3x", ""))
    return f"/assets/{key}/logo{size}.png?w=640&q=75&v=52.5.16&t={time // HOUR * HOUR // 1000}", "", b""


def _library(_: int, rng: Random) -> Request:
    return f"/npm/lodash@4.17.{rng.randrange(4, 22)}/lodash.min.js?h={hexes(rng, 12)}", "", b""


def _font(_: int, rng: Random) -> Request:
    token = base64.urlsafe_b64encode(bytes(rng.getrandbits(8) for _ in range(16))).decode().rstrip("=")
    return f"/s/roboto/v{rng.randrange(15, 31)}/{token}.woff2", "", b""


def _script(_: int, rng: Random) -> Request:
    return f"/ajax/libs/moment.js/2.{rng.randrange(10, 30)}.1/moment.min.js?integrity=sha1-{hexes(rng, 40)}", "", b""


def _tile(_: int, rng: Random) -> Request:
    return f"/tiles/4/{rng.randrange(16)}/{rng.randrange(16)}.png?style=day&rev={digits(rng, 6)}", "", b""


def _news(time: int, rng: Random) -> Request:
    cursor = base64.b64encode(bytes(rng.getrandbits(8) for _ in range(16))).decode().rstrip("=")
    since = (time - rng.randrange(HOUR)) // 1000
    return f"/api/v3/articles?since={since}&page={rng.randrange(1, 9)}&cursor={cursor.replace('+', '-')}", "", b""


def _update(_: int, rng: Random) -> Request:
    said: dict[str, wire.Json] = {
        "channel": "stable",
        "version": f"10.{rng.randrange(9)}.{rng.randrange(9)}.{rng.randrange(9)}",
        "build": with_luhn("35" + digits(rng, 12)),
        "commit": hexes(rng, 12),
        "minimum": "52.5.16",
    }
    return "/v1/check", PLAIN, wire.json(said)


def _order(time: int, rng: Random) -> Request:
    said: dict[str, wire.Json] = {
        "order_id": with_luhn(rng.choice(("35", "86", "01", "99")) + digits(rng, 12)),
        "request_id": uuid4(rng),
        "placed": time // 1000,
        "lines": [{"sku": f"A-{digits(rng, 5)}", "price": f"{between(rng, 1, 99):.4f}", "colour": f"#{hexes(rng, 6)}"}],
        "currency": "EUR",
        "etag": hexes(rng, 12),
    }
    return "/v2/orders/status", PLAIN, wire.gzip(wire.json(said))


def _flags(time: int, rng: Random) -> Request:
    said: dict[str, wire.Json] = {
        "flags": {f"feature_{place}": rng.randrange(2) for place in range(6)},
        "sha1": hexes(rng, 40),
        "fetched": time,
        "nonce": base64.b64encode(bytes(rng.getrandbits(8) for _ in range(16))).decode(),
    }
    packed: bytes = brotlicffi.compress(wire.json(said), quality=5)
    return "/v1/flags", PLAIN, packed


def _trace(_: int, rng: Random) -> Request:
    lines = (
        "java.net.SocketTimeoutException: timeout",
        f"\tat okhttp3.internal.http2.Http2Stream.waitForIo(Http2Stream.java:{rng.randrange(300, 700)})",
        f"\tat okhttp3.RealCall.execute(RealCall.java:{rng.randrange(60, 120)})",
    )
    said: dict[str, wire.Json] = {
        "session": with_luhn("86" + digits(rng, 12)),
        "trace": "\n".join(lines),
        "release": "7.12.3",
    }
    return "/api/errors", PLAIN, wire.json(said)


def _counters(_: int, rng: Random) -> Request:
    """Three protobuf fields by hand: a varint, a UUID, a version."""
    version = f"{rng.randrange(9)}.{rng.randrange(40)}.{rng.randrange(9)}".encode()
    fields = bytes((0x08, rng.randrange(128)))
    fields += b"\x12\x24" + uuid4(rng).encode()
    return "/v1/counters", "application/x-protobuf", fields + bytes((0x1A, len(version))) + version


# host: how its requests are written, and how often it is asked
REQUESTS: dict[str, tuple[Writer, float]] = {
    "images.example.net": (_image, 8),
    "cdn.jsdelivr.net": (_library, 2),
    "cdnjs.cloudflare.com": (_script, 2),
    "fonts.gstatic.com": (_font, 2),
    "tiles.example.org": (_tile, 3),
    "news.example.org": (_news, 5),
    "updates.example.com": (_update, 1),
    "shop.example.com": (_order, 3),
    "static.example.com": (_flags, 2),
    "errors.example.net": (_trace, 1),
    "counters.example.org": (_counters, 2),
    **lookalikes.REQUESTS,
}
CODINGS = {"shop.example.com": "gzip", "static.example.com": "br"}
