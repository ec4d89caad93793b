"""The wire format: one report a request, always the same length, with nothing that says which phone it is from.

docs/reference/telemetry-wire.md describes it for a client in another language.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, date, datetime, timedelta

import msgspec
from msgspec import Struct

from phonehome.telemetry.metric import Metric

VERSION = 1
LENGTH = 512
REPORTS = "/v1/reports"
WITHDRAW = "/v1/withdraw"
RECEIPT_BYTES, NONCE_BYTES = 32, 16
# A report's day may lie so many days back, and one ahead for phones whose midnight comes first.
WINDOW = 28

_CONTEXT = b"phonehome receipt"
_EPOCH = date(1970, 1, 1)


class Upload(Struct, frozen=True, forbid_unknown_fields=True):
    """One report. ``report`` is the oracle's output, ``day`` ISO 8601, ``pad`` spaces up to ``LENGTH`` bytes."""

    v: int
    metric: str
    definition: str
    day: str
    report: int
    nonce: str
    pad: str = ""


class Withdrawal(Struct, frozen=True, forbid_unknown_fields=True):
    """Asks for the deletion of the report whose nonce was made from this receipt."""

    v: int
    metric: str
    day: str
    receipt: str
    pad: str = ""


class Refusal(Struct, frozen=True):
    """What a collector says with an error; ``today`` where the day was out of its window."""

    error: str = ""
    today: str = ""


def body(message: Upload | Withdrawal) -> bytes:
    """The message as it is sent. ValueError when it is longer than every message must be."""
    bare = msgspec.json.encode(msgspec.structs.replace(message, pad=""))
    if len(bare) > LENGTH:
        raise ValueError(f"a message for metric {message.metric} takes {len(bare)} bytes, more than {LENGTH}")
    return msgspec.json.encode(msgspec.structs.replace(message, pad=" " * (LENGTH - len(bare))))


def definition(metric: Metric) -> str:
    """Says what a report means: 16 hex digits of a SHA-256. Whatever changes the meaning of an output changes it."""
    said = (metric.name, metric.epsilon, metric.terms.bound, metric.terms.repeat, metric.labels, metric.attribute)
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:16]


def nonce_of(receipt: bytes) -> bytes:
    """What a collector keeps to know a report again; the receipt, kept on the phone, proves whose it is."""
    return hashlib.sha256(_CONTEXT + receipt).digest()[:NONCE_BYTES]


def written(data: bytes) -> str:
    """Bytes as base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unwritten(text: str, size: int) -> bytes:
    """The bytes of a base64url text. ValueError unless they are ``size`` and written in the one right way."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        data = b""
    if len(data) != size or written(data) != text:
        raise ValueError(f"not {size} bytes in base64url")
    return data


def day_of(unix: float) -> int:
    """Days since 1970-01-01 (UTC) of a Unix time in seconds."""
    return (datetime.fromtimestamp(unix, UTC).date() - _EPOCH).days


def iso(day: int) -> str:
    """A day since 1970-01-01 as ISO 8601 writes it."""
    return (_EPOCH + timedelta(days=day)).isoformat()


def day_from(text: str) -> int:
    """The days since 1970-01-01. ValueError for anything but YYYY-MM-DD."""
    if len(text) != len("2026-10-01"):
        raise ValueError(f"{text!r} is no day")
    return (date.fromisoformat(text) - _EPOCH).days
