"""A maker that cannot refuse proves nothing: each takes every simulated week, and refuses what is not as it must be."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from random import Random
from urllib.parse import urlencode

import brotlicffi
import pytest

from makers import oneplus, strict
from makers.by_host import HOSTS, asked, taken
from makers.strict import Asked, Refused
from phonehome.phones import PROFILES, Options, chs, simulate, wire
from phonehome.phones.miui_analytics import SALT

IMEI = "490154203237518"
BOUNDARY = b"Content-Type: application/octet-stream\r\n\r\n"


@cache
def week(profile: str) -> tuple[Asked, ...]:
    exchanges = simulate(profile, Options(3, 7, trouble=True)).exchanges
    return tuple(one for one in map(asked, exchanges) if one.host in HOSTS)


def refusals(profile: str, requests: Iterator[Asked]) -> list[str]:
    """Why, of each request that is refused."""
    why: list[str] = []
    for request in requests:
        try:
            taken(profile, request)
        except Refused as error:
            why.append(str(error))
    return why


@pytest.mark.parametrize("profile", PROFILES)
def test_a_maker_takes_every_request_of_an_unshielded_week(profile: str) -> None:
    assert (len(week(profile)) > 9, refusals(profile, iter(week(profile)))) == (True, [])


ENDPOINTS = [
    (profile, request) for profile in PROFILES for request in {one.path: one for one in week(profile)}.values()
]
NAMES = [f"{profile} {request.path}" for profile, request in ENDPOINTS]
WITH_BODY = [endpoint for endpoint in ENDPOINTS if endpoint[1].body]


@pytest.mark.parametrize(("profile", "request_"), ENDPOINTS, ids=NAMES)
def test_another_method_place_or_host_is_refused(profile: str, request_: Asked) -> None:
    others = (
        request_._replace(method="PUT"),
        request_._replace(path=request_.path + "x"),
        request_._replace(host="x" + request_.host),
        request_._replace(headers=(*request_.headers, ("content-type", "text/plain")), body=request_.body or b"x"),
    )
    assert len(refusals(profile, iter(others))) == 4


@pytest.mark.parametrize(("profile", "request_"), WITH_BODY, ids=[f"{name} {one.path}" for name, one in WITH_BODY])
def test_a_body_that_is_cut_or_of_another_length_is_refused(profile: str, request_: Asked) -> None:
    bare = request_._replace(headers=tuple(pair for pair in request_.headers if pair[0] != "content-length"))
    others = (
        bare._replace(body=request_.body[: len(request_.body) // 2]),
        bare._replace(headers=(*bare.headers, ("content-length", str(len(request_.body) + 1)))),
    )
    assert len(refusals(profile, iter(others))) == 2


def again(request: Asked, change: tuple[str, str], plain: bytes) -> Asked:
    """The request with something in its plain content changed, and written again as its client writes it."""
    told = re.sub(change[0].encode(), change[1].encode(), plain, count=1, flags=re.DOTALL)
    assert told != plain
    body = _written(request, told)
    headers = tuple((name, str(len(body)) if name == "content-length" else value) for name, value in request.headers)
    return request._replace(headers=headers, body=body)


def _written(request: Asked, told: bytes) -> bytes:
    match request.path:
        case "/cloud/pushdata":
            return b"data=" + base64.encodebytes(told) + request.body[request.body.index(b"&access_token=") :]
        case "/tracks":
            value = base64.b64encode(told).decode()
            proof = hashlib.md5(f"miui_apps{value}{SALT}".encode()).hexdigest()
            return urlencode({"t": "miui_apps", "value": value, "s": proof}).encode()
        case "/sa":
            return urlencode({"data_list": base64.b64encode(gzip.compress(told)), "gzip": "1"}).encode()
        case _ if request.body.startswith(b"\x1f\x8b"):
            return gzip.compress(told)
        case _:
            packed: bytes = brotlicffi.compress(told) if request.header("content-encoding") == "br" else told
            return packed


CHANGES = [
    ("oneplus-2017", "/oauth/token", ("grant_type=client_credentials&", ""), "members ['grant_type'] missing"),
    ("oneplus-2017", "/oauth/token", ("client_id=", "client_id=x"), "client_id: not 16 hexadecimal digits"),
    ("oneplus-2017", "/cloud/pushdata", ('"imei1":"86', '"imei1":"87'), "imei1: not an IMEI"),
    ("oneplus-2017", "/cloud/pushdata", ('"ma":"c0:', '"ma":"c0-'), "ma: not a MAC address"),
    ("oneplus-2017", "/cloud/pushdata", (r'"bl":\d+', '"bl":101'), "bl: not per cent"),
    ("oneplus-2017", "/cloud/pushdata", (r'"ts":(\d+)', r'"ts":"\1"'), "ts: not a time in ms"),
    ("oneplus-2017", "/cloud/pushdata", ('"tz":"GMT', '"tz":"XMT'), "tz: not an offset"),
    ("oneplus-2017", "/cloud/pushdata", ('"not":"LTE', '"not":"LTF'), "not: not one of"),
    ("oneplus-2017", "/cloud/pushdata", ('"co":"GB",', ""), "members ['co'] missing or unknown"),
    ("oneplus-2017", "/cloud/pushdata", ('{"ty":1', '{"ty":1,"ty":1'), "a JSON name stands twice"),
    ("oneplus-2017", "/cloud/pushdata", ('"nwh":false', '"nwh":0'), "nwh: not true or false"),
    ("oneplus-odm-a", "/cloud/push", ('"im":"86', '"im":"87'), "im: not an IMEI for each slot"),
    ("oneplus-odm-a", "/cloud/push", ('"appid":100', '"appid":200'), "appid: not one of"),
    ("oneplus-odm-b", "/cloud/push", (r'"ch1":"(.)', r'"ch1":"a'), "ch1: not a coded IMEI"),
    ("miui-analytics", "/tracks", ('"_et_":2', '"_et_":3'), "_et_: not one of"),
    ("miui-analytics", "/tracks", (r'"_ett_":\d', '"_ett_":'), "_ett_: not a time in ms"),
    ("miui-browser", "/sa", ('"\\$lib":"Android"', '"$lib":"iOS"'), "lib.$lib: not one of"),
    ("miui-browser", "/sa", ('"url":"http', '"url":"htt'), "properties.url: not a URL"),
    (
        "miui-browser",
        "/sa",
        ('"distinct_id":"........-....-4', '"distinct_id":"aaaaaaaa-aaaa-3'),
        "not a UUID of version 4",
    ),
    ("xiaomi-2014", "/pass/device", ("imei=86", "imei=87"), "imei: not an IMEI"),
    ("xiaomi-2014", "/pass/device", ("phone=0", "phone=x"), "phone: not a phone number"),
    ("xiaomi-2014", "/pass/sms/received", ("from=", "from=%x"), "a broken percent sign"),
    ("adups-2016", "/ps/fetch.do", ("imei=86", "imei=87"), "imei: not an IMEI"),
    ("adups-2016", "/upload.do", ('name="imei"', 'name="imej"'), "parts ['file', 'imej']"),
    ("adups-2016", "/upload.do", ("\r\n\r\n86", "\r\n\r\n87"), "imei: not an IMEI"),
    ("samsung-dls", "/v1/logs", ("tz=GMT", "tz=XMT"), "tz: not an offset"),
    ("samsung-dls", "/v1/logs", ("&fv=", "&fw="), "members ['fv', 'fw'] missing or unknown"),
    ("google-clearcut", "/checkin", ("\n\x0f86", "\n\x0f87"), "checkin.1: not an IMEI"),
    ("google-clearcut", "/a", ("G111", "G211"), "bundle.52: not one of"),
    ("google-clearcut", "/log/batch", ("google/walleye/", "google-walleye/"), "device.17: not a fingerprint"),
    ("google-clearcut", "/log/batch", ("NID=204", "NIE=204"), "event.7: no cookie"),
]


@pytest.mark.parametrize(("profile", "path", "change", "why"), CHANGES)
def test_content_that_is_not_as_it_must_be_is_refused(
    profile: str, path: str, change: tuple[str, str], why: str
) -> None:
    found = ((one, taken(profile, one)[0]) for one in week(profile) if one.path == path)
    request, plain = next((one, plain) for one, plain in found if re.search(change[0].encode(), plain))
    assert [why in one for one in refusals(profile, iter([again(request, change, plain)]))] == [True]


def test_a_stale_signature_is_refused() -> None:
    analytics, upload = week("miui-analytics")[0], week("samsung-dls")[0]
    stale = analytics._replace(body=analytics.body.replace(b"t=miui_apps", b"t=miui_appt"))
    other = analytics._replace(body=re.sub(rb"&s=\w\w", b"&s=00", analytics.body))
    later = upload._replace(query=upload.query.replace("ts=2018", "ts=2019"))
    assert refusals("miui-analytics", iter([stale]))[0].startswith("form.t: not one of")
    assert refusals("miui-analytics", iter([other])) == ["s: signs something else"]
    assert refusals("samsung-dls", iter([later])) == ["hc: signs something else"]


def test_a_coded_imei_is_read_as_the_client_wrote_it() -> None:
    assert [oneplus.uncoded(token) for token in ("x", 7, "")] == ["", "", ""]
    assert IMEI in {oneplus.uncoded(chs.encode(IMEI, Random(draw))) for draw in range(9)}
    assert len({oneplus.uncoded(chs.encode(IMEI, Random(draw))) for draw in range(99)}) == 1
    assert strict.luhn(IMEI)
    assert not strict.luhn("490154203237519")


def test_a_message_that_the_key_does_not_open_is_refused() -> None:
    request = next(one for one in week("adups-2016") if b"dc_msg" in one.body)
    kept = taken("adups-2016", request)
    words = next(data for data in kept if data.startswith(b'[{"no"'))
    body = re.search(rb'"body":"([^"]+)"', words)
    assert body
    other = base64.b64encode(bytes(8)).decode()
    files = {"dc_msg_key.json": words.replace(body[1], other.encode()), "DcTellMessage.json": b"[]"}
    head = request.body[: request.body.index(BOUNDARY) + len(BOUNDARY)]
    tail = request.body[request.body.rindex(b"\r\n------") :]
    changed = head + wire.archive(files) + tail
    headers = tuple(pair for pair in request.headers if pair[0] != "content-length")
    assert refusals("adups-2016", iter([request._replace(headers=headers, body=changed)])) == ["body: wrong padding"]
