"""The tables made from TrackHAR's adapters, asked about small requests: conditions, nesting, what does not count."""

from __future__ import annotations

import base64
import gzip
import json
from urllib.parse import quote

import pytest

from phonehome.decode import fields
from phonehome.detect.endpoint import AtEndpoint
from phonehome.detect.request import request_of
from phonehome.knowledge.load import load
from phonehome.model import Exchange

WAY = AtEndpoint(load())
FIRELOG = "https://firebaselogging-pa.googleapis.com/v1/firelog/legacy/batchlog"
ACTIVITIES = "https://graph.facebook.com/v16.0/1234/activities"
IOAM = "https://de.ioam.de/tx.io"
EXTINFO = json.dumps(["i2", "com.example.app", "1", "1.0", "15.1"])
EVENTS = {
    "events": [{"identifier": "view", "state": "appeared", "category": "news"}, {"identifier": "x", "state": "y"}]
}
UID = "5f0c1d7e-6d5c-4b7a-9a0e-3f2b1c0d9e8f"

Found = set[tuple[str, str]]


def found(url: str, body: bytes = b"", headers: tuple[tuple[str, str], ...] = (), method: str = "POST") -> Found:
    exchange = Exchange(0, method, url, headers=headers, body=body)
    return {(clue.kind, clue.value) for clue in WAY.find(request_of(exchange, fields(exchange).fields))}


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def message(value: object) -> bytes:
    return json.dumps(value).encode()


def varint(field: int, value: int) -> bytes:
    assert value < 1 << 14
    return bytes([field << 3, value & 0x7F | 0x80, value >> 7])


def block(field: int, data: bytes) -> bytes:
    return bytes([field << 3 | 2, len(data)]) + data


@pytest.mark.parametrize(
    ("url", "body", "expected"),
    [
        ("https://adx.adform.net/adx/openrtb", message({"device": {"language": "de"}}), {("language", "de")}),
        (
            "https://app.adjust.com/session",
            b"gps_adid=" + UID.encode() + b"&os_name=android",
            {("advertising_id", UID), ("os_version", "android")},
        ),
        (
            "https://app.eu.adjust.net.in/event",
            b"idfa=" + UID.encode() + b"&os_name=ios",
            {("advertising_id", UID), ("os_version", "ios")},
        ),
        (
            "https://ads3-4.adcolony.com/configure",
            message({"advertiser_id": UID, "carrier": "EE"}),
            {("advertising_id", UID), ("operator", "EE")},
        ),
        ("https://adsx.adcolony.com/configure", message({"advertiser_id": UID}), set()),
        (ACTIVITIES, message({"extinfo": EXTINFO}), {("app_list", "com.example.app"), ("os_version", "15.1")}),
        (
            ACTIVITIES,
            b"format=json&extinfo=" + quote(EXTINFO).encode(),
            {("app_list", "com.example.app"), ("os_version", "15.1")},
        ),
        (f"{ACTIVITIES}/more", message({"extinfo": EXTINFO}), set()),
        (IOAM, b"ae=" + quote(b64(gzip.compress(message(EVENTS)))).encode(), {("app_usage", "news")}),
        (IOAM, b"ae=" + quote(b64(message(EVENTS))).encode(), {("app_usage", "news")}),
        (
            FIRELOG,
            message(
                {
                    "logRequest": [
                        {
                            "logSourceName": "FIREBASE_APPQUALITY_SESSION",
                            "logEvent": [
                                {"sourceExtensionJsonProto3": '{"session_data":{},"sessionData":{"sessionId":"s1"}}'}
                            ],
                        },
                        {
                            "logSourceName": "OTHER",
                            "logEvent": [{"sourceExtensionJsonProto3": '{"sessionData":{"sessionId":"s2"}}'}],
                        },
                    ]
                }
            ),
            {("other_identifier", "s1")},
        ),
        (
            "https://bidder.criteo.com/cdb",
            message({"user": {"ext": {"consent": "CO1"}}, "consent": "null"}),
            {("consent_state", "CO1")},
        ),
    ],
)
def test_what_an_endpoint_receives(url: str, body: bytes, expected: Found) -> None:
    assert found(url, body) == expected


def test_a_session_is_started_by_posting_it() -> None:
    body = message({"sessions": [{"id": "s1", "user": {"id": "u1"}}]})
    assert found("https://sessions.bugsnag.com/", body) >= {("user_id", "u1")}
    assert found("https://sessions.bugsnag.com/", body, method="PUT") == set()


def test_cookies_and_headers_are_read_through_their_layers() -> None:
    cookie = "uids=" + quote(b64(message({"uids": {"adnxs": {"uid": "77001234"}}}))) + "; other=1"
    headers = (
        ("Cookie", cookie),
        ("User-Agent", "Dalvik/2.1.0 (Linux; Android 11)"),
        ("Referer", "https://example.org/"),
    )
    kinds = found("https://mp.4dex.io/prebid", message({"a": 1}), headers)
    assert {("user_id", "77001234"), ("browsing", "https://example.org/")} <= kinds
    assert ("os_version", "Dalvik/2.1.0 (Linux; Android 11)") in kinds


def test_a_condition_in_a_protobuf_is_of_its_own_message() -> None:
    device = block(4, block(4, b"Pixel 2") + block(6, b"RQ1A"))
    body = block(1, block(1, device) + varint(2, 1974) + block(3, block(6, block(3, block(2, b"Galaxy S8 model")))))
    body += block(1, block(1, device) + varint(2, 1000) + block(3, block(6, block(3, block(2, b"Other log's text")))))
    values = {value for _, value in found(FIRELOG, body)}
    assert "Pixel 2" in values
    assert ("Galaxy S8 model" in values, "Other log's text" in values) == (True, False)


def test_every_endpoint_can_be_met_by_its_own_address() -> None:
    for endpoint in load().endpoints:
        assert endpoint.hosts
        assert "$[?" not in str(endpoint.fields)
