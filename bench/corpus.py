"""Synthetic requests with known values planted in every wrapping and writing, and the truth about each of them.

Equal in spirit to the corpus of the peers' comparison: small requests in which a value stands in the query, a form,
JSON, gzip, base64, protobuf, a header, a cookie or three of these in each other, plain or rewritten or hashed (whole
or truncated), among innocent fields.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from random import Random
from urllib.parse import quote, urlencode

from msgspec import Struct, structs

from phonehome.model import Exchange, Headers, Owner, Response

OWNER = Owner(
    values={
        "imei": ("490154203237518", "356938035643809"),
        "serial": ("R58M42ABCDE", "258cfeb1"),
        "imsi": ("234301234567890",),
        "iccid": ("8944101234567890128",),
        "phone_number": ("+447700900123",),
        "mac_address": ("c0:ee:fb:49:62:04",),
        "bssid": ("3c:a6:2f:bc:5e:65",),
        "android_id": ("c17daf0bb12fd71a",),
        "advertising_id": ("7f0d0d4a-5f0e-4b5a-9d8e-2f6a1c3b4d5e",),
        "email": ("imogen.hughes@example.org",),
        "ssid": ("HUGHES-FAMILY-5G",),
        "device_name": ("Imogens-OnePlus-3T",),
        "user_id": ("u-8842716350-kx",),
    },
    region="GB",
    timezone="Europe/London",
)
WORDS = [
    "alpha",
    "banner",
    "cache",
    "delta",
    "event",
    "frame",
    "gamma",
    "height",
    "index",
    "journal",
    "kernel",
    "layout",
    "metric",
    "number",
    "object",
    "panel",
]


Content = tuple[bytes, str]


class Planted(Struct, frozen=True):
    """A value in a request: which kind, how it is written, how it is wrapped."""

    exchange: int
    kind: str
    value: str
    writing: str
    wrapping: str


def _stripped(text: str) -> str:
    return "".join(char for char in text if char not in ":-. +")


WRITINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "upper": str.upper,
    "url": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "stripped": _stripped,
    "reversed": lambda text: text[::-1],
    "md5": lambda text: hashlib.md5(text.encode()).hexdigest(),  # noqa: S324
    "sha1": lambda text: hashlib.sha1(text.encode()).hexdigest(),  # noqa: S324
    "sha256": lambda text: hashlib.sha256(text.encode()).hexdigest(),
    "sha512": lambda text: hashlib.sha512(text.encode()).hexdigest(),
    "sha256 truncated to 16": lambda text: hashlib.sha256(text.encode()).hexdigest()[:16],
    "sha1 truncated to 20": lambda text: hashlib.sha1(text.encode()).hexdigest()[:20],  # noqa: S324
}


def _query(pairs: dict[str, str]) -> Exchange:
    return _exchange("GET", f"/v1/collect?{urlencode(pairs)}")


def _form(pairs: dict[str, str]) -> Exchange:
    return _exchange("POST", "/v1/form", (urlencode(pairs).encode(), "application/x-www-form-urlencoded"))


def _json(pairs: dict[str, str]) -> Exchange:
    return _exchange("POST", "/v2/events", (json.dumps({"batch": [{"props": pairs}]}).encode(), "application/json"))


def _gzip(pairs: dict[str, str]) -> Exchange:
    return _exchange(
        "POST", "/v2/bulk", (gzip.compress(json.dumps(pairs).encode(), mtime=0), "application/octet-stream")
    )


def _base64(pairs: dict[str, str]) -> Exchange:
    inner = base64.b64encode(json.dumps(pairs).encode()).decode()
    return _exchange("POST", "/v1/b64", (f"data={quote(inner)}&v=3".encode(), "application/x-www-form-urlencoded"))


def _protobuf(pairs: dict[str, str]) -> Exchange:
    body = b"".join(_text_field(number, value) for number, value in enumerate(pairs.values(), 1))
    return _exchange("POST", "/log/batch", (_bytes_field(1, body) + b"\x18\x05", "application/x-protobuf"))


def _header(pairs: dict[str, str]) -> Exchange:
    headers = tuple((f"x-{name}", value) for name, value in pairs.items())
    return _exchange("GET", "/v1/config", headers=headers)


def _cookie(pairs: dict[str, str]) -> Exchange:
    return _exchange("GET", "/v1/page", headers=(("cookie", "; ".join(f"{k}={quote(v)}" for k, v in pairs.items())),))


def _nested(pairs: dict[str, str]) -> Exchange:
    inner = base64.b64encode(gzip.compress(json.dumps(pairs).encode(), mtime=0)).decode()
    body = json.dumps({"payload": inner, "v": 2}).encode()
    return _exchange("POST", "/v3/envelope", (body, "application/json"))


WRAPPINGS = {
    "query": _query,
    "form": _form,
    "json": _json,
    "gzip": _gzip,
    "base64": _base64,
    "protobuf": _protobuf,
    "header": _header,
    "cookie": _cookie,
    "nested three deep": _nested,
}


def corpus(count: int = 20_000, seed: int = 7) -> Iterator[tuple[Exchange, list[Planted]]]:
    """Requests in order, each with what is planted in it (a third of them hold nothing)."""
    rng = Random(seed)
    pool = [(kind, value) for kind, values in OWNER.values.items() for value in values]
    wrappings, writings = list(WRAPPINGS), list(WRITINGS)
    for index in range(count):
        wrapping = wrappings[index % len(wrappings)]
        pairs, planted = _innocent(rng), []
        for _ in range(rng.choice((0, 1, 2))):
            kind, value = rng.choice(pool)
            writing = rng.choice(writings)
            pairs[f"{rng.choice(WORDS)}{len(pairs)}"] = WRITINGS[writing](value)
            planted.append(Planted(index, kind, value, writing, wrapping))
        exchange = WRAPPINGS[wrapping](pairs)
        yield structs.replace(exchange, index=index), planted


def _innocent(rng: Random) -> dict[str, str]:
    values = (
        lambda: str(rng.randrange(10**9)),
        lambda: rng.choice(WORDS) + " " + rng.choice(WORDS),
        lambda: f"{rng.randrange(20)}.{rng.randrange(20)}.{rng.randrange(99)}",
        lambda: f"{rng.getrandbits(64):016x}",
        lambda: str(1_700_000_000_000 + rng.randrange(10**10)),
        lambda: base64.b64encode(rng.randbytes(15)).decode(),
        lambda: rng.choice(("true", "false")),
        lambda: f"{rng.random() * 100:.2f}",
    )
    return {f"{rng.choice(WORDS)}{number}": rng.choice(values)() for number in range(rng.randrange(4, 16))}


def _exchange(method: str, path: str, content: Content | None = None, headers: Headers = ()) -> Exchange:
    body, mime = content or (b"", "")
    about = (("content-type", mime), ("content-length", str(len(body)))) if body else ()
    common = (("host", "t.example.net"), ("user-agent", "okhttp/4.9.0"), ("accept-encoding", "gzip"), *about)
    return Exchange(
        index=0,
        method=method,
        url=f"https://t.example.net{path}",
        time=1_700_000_000_000,
        headers=(*common, *headers),
        body=body,
        address="192.0.2.1",
        response=Response(200, (("content-type", "application/json"),), 17),
    )


def _text_field(number: int, text: str) -> bytes:
    return _bytes_field(number, text.encode())


def _bytes_field(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])
