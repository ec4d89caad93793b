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
import struct
from collections.abc import Callable, Iterator
from random import Random
from urllib.parse import quote, urlencode

from msgspec import Struct, structs

import payloads
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
# How many values a request holds, and in how many of a hundred: 1.34 on average.
PLANTINGS, SHARES = (0, 1, 2, 3), (30, 25, 26, 19)
Content = tuple[bytes, str]


class Planted(Struct, frozen=True):
    """A value in a request: which kind, how it is written, how it is wrapped."""

    exchange: int
    kind: str
    value: str
    writing: str
    wrapping: str


class Payload(Struct):
    """What one request tells: the device, and events as their heads and properties."""

    device: payloads.Record
    events: list[tuple[payloads.Record, payloads.Record]]

    def records(self) -> list[payloads.Record]:
        """Where a value may be planted."""
        return [self.device, *(properties for _, properties in self.events)]

    def json(self) -> bytes:
        """As nested objects."""
        events = [{**head, "properties": properties} for head, properties in self.events]
        return json.dumps({"context": {"device": self.device}, "batch": events}, separators=(",", ":")).encode()

    def flat(self) -> dict[str, str]:
        """As pairs; those of the second event are numbered, as in the Measurement Protocol."""
        pairs = {name: _text(value) for name, value in self.device.items()}
        for number, (head, properties) in enumerate(self.events, 1):
            prefix = f"e{number}" if number > 1 else "ep"
            pairs |= {f"{prefix}.{name}": _text(value) for name, value in (*head.items(), *properties.items())}
        return pairs


def _text(value: payloads.Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


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


def _query(payload: Payload) -> Exchange:
    return _exchange("GET", f"/v1/collect?{urlencode(payload.flat())}")


def _form(payload: Payload) -> Exchange:
    return _exchange("POST", "/v1/form", (urlencode(payload.flat()).encode(), "application/x-www-form-urlencoded"))


def _json(payload: Payload) -> Exchange:
    return _exchange("POST", "/v2/events", (payload.json(), "application/json"))


def _gzip(payload: Payload) -> Exchange:
    return _exchange("POST", "/v2/bulk", (gzip.compress(payload.json(), mtime=0), "application/octet-stream"))


def _base64(payload: Payload) -> Exchange:
    inner = base64.b64encode(payload.json()).decode()
    return _exchange("POST", "/v1/b64", (f"data={quote(inner)}&v=3".encode(), "application/x-www-form-urlencoded"))


def _protobuf(payload: Payload) -> Exchange:
    records = [_bytes_field(2, _message(record)) for event in payload.events for record in event]
    body = _bytes_field(1, _message(payload.device)) + b"".join(records)
    return _exchange("POST", "/log/batch", (body + b"\x18\x05", "application/x-protobuf"))


def _header(payload: Payload) -> Exchange:
    headers = tuple((f"x-{name.replace('.', '-')}", value) for name, value in payload.flat().items())
    return _exchange("GET", "/v1/config", headers=headers)


def _cookie(payload: Payload) -> Exchange:
    pairs = "; ".join(f"{name}={quote(value)}" for name, value in payload.flat().items())
    return _exchange("GET", "/v1/page", headers=(("cookie", pairs),))


def _nested(payload: Payload) -> Exchange:
    inner = base64.b64encode(gzip.compress(payload.json(), mtime=0)).decode()
    body = json.dumps({"payload": inner, "v": 2}).encode()
    return _exchange("POST", "/v3/envelope", (body, "application/json"))


# Each wrapping with the number of events that are sent so at once, at least and at most.
WRAPPINGS = {
    "query": (_query, 1, 2),
    "form": (_form, 1, 3),
    "json": (_json, 1, 5),
    "gzip": (_gzip, 2, 7),
    "base64": (_base64, 1, 4),
    "protobuf": (_protobuf, 1, 5),
    "header": (_header, 0, 1),
    "cookie": (_cookie, 0, 1),
    "nested three deep": (_nested, 1, 6),
}


def corpus(count: int = 20_000, seed: int = 7) -> Iterator[tuple[Exchange, list[Planted]]]:
    """Requests in order, each with what is planted in it (three in ten of them hold nothing)."""
    rng = Random(seed)
    pool = [(kind, value) for kind, values in OWNER.values.items() for value in values]
    libraries = [payloads.Library(number) for number in range(payloads.LIBRARIES)]
    wrappings, writings = list(WRAPPINGS), list(WRITINGS)
    for index in range(count):
        wrapping = wrappings[index % len(wrappings)]
        write, least, most = WRAPPINGS[wrapping]
        payload = _innocent(rng, rng.choice(libraries), rng.randint(least, most))
        planted = []
        for _ in range(rng.choices(PLANTINGS, SHARES)[0]):
            kind, value = rng.choice(pool)
            writing = rng.choice(writings)
            record = rng.choice(payload.records())
            record[f"{rng.choice(payloads.WORDS)}{len(record)}"] = WRITINGS[writing](value)
            planted.append(Planted(index, kind, value, writing, wrapping))
        yield structs.replace(write(payload), index=index), planted


def _innocent(rng: Random, library: payloads.Library, events: int) -> Payload:
    return Payload(dict(library.device), [library.event(rng) for _ in range(events)])


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


def _message(record: payloads.Record) -> bytes:
    return b"".join(_field(number, value) for number, value in enumerate(record.values(), 1))


def _field(number: int, value: payloads.Value) -> bytes:
    match value:
        case float():
            return _varint(number << 3 | 1) + struct.pack("<d", value)
        case int():
            return _varint(number << 3) + _varint(value)
        case _:
            return _bytes_field(number, value.encode())


def _bytes_field(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])
