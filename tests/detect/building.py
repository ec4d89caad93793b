"""Requests small enough to read, and what the ways of knowing say about them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from phonehome.decode import fields
from phonehome.detect.clue import Clue
from phonehome.detect.request import Request, request_of
from phonehome.model import Exchange, Finding, Headers, Owner

UNKNOWN = "https://api.example.org/v1"
OWNER = Owner(
    {
        "imei": ("490154203237518",),
        "serial": ("258cfeb1",),
        "mac_address": ("0a:1b:02:3d:4e:5f",),
        "android_id": ("9774d56d682e549d",),
        "iccid": ("8944101234567890128",),
        "advertising_id": ("6f1ed5a0-7a3c-4a6e-9f0e-0123456789ab",),
        "phone_number": ("+447700900123",),
        "email": ("anna@example.org",),
        "ssid": ("Anna's Café",),
        "name": ("Anna Schmidt",),
        "birth_date": ("1991-04-17",),
        "location": ("52.5163,13.3777",),
    },
    region="GB",
)


def get(url: str = UNKNOWN, headers: Headers = ()) -> Request:
    """A request without a body, decoded."""
    return _decoded(Exchange(0, "GET", url, headers=headers))


def post(body: bytes, url: str = UNKNOWN, headers: Headers = ()) -> Request:
    """A request with a body, decoded."""
    return _decoded(Exchange(0, "POST", url, headers=headers, body=body))


def said(message: object, url: str = UNKNOWN) -> Request:
    """A message in JSON, its letters as they are."""
    return post(json.dumps(message, ensure_ascii=False).encode(), url)


def brief(clues: Iterable[Clue]) -> set[tuple[str, str, str]]:
    """Kind, certainty and value of each clue."""
    return {(clue.kind, clue.certainty, clue.value) for clue in clues}


def facts(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """Kind, certainty and value of each finding."""
    return [(finding.kind, finding.certainty, finding.value) for finding in findings]


def _decoded(exchange: Exchange) -> Request:
    return request_of(exchange, fields(exchange).fields)
