"""Writes a report as JSON (RFC 8259), finding by finding; schema.json beside this file is its JSON Schema (2020-12)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import UNSET, Struct, UnsetType

from phonehome.model import Certainty, Disclosure, Event, Input, OpaqueGroup, Reason, Recipient, RecipientReport, Report
from phonehome.report.mask import masked, masked_disclosures
from phonehome.report.material import Material
from phonehome.report.words import iso

VERSION = 1
_ENCODER = msgspec.json.Encoder(order="deterministic")
# DEL, the C1 controls, and the marks that turn the direction of writing (Unicode TR 9); JSON itself escapes the others.
_STEERING = re.compile(b"\x7f|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class Row(Struct, frozen=True):
    """One finding. ``exchange`` counts the capture's entries from 0; ``time`` is ISO 8601 in UTC."""

    exchange: int
    time: str | None
    kind: str
    certainty: Certainty
    recipient: Recipient
    location: str
    reasons: tuple[Reason, ...]
    value: str
    event: Event | UnsetType = UNSET


class Received(Struct, frozen=True):
    """What one recipient got, in sums."""

    host: str
    organisation: str
    country: str
    role: str
    category: str
    server_countries: tuple[str, ...]
    exchanges: int
    attempted: int
    bytes_sent: int
    bytes_understood: int
    bytes_received: int
    sealed: int
    first: str | None
    last: str | None
    kinds: dict[str, int]
    opaque: tuple[OpaqueGroup, ...]


class Document(Struct, frozen=True):
    """The whole report, as a reader in Python may decode it."""

    version: int
    phonehome: str
    shows_values: bool
    inputs: tuple[Input, ...]
    recipients: tuple[Received, ...]
    findings: tuple[Row, ...] = ()
    dummies: tuple[Row, ...] = ()


def render(material: Material) -> Iterator[bytes]:
    """The report as one JSON object, one finding a line."""
    report = masked(material.report)
    yield _head(report)
    yield b'"findings":['
    yield from _rows(masked_disclosures(material.report, material.findings))
    yield b'],\n"dummies":['
    yield from _rows(masked_disclosures(material.report, material.dummies))
    yield b"]}\n"


def _head(report: Report) -> bytes:
    head = {
        "version": VERSION,
        "phonehome": report.case.versions.get("phonehome", ""),
        "shows_values": report.shows_values,
        "inputs": report.case.inputs,
        "recipients": [_received(each) for each in report.recipients],
    }
    return b"{" + b"".join(b'"%s":%s,\n' % (key.encode(), encoded(value)) for key, value in head.items())


def _received(report: RecipientReport) -> Received:
    kinds: dict[str, int] = {}
    for group in report.groups:
        kinds[group.kind] = kinds.get(group.kind, 0) + group.count
    recipient = report.recipient
    return Received(
        host=recipient.host,
        organisation=recipient.organisation,
        country=recipient.country,
        role=recipient.role,
        category=recipient.category,
        server_countries=report.server_countries,
        exchanges=report.exchanges,
        attempted=report.attempted,
        bytes_sent=report.bytes_sent,
        bytes_understood=report.bytes_understood,
        bytes_received=report.bytes_received,
        sealed=report.sealed,
        first=iso(report.first),
        last=iso(report.last),
        kinds=kinds,
        opaque=report.opaque,
    )


def _rows(disclosures: Iterable[Disclosure]) -> Iterator[bytes]:
    before = b"\n"
    for disclosure in disclosures:
        yield before + encoded(_row(disclosure))
        before = b",\n"


def _row(disclosure: Disclosure) -> Row:
    finding = disclosure.finding
    return Row(
        exchange=finding.location.exchange,
        time=iso(disclosure.time),
        kind=finding.kind,
        certainty=finding.certainty,
        recipient=disclosure.recipient,
        location=str(finding.location),
        reasons=finding.reasons,
        value=finding.value,
        event=UNSET if finding.event is None else finding.event,
    )


def encoded(value: object) -> bytes:
    """A value as JSON with a stable order of keys, half surrogate pairs as U+FFFD.

    What steers a terminal or turns the writing round is escaped, as JSON may, so that a report can be printed.
    """
    return harmless(_encoded(value))


def harmless(text: bytes) -> bytes:
    """JSON with the same content, in which nothing steers a terminal."""
    return _STEERING.sub(_escape, text)


def _escape(found: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(found[0].decode())


def _encoded(value: object) -> bytes:
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        # A capture may hold half a surrogate pair, which no UTF-8 can.
        plain = json.dumps(msgspec.to_builtins(value, order="deterministic"), ensure_ascii=False)
        return _HALF_PAIR.sub("\ufffd", plain).encode()
