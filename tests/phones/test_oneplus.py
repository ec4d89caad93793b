from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qs

import pytest
from msgspec import structs

from phonehome.phones import oneplus
from phonehome.phones.clock import HOUR, Calendar
from phonehome.phones.oneplus import SENT, Link, Upload, link, samples, token_request, uploads
from phonehome.phones.scene import Options, Scene
from phonehome.phones.stays import Stay


def choosing(scene: Scene, *, opted_out: bool = False, roaming: bool = False) -> Scene:
    return structs.replace(scene, options=Options(opted_out=opted_out, roaming=roaming))


def staying(scene: Scene, place: str) -> Scene:
    stay = Stay(place, scene.calendar.start - HOUR, scene.calendar.end)
    return structs.replace(scene, life=structs.replace(scene.life, stays=(stay,)))


@pytest.mark.parametrize(
    ("where", "joined", "streams"),
    [
        ("wifi", True, {"device", "usage"}),
        ("wifi", False, {"device"}),
        ("mobile", True, {"device"}),
        ("mobile", False, {"device"}),
        ("roaming", True, set()),
        ("roaming", False, set()),
    ],
)
def test_each_cell_of_the_opt_out_table(scene: Scene, where: Link, joined: bool, streams: set[str]) -> None:  # noqa: FBT001
    placed = staying(scene, "home" if where == "wifi" else "town")
    chosen = choosing(placed, opted_out=not joined, roaming=where == "roaming")
    assert set(SENT[where, joined]) == streams
    assert {upload.stream for upload in uploads(chosen)} == streams


@pytest.mark.parametrize(
    ("place", "roaming", "expected"),
    [("home", False, "wifi"), ("home", True, "wifi"), ("town", False, "mobile"), ("way", True, "roaming")],
)
def test_a_place_decides_the_link(scene: Scene, place: str, roaming: bool, expected: Link) -> None:  # noqa: FBT001
    chosen = choosing(staying(scene, place), roaming=roaming)
    assert link(chosen, scene.calendar.start) == expected


def test_the_job_runs_every_four_hours_and_usage_is_delayed(scene: Scene) -> None:
    done = list(uploads(staying(scene, "home")))
    device = [upload.time for upload in done if upload.stream == "device"]
    usage = [upload.time for upload in done if upload.stream == "usage"]
    assert {later - sooner for sooner, later in pairwise(device)} == {4 * HOUR}
    assert len(device) == len(usage) == 42
    assert all(0 < late - sooner < 1.01 * HOUR for sooner, late in zip(device, usage, strict=True))


def test_nothing_is_sent_twice_and_nothing_is_left_out(scene: Scene) -> None:
    usage = [upload for upload in uploads(scene) if upload.stream == "usage"]
    assert usage[0].since == scene.calendar.start
    assert all(one.time == other.since for one, other in pairwise(usage))


def test_usage_waits_for_wifi(scene: Scene) -> None:
    assert all(link(scene, upload.time) == "wifi" for upload in uploads(scene) if upload.stream == "usage")


def test_what_is_too_old_is_dropped(scene: Scene) -> None:
    start = scene.calendar.start
    month = structs.replace(scene, calendar=Calendar(start, 20))
    away = Stay("town", start, start + 15 * 24 * HOUR)
    home = Stay("home", away.end, month.calendar.end)
    gone = structs.replace(month, life=structs.replace(scene.life, stays=(away, home)))
    first = next(upload for upload in uploads(gone) if upload.stream == "usage")
    assert first.since == first.time - oneplus.TOO_OLD > start


def test_device_information_is_taken_every_three_hours(scene: Scene) -> None:
    taken = [time for upload in uploads(scene) if upload.stream == "device" for time in samples(scene, upload)]
    assert {later - sooner for sooner, later in pairwise(taken)} == {3 * HOUR}
    assert samples(scene, Upload("device", taken[0], taken[0])) == []
    assert samples(scene, Upload("device", taken[0], taken[0] + 1)) == [taken[0]]
    assert samples(scene, Upload("device", scene.calendar.start, taken[0])) == []


def test_a_token_is_asked_for_with_the_clients_secret(scene: Scene) -> None:
    told = token_request(scene, Upload("device", 0, scene.calendar.start), (("Host", oneplus.HOST),))
    exchange = told.exchange
    form = parse_qs(exchange.body.decode(), strict_parsing=True)
    assert (exchange.method, exchange.url) == ("POST", "https://open.oneplus.net/oauth/token")
    assert exchange.response is not None
    assert exchange.response.size == 113
    assert set(form) == {"client_id", "grant_type", "client_secret", "scope"}
    assert form["grant_type"] == ["client_credentials"]
    assert (told.time, told.planted) == (scene.calendar.start, ())


def test_every_upload_has_a_token_of_its_own(scene: Scene) -> None:
    done = list(uploads(scene))
    assert len({oneplus.access_token(scene, upload) for upload in done}) == len(done)
