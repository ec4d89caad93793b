from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.decode import fields
from phonehome.detect import detector
from phonehome.detect.request import Request, request_of
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Field, Finding, Owner, Value

from .building import OWNER, UNKNOWN, facts, get, post, said

DETECT = detector(OWNER, load())
STRANGER = detector(Owner(), load())
IMEI = "490154203237518"


def of_kind(request: Request, kind: str) -> list[Finding]:
    return [finding for finding in DETECT(request) if finding.kind == kind]


def test_all_ways_give_their_reasons_to_one_finding() -> None:
    [finding] = of_kind(said({"imei": IMEI}), "imei")
    assert (finding.certainty, str(finding.location)) == ("confirmed", "e0 body > json $.imei")
    assert {reason.way for reason in finding.reasons} == {"known", "pattern", "field name"}


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        ({"imei": "356938035643809"}, ("imei", "likely", "356938035643809")),
        ({"advertisingId": "0" * 32}, ("advertising_id", "dummy", "0" * 32)),
        ({"wifiMac": "02:00:00:00:00:00"}, ("mac_address", "dummy", "02:00:00:00:00:00")),
        ({"ssid": "<unknown ssid>"}, ("ssid", "dummy", "<unknown ssid>")),
        ({"email": "bert@example.org"}, ("email", "likely", "bert@example.org")),
        (
            {"event": "screen_off", "t": 1484177517017},
            ("screen_event", "likely", "screen_off 2017-01-11T23:31:57.017Z"),
        ),
    ],
)
def test_without_an_owner_the_rest_is_found(message: object, seen: tuple[str, str, str]) -> None:
    assert facts(STRANGER(said(message))) == [seen]


@pytest.mark.parametrize(
    "request_",
    [
        get("https://images.example.net/logo@2x.png?v=52.5.16&t=1484487017&w=640"),
        get("https://cdn.example.net/npm/lodash@4.17.21/lodash.min.js"),
        said({"version": "1.2.0+20230401", "etag": "258cfeb17c3e", "price": "52.51", "total": 13.37}),
        said({"dsn": "https://0123456789abcdef@o1.ingest.example.com/1", "sha1": "9f258cfeb1" * 4}),
        said({"id": "6f1ed5a0-7a3c-4a6e-9f0e-0123456789ac", "at": 1484487017633, "n": f"1{IMEI}99"}),
        said({"fingerprint": ":".join(["AB"] * 20), "text": "en route, when it rains"}),
    ],
)
def test_innocent_traffic_gives_nothing_away(request_: Request) -> None:
    assert [finding for finding in DETECT(request_) if finding.certainty in {"confirmed", "likely"}] == []


WRAPS: dict[str, Callable[[bytes], bytes]] = {
    "json": lambda data: json.dumps({"q": data.decode("latin-1")}).encode(),
    "list": lambda data: json.dumps([data.decode("latin-1")]).encode(),
    "base64": base64.b64encode,
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "zlib": zlib.compress,
    "hex": lambda data: data.hex().encode(),
    "form": lambda data: b"a=1&data=" + base64.b64encode(data),
}


@given(st.lists(st.sampled_from(sorted(WRAPS)), max_size=3))
def test_no_wrapping_hides_a_value(wraps: list[str]) -> None:
    data = json.dumps({"some": "thing", "key": IMEI}).encode()
    for wrap in wraps:
        data = WRAPS[wrap](data)
    assert ("imei", "confirmed", IMEI) in facts(DETECT(post(data)))


@given(st.integers(0, 7), st.permutations(["b", "c", "d", "e", "f", "g", "h"]))
def test_where_a_value_stands_changes_nothing(place: int, names: list[str]) -> None:
    items: list[tuple[str, str]] = [(name, "x") for name in names]
    items.insert(place, ("a", IMEI))
    assert facts(DETECT(said(dict(items)))) == [("imei", "confirmed", IMEI)]


@given(st.binary(), st.text(max_size=30), st.text(max_size=30))
def test_no_request_raises(body: bytes, path: str, header: str) -> None:
    exchange = Exchange(0, "POST", f"{UNKNOWN}/{path}", headers=(("x", header),), body=body)
    found = DETECT(request_of(exchange, fields(exchange).fields))
    assert all(finding.kind in load().kinds for finding in found)


@given(st.lists(st.tuples(st.text(), st.text() | st.binary() | st.integers() | st.floats())))
def test_no_field_raises(values: list[tuple[str, Value]]) -> None:
    request = request_of(Exchange(0, "GET", UNKNOWN), [Field("json", path, value) for path, value in values])
    assert all(finding.reasons for finding in DETECT(request))


def test_the_same_request_gives_the_same_findings() -> None:
    request = said({"imei": IMEI, "mail": "anna@example.org", "at": ["52.5163", "13.3777"]})
    assert DETECT(request) == detector(OWNER, load())(request)


@pytest.mark.parametrize(("detect", "told"), [(DETECT, []), (STRANGER, [("imei", "possible")])])
def test_a_shape_alone_is_no_imei_of_an_owner_who_listed_theirs(
    detect: Callable[[Request], list[Finding]], told: list[tuple[str, str]]
) -> None:
    request = said({"number": "356938035643809"})
    assert [(one.kind, one.certainty) for one in detect(request) if one.kind == "imei"] == told
