from __future__ import annotations

import gzip
import re
import uuid
from collections.abc import Iterator
from itertools import pairwise

import msgspec
import pytest
from msgspec import structs

from phonehome.model import Event
from phonehome.phones import oneplus_odm
from phonehome.phones.clock import iso
from phonehome.phones.oneplus_firmware import KEYS_A, KEYS_B
from phonehome.phones.oneplus_odm import tell_a, tell_b
from phonehome.phones.scene import Options, Profile, Scene, Told

DEVICE, ACTIVITIES, SYSTEM = 1_000_000_001, 1_000_000_002, 1_000_000_003


class Payload(msgspec.Struct, forbid_unknown_fields=True):
    pn: str
    pvc: str
    en: str
    ts: int
    oi: dict[str, str | int | bool]
    rv: str


class Envelope(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    mn: str
    ov: str
    romv: str
    av: str
    la: str
    noi: str
    appid: int
    ode: list[Payload]
    im: str = ""
    im1: str = ""
    chs: str = ""
    ch1: str = ""


def decode(token: str) -> str:
    shift = int(token[-1])
    text = "".join(str(ord(letter) - ord("a") - shift) for letter in token[:-1])
    extra, turn, turned = int(text[-2]), int(text[-1]), text[:-2]
    return (turned[-turn:] + turned[:-turn])[:-extra]


def opened(told: Told) -> Envelope:
    """The wire undone by hand."""
    assert told.exchange.body[:2] == b"\x1f\x8b"
    return msgspec.json.decode(gzip.decompress(told.exchange.body), type=Envelope)


def pushes(told: Iterator[Told]) -> list[Told]:
    return [one for one in told if one.exchange.url == "https://open.oneplus.net/cloud/push"]


def eventful(scene: Scene) -> Scene:
    """A scene with every kind of event of the system early in it, while the phone is on Wi-Fi."""
    time, app = scene.calendar.start, scene.life.sessions[0].app
    boots = tuple(Event(name, time) for name in ("reboot", "abnormal_reboot", "kernel_panic", "hardware_watchdog"))
    crashes = tuple(Event(name, time, app=app) for name in ("crash", "anr", "system_app_crash", "system_app_anr"))
    return structs.replace(scene, life=structs.replace(scene.life, boots=boots, crashes=crashes))


@pytest.mark.parametrize(
    ("profile", "start"), [(oneplus_odm.A, "2017-06-05T00:00:00.000Z"), (oneplus_odm.B, "2017-10-16T00:00:00.000Z")]
)
def test_captures_begin_when_the_firmware_was_out(profile: Profile, start: str) -> None:
    assert iso(profile.start) == start


def test_headers_are_those_of_the_client(scene: Scene) -> None:
    push = pushes(tell_a(scene))[0]
    headers = dict(push.exchange.headers)
    assert headers["Content-Type"] == "OneplusSpecialContentType"
    assert headers["createTime"] == str(push.time)
    assert headers["timeZone"] == "GMT+0000"
    assert headers["version"] == "ONEPLUS A3003_16_170525"
    assert uuid.UUID(headers["requestId"]).version == 4
    assert re.fullmatch("[0-9a-f-]{36}", headers["access_token"])
    assert "Content-Encoding" not in headers


def test_envelope_of_a_has_the_imeis_and_that_of_b_their_code(scene: Scene) -> None:
    both = ",".join(scene.phone.imeis)
    plain, coded = opened(pushes(tell_a(scene))[0]), opened(pushes(tell_b(scene))[0])
    assert (plain.im, plain.im1, plain.chs, plain.ch1) == (both, scene.phone.imeis[0], "", "")
    assert (coded.im, coded.im1, decode(coded.ch1)) == ("", "", scene.phone.imeis[0])
    assert tuple(map(decode, coded.chs.split(","))) == scene.phone.imeis
    assert plain.noi == "23430"


def test_device_information_has_exactly_its_firmwares_keys(scene: Scene) -> None:
    for told, keys in ((tell_a(scene), KEYS_A), (tell_b(scene), KEYS_B)):
        device = [envelope for envelope in map(opened, pushes(told)) if envelope.appid == DEVICE]
        assert len(device) == 56
        assert {len(envelope.ode) for envelope in device} == {1}
        assert {tuple(envelope.ode[0].oi) for envelope in device} == {keys}


def test_tokens_of_the_code_never_repeat_but_decode_to_one_imei(scene: Scene) -> None:
    envelopes = [opened(told) for told in pushes(tell_b(scene))]
    tokens = [envelope.ch1 for envelope in envelopes]
    tokens += [str(envelope.ode[0].oi["ch1"]) for envelope in envelopes if envelope.appid == DEVICE]
    assert len(set(tokens)) > 0.8 * len(tokens)
    assert {decode(token) for token in tokens} == {scene.phone.imeis[0]}


def test_imeis_behind_the_code_are_planted(scene: Scene) -> None:
    planted = [{value for kind, value in told.planted if kind == "imei"} for told in pushes(tell_b(scene))]
    assert planted == [set(scene.phone.imeis)] * len(planted)


def test_usage_comes_in_hundreds(scene: Scene) -> None:
    envelopes = [opened(told) for told in pushes(tell_a(scene))]
    assert max(len(envelope.ode) for envelope in envelopes) == 100
    assert {envelope.appid for envelope in envelopes} >= {DEVICE, ACTIVITIES, SYSTEM}


def test_events_of_the_system_have_their_streams_and_details(scene: Scene) -> None:
    app = next(one for one in scene.life.person.apps if one.package == scene.life.sessions[0].app)
    about = {"pn": app.package, "fg": "1", "pvn": app.version, "pvc": str(app.code), "ro": "0"}
    envelopes = [opened(told) for told in pushes(tell_a(eventful(scene)))]
    seen = {
        payload.en: (envelope.appid, payload.pn, payload.pvc, payload.oi)
        for envelope in envelopes
        if envelope.appid >= SYSTEM
        for payload in envelope.ode
    }
    assert seen == {
        "screen_on": (1_000_000_003, "", "", {}),
        "screen_off": (1_000_000_003, "", "", {}),
        "unlock": (1_000_000_003, "", "", {}),
        "reboot": (1_000_000_003, "", "", {}),
        "abnormal_reboot": (1_000_000_003, "", "", {"isroot": "0"}),
        "kernel_panic": (1_000_000_003, "", "", {}),
        "hardware_watchdog": (1_000_000_003, "", "", {}),
        "crash": (1_000_000_004, "", "", about),
        "anr": (1_000_000_004, "", "", about),
        "system_app_crash": (1_000_000_005, "", "", about),
        "system_app_anr": (1_000_000_005, "", "", about),
    }


def test_every_planted_value_is_in_the_exchange(scene: Scene) -> None:
    for told in pushes(tell_a(eventful(scene))):
        headers = "\n".join(value for _, value in told.exchange.headers)
        text = gzip.decompress(told.exchange.body).decode() + headers
        times = {iso(payload.ts): str(payload.ts) for payload in opened(told).ode}
        for kind, value in told.planted:
            told_by_time = kind.endswith(("_event", "usage"))
            parts = [*value.split(" ")[:-1], times[value.split(" ")[-1]]] if told_by_time else [value]
            assert all(part in text for part in parts), (kind, value)


def test_firmware_b_plants_no_phone_number_mac_or_network(scene: Scene) -> None:
    kinds = {kind for told in pushes(tell_b(scene)) for kind, _ in told.planted}
    assert not kinds & {"phone_number", "mac_address", "ssid", "bssid", "cell_id", "battery"}
    assert kinds >= {"serial", "imei", "email", "operator", "consent_state"}


def test_opting_out_stops_usage_only(scene: Scene) -> None:
    out = structs.replace(scene, options=Options(opted_out=True))
    envelopes = [opened(told) for told in pushes(tell_b(out))]
    assert {envelope.appid for envelope in envelopes} == {DEVICE}
    assert {envelope.ode[0].oi["iac"] for envelope in envelopes} == {0}


def test_a_token_comes_before_each_upload_and_none_without_one(scene: Scene) -> None:
    silent = structs.replace(scene, life=structs.replace(scene.life, screen=(), sessions=(), boots=(), crashes=()))
    urls = [told.exchange.url.rpartition("/")[2] for told in tell_a(silent)]
    tokens = [push for token, push in pairwise(urls) if token == "token"]
    assert urls[0] == "token"
    assert set(tokens) == {"push"}
    assert {opened(told).appid for told in pushes(tell_a(silent))} == {DEVICE}
