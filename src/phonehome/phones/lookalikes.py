"""Innocent requests in the shapes that personal data often have: app names, place codes, tables, packed bodies.

CBOR is RFC 8949, tokens are RFC 7519, property lists Apple's PropertyList-1.0. Each writer gets the time and a source
of chance and nothing else, so that nothing of a person can be in it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from collections.abc import Callable
from random import Random

import msgspec

from phonehome.phones import wire
from phonehome.phones.chance import digits, hexes, letters
from phonehome.phones.clock import DAY, HOUR, iso
from phonehome.phones.protobuf import block, fixed64, integer

# path, content type (empty without a body), body
Request = tuple[str, str, bytes]
Writer = Callable[[int, Random], Request]

JSON = "application/json"
OCTETS = "application/octet-stream"
BASE32 = "0123456789bcdefghjkmnpqrstuvwxyz"  # the alphabet of geohashes
CODE20 = "23456789CFGHJMPQRVWX"  # the alphabet of plus codes
TEAMS = ("Rovers", "United", "Albion", "Wanderers", "Athletic", "Rangers", "City", "Town")
PLUGINS = (
    "com.example.charts",
    "org.example.fonts",
    "net.example.maps.render",
    "com.example.ui.theme",
    "io.example.kit",
)


def _plugins(time: int, rng: Random) -> Request:
    """Fewer than five package names, as a list of dependencies has them."""
    names = list(PLUGINS)
    rng.shuffle(names)
    wanted: list[wire.Json] = [
        {"package": name, "version": f"{rng.randrange(9)}.{rng.randrange(20)}"} for name in names
    ]
    return "/v1/resolve", JSON, wire.json({"requires": wanted[: rng.randrange(1, 5)], "published": iso(time - DAY)})


def _parcels(_: int, rng: Random) -> Request:
    """Shelf codes that could be plus codes, and short keys that could be geohashes."""
    codes: list[wire.Json] = [f"{letters(rng, 4, CODE20)}+{letters(rng, 2, CODE20)}" for _ in range(3)]
    keys: list[wire.Json] = [letters(rng, rng.randrange(6, 10), BASE32) for _ in range(4)]
    return "/shelves/lookup", JSON, wire.json({"shelves": codes, "cache_keys": keys, "digest": hexes(rng, 16)})


def _posts(_: int, rng: Random) -> Request:
    """Ids of 18 digits, as numbers and as text."""
    ids = [int(str(rng.randrange(1, 10)) + digits(rng, 17)) for _ in range(4)]
    said: dict[str, wire.Json] = {"ids": ids[:2], "cursor": str(ids[2]), "before": str(ids[3])}
    return "/2/posts/lookup", JSON, wire.json(said)


def _metrics(time: int, rng: Random) -> Request:
    """Fixed 64-bit numbers and large varints in protobuf."""
    written = b"".join(
        block(1, fixed64(1, rng.getrandbits(64)) + integer(2, rng.getrandbits(40)) + integer(3, rng.getrandbits(63)))
        for _ in range(rng.randrange(2, 6))
    )
    return "/v1/metrics", "application/x-protobuf", written + integer(2, time // HOUR)


def _fixtures(time: int, rng: Random) -> Request:
    """A football league's table, with the columns of a call log: in and out, durations, dates and numbers."""
    rows: list[wire.Json] = [
        {
            "number": rng.randrange(1, 30),
            "name": f"{rng.choice(TEAMS)} - {rng.choice(TEAMS)}",
            "type": rng.choice(("home", "away")),
            "date": time // DAY * DAY - round_ * 7 * DAY,
            "duration": 5_400 + rng.randrange(600),
        }
        for round_ in range(6)
    ]
    return "/league/2/fixtures", JSON, wire.json({"season": "2016/17", "rows": rows})


def _layout(_: int, rng: Random) -> Request:
    """Configuration in XML."""
    items = "".join(f'<item key="cell.{place}" span="{rng.randrange(1, 9)}"/>' for place in range(3))
    text = f'<?xml version="1.0" encoding="UTF-8"?><layout rev="{hexes(rng, 12)}"><row>{items}</row></layout>'
    return "/layout.xml", "text/xml", text.encode()


def _profile(_: int, rng: Random) -> Request:
    """Configuration as a property list."""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"'
        ' "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist version="1.0"><dict>'
        f"<key>build</key><string>{hexes(rng, 6)}</string><key>retries</key><integer>{rng.randrange(9)}</integer>"
        f"<key>blob</key><data>{base64.b64encode(rng.randbytes(12)).decode()}</data></dict></plist>"
    )
    return "/config.plist", "application/x-plist", text.encode()


def _token(time: int, rng: Random) -> Request:
    """The signed token of a service, not of a person."""
    claims: dict[str, wire.Json] = {"iss": "https://auth.example.com", "aud": "tiles", "scope": "read"}
    stamps: dict[str, wire.Json] = {"exp": (time + HOUR) // 1000, "jti": hexes(rng, 16)}
    head = f"{_url64(wire.json({'alg': 'HS256', 'typ': 'JWT'}))}.{_url64(wire.json({**claims, **stamps}))}"
    seal = _url64(hmac.digest(rng.randbytes(16), head.encode(), hashlib.sha256))
    return "/v1/exchange", JSON, wire.json({"grant": "service", "assertion": f"{head}.{seal}"})


def _shards(_: int, rng: Random) -> Request:
    """A small map in MessagePack."""
    said = {"shard": rng.randrange(64), "etag": rng.randbytes(8), "ratio": rng.random(), "tags": ["a", "b"]}
    return "/v1/shards", "application/msgpack", msgspec.msgpack.encode(said)


def _readings(time: int, rng: Random) -> Request:
    """A small map in CBOR, written by hand: two texts, a 64-bit number and four bytes."""
    pairs = (
        _cbor_text("unit") + _cbor_text(rng.choice(("kWh", "m3"))),
        _cbor_text("since") + b"\x1b" + struct.pack(">Q", time - rng.randrange(DAY)),
        _cbor_text("crc") + b"\x44" + rng.randbytes(4),
    )
    return "/meters", "application/cbor", bytes((0xA0 | len(pairs),)) + b"".join(pairs)


def _theme(_: int, rng: Random) -> Request:
    """A zip of two assets."""
    colours = wire.json({"primary": f"#{hexes(rng, 6)}", "accent": f"#{hexes(rng, 6)}"})
    icon = f'<svg xmlns="http://www.w3.org/2000/svg"><circle r="{rng.randrange(4, 40)}"/></svg>'
    return "/themes/preview", "application/zip", wire.archive({"colours.json": colours, "icon.svg": icon.encode()})


def _notes(_: int, rng: Random) -> Request:
    """Text in UTF-16."""
    text = (
        f"Release {rng.randrange(9)}.{rng.randrange(40)}: fixes “{rng.choice(TEAMS)}” badge, naïve sorting, β colours"
    )
    return "/notes", "text/plain; charset=utf-16", ("\ufeff" + text).encode("utf-16-le")


def _url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _cbor_text(text: str) -> bytes:
    return bytes((0x60 | len(text),)) + text.encode()


# host: how its requests are written, and how often it is asked
REQUESTS: dict[str, tuple[Writer, float]] = {
    "plugins.example.com": (_plugins, 1),
    "parcels.example.net": (_parcels, 1),
    "posts.example.org": (_posts, 1),
    "metrics.example.com": (_metrics, 1),
    "league.example.org": (_fixtures, 1),
    "layout.example.net": (_layout, 0.7),
    "profile.example.net": (_profile, 0.7),
    "auth.example.com": (_token, 0.7),
    "shards.example.com": (_shards, 0.7),
    "meters.example.net": (_readings, 0.7),
    "themes.example.org": (_theme, 0.7),
    "notes.example.org": (_notes, 0.7),
}
