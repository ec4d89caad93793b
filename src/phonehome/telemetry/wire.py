"""The wire of telemetry: one report a request, in JSON of a constant size, so that its length says nothing.

docs/reference/telemetry-wire.md describes it for a client in another language.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from phonehome.telemetry.metric import Metric

SIZE = 512
RECEIPT_BYTES = 32
NONCE_BYTES = 16
REPORTS, WITHDRAW, CATALOGUE = "/v1/reports", "/v1/withdraw", "/v1/catalogue"

# A report's day may lie so many days back, and one ahead for phones whose midnight comes first.
WINDOW = 28

_PURPOSE_OF_HASH = b"phonehome receipt"
_EPOCH = date(1970, 1, 1)

Name = Annotated[str, Meta(pattern="^[a-z][a-z0-9_-]*$", max_length=64, description="Name of a metric.")]
Hash = Annotated[str, Meta(pattern="^[0-9a-f]{16}$", max_length=16, description="What the metric means to the phone.")]
Day = Annotated[date, Meta(description="The day that is told of, in UTC.")]
Output = Annotated[
    int, Meta(ge=0, le=2**63 - 1, description="The randomised answer: a number of the oracle's outputs.")
]
Nonce = Annotated[
    str,
    Meta(
        pattern="^[A-Za-z0-9_-]{21}[AQgw]$",
        max_length=22,
        description='First 16 bytes of SHA-256("phonehome receipt" || receipt), base64url.',
    ),
]
Receipt = Annotated[
    str,
    Meta(
        pattern="^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$",
        max_length=43,
        description="32 random bytes that the phone kept, base64url.",
    ),
]
Pad = Annotated[str, Meta(pattern="^ *$", max_length=SIZE, description="Spaces: as many as make the body 512 bytes.")]


class Refusal(Struct, frozen=True, omit_defaults=True):
    """What the collector says with an error; ``today`` where the report's day was out of its window."""

    error: str = ""
    today: date | None = None


class Report(Struct, frozen=True, forbid_unknown_fields=True):
    """One randomised answer of one phone about one day."""

    v: Literal[1]
    metric: Name
    definition: Hash
    day: Day
    report: Output
    nonce: Nonce
    pad: Pad


class Withdrawal(Struct, frozen=True, forbid_unknown_fields=True):
    """The wish that one report be deleted, which only the phone that sent it can prove."""

    v: Literal[1]
    metric: Name
    day: Day
    receipt: Receipt
    pad: Pad


REPORT = msgspec.json.Decoder(Report)
WITHDRAWAL = msgspec.json.Decoder(Withdrawal)


def pack(message: Report | Withdrawal) -> bytes:
    """The body of a request: exactly ``SIZE`` bytes, whatever is told. ValueError where it would be longer."""
    missing = SIZE - len(msgspec.json.encode(replace(message, pad="")))
    if missing < 0:
        raise ValueError(f"a message for metric {message.metric} takes {SIZE - missing} bytes, more than {SIZE}")
    return msgspec.json.encode(replace(message, pad=" " * missing))


def nonce_of(receipt: bytes) -> bytes:
    """What the collector knows a report by; only the phone has the receipt, which deletes it."""
    return hashlib.sha256(_PURPOSE_OF_HASH + receipt).digest()[:NONCE_BYTES]


def definition(metric: Metric) -> str:
    """Says what a report means, in 16 hex digits: whatever changes the meaning of an output changes it.

    Of each metric alone, so that phones with an older metrics.toml are heard on all that has stayed the same.
    """
    oracle, terms = metric.oracle, metric.terms
    asked = (metric.name, metric.epsilon, terms.bound, terms.repeat, metric.labels, metric.attribute)
    said = (*asked, oracle.order, oracle.dimensions, oracle.threshold)
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:16]


def written(binary: bytes) -> str:
    """base64url (RFC 4648 section 5) without padding."""
    return urlsafe_b64encode(binary).rstrip(b"=").decode()


def binary(text: str) -> bytes:
    """The bytes of ``written``."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def day_of(unix: float) -> int:
    """Days since 1970-01-01 (UTC) of a Unix time in seconds."""
    return number_of(datetime.fromtimestamp(unix, UTC).date())


def number_of(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def date_of(day: int) -> date:
    """The date of a day since 1970-01-01."""
    return _EPOCH + timedelta(days=day)
