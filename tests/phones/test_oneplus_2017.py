from __future__ import annotations

import base64

import msgspec
from msgspec import structs

from phonehome.model import Event
from phonehome.phones import oneplus, oneplus_2017
from phonehome.phones.clock import iso
from phonehome.phones.oneplus_2017 import KEYS, tell
from phonehome.phones.scene import Options, Scene, Told

# as published
SEEN_KEYS = (
    "ac av bl br bs co ga gc ge gn iac id im imei1 it la log ma mdmv mn nci ncn noi non not npc npn nwa nwb nwh nwl "
    "nws ov pcba rh ro romv rw sov ts tz"
)


Scalar = str | int | bool


class Upload(msgspec.Struct):
    ty: int
    dl: list[dict[str, Scalar | list[list[int]]]]


def opened(told: Told) -> Upload:
    """The wire undone by hand."""
    data, _, token = told.exchange.body.partition(b"&access_token=")
    assert data.startswith(b"data=")
    assert data.endswith(b"\n")
    assert len(token) == 36
    return msgspec.json.decode(base64.b64decode(data[5:]), type=Upload)


def uploads(scene: Scene) -> list[Told]:
    return [told for told in tell(scene) if told.exchange.url.endswith("/cloud/pushdata")]


def test_capture_begins_in_january_2017() -> None:
    assert iso(oneplus_2017.PROFILE.start) == "2017-01-09T00:00:00.000Z"


def test_request_is_as_it_was_seen(scene: Scene) -> None:
    exchange = uploads(scene)[0].exchange
    assert (exchange.method, exchange.url) == ("POST", "https://open.oneplus.net/cloud/pushdata")
    assert exchange.headers == (
        ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
        ("Connection", "Keep-Alive"),
        ("User-Agent", "okhttp/2.3.0"),
        ("Host", "open.oneplus.net"),
    )
    assert all(len(line) <= 81 for line in exchange.body.split(b"\n")[:-1])


def test_a_token_comes_before_every_upload(scene: Scene) -> None:
    urls = [told.exchange.url.rpartition("/")[2] for told in tell(scene)]
    assert urls[:2] == ["token", "pushdata"]
    times = [told.time for told in tell(scene)]
    assert times == sorted(times)


def test_device_information_has_exactly_the_published_keys(scene: Scene) -> None:
    assert " ".join(KEYS) == SEEN_KEYS
    samples = [sample for told in uploads(scene) if opened(told).ty == 1 for sample in opened(told).dl]
    assert len(samples) == 56
    assert {tuple(sample) for sample in samples} == {KEYS}


def test_each_stream_has_its_keys(scene: Scene) -> None:
    seen = {(upload.ty, " ".join(event)) for upload in map(opened, uploads(scene)) for event in upload.dl}
    assert seen == {
        (1, SEEN_KEYS),
        (2, "id pi si ts pn pvn pvc cn en aed sa it rv"),
        (3, "id en ts oed it rv"),
        (4, "id pn pvc tk it"),
    }


def test_activity_carries_process_and_time_as_session(scene: Scene) -> None:
    first, second = next(upload.dl[:2] for upload in map(opened, uploads(scene)) if upload.ty == 2)
    assert (first["en"], second["en"]) == ("start", "stop")
    assert first["si"] == second["si"] == f"{first['pi']}{first['ts']}"


def test_session_glues_the_version_to_the_package(scene: Scene) -> None:
    events = [event for upload in map(opened, uploads(scene)) if upload.ty == 4 for event in upload.dl]
    packages = {app.package + str(app.code) for app in scene.life.person.apps}
    assert {event["pn"] for event in events} <= packages
    assert all(str(event["pn"]).endswith(str(event["pvc"])) for event in events)


def test_every_planted_value_is_in_the_bytes(scene: Scene) -> None:
    for told in uploads(scene):
        upload = opened(told)
        text = base64.b64decode(told.exchange.body.partition(b"&")[0][5:]).decode()
        times = {iso(value): str(value) for value in _integers(upload) if value > 1 << 40}
        for kind, value in told.planted:
            *words, last = value.split(" ")
            found = [times[part] for part in last.split("/")] if kind.endswith(("_event", "usage")) else [value]
            names = words[-1:] if kind.endswith(("_event", "usage")) else []
            assert all(part in text for part in (*found, *names)), (kind, value)


def _integers(upload: Upload) -> list[int]:
    pairs = [time for event in upload.dl for pair in _list(event.get("tk")) for time in pair]
    return pairs + [value for event in upload.dl for value in event.values() if isinstance(value, int)]


def _list(value: Scalar | list[list[int]] | None) -> list[list[int]]:
    return value if isinstance(value, list) else []


def test_all_that_was_recorded_and_sent_is_planted(scene: Scene) -> None:
    planted = [value for told in uploads(scene) for kind, value in told.planted if kind == "screen_event"]
    events = [f"{event.name} {iso(event.start)}" for event in scene.life.screen if event.start >= scene.calendar.start]
    assert planted == events[: len(planted)]
    assert len(planted) > 500


def test_opting_out_stops_usage_only(scene: Scene) -> None:
    out = structs.replace(scene, options=Options(opted_out=True))
    assert {opened(told).ty for told in uploads(out)} == {1}
    assert {sample["iac"] for told in uploads(out) for sample in opened(told).dl} == {0}


def test_only_the_abnormal_restart_is_told(scene: Scene) -> None:
    time = scene.calendar.start + 1
    boots = (Event("reboot", time), Event("abnormal_reboot", time + 1))
    crashed = structs.replace(scene, life=structs.replace(scene.life, boots=boots))
    names = [event["en"] for upload in map(opened, uploads(crashed)) if upload.ty == 3 for event in upload.dl]
    assert names[0] == "abnormal_reboot"
    assert "reboot" not in names


def test_an_upload_with_nothing_to_say_is_not_made(scene: Scene) -> None:
    silent = structs.replace(scene.life, screen=(), sessions=(), boots=())
    kinds = {opened(told).ty for told in uploads(structs.replace(scene, life=silent))}
    tokens = [told for told in tell(structs.replace(scene, life=silent)) if told.exchange.url.endswith("token")]
    assert kinds == {1}
    assert len(tokens) == len(uploads(structs.replace(scene, life=silent)))


def test_before_the_first_sample_no_device_information_is_sent(scene: Scene) -> None:
    scenes = [structs.replace(scene, options=Options(seed=seed, opted_out=True)) for seed in range(10)]
    jobs = [sum(upload.stream == "device" for upload in oneplus.uploads(one)) for one in scenes]
    sent = [len(uploads(one)) for one in scenes]
    assert all(job - count in {0, 1} for job, count in zip(jobs, sent, strict=True))
    assert jobs != sent
