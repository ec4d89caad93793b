from __future__ import annotations

import base64
import hashlib
from itertools import pairwise
from urllib.parse import parse_qs

import msgspec
import pytest

from phonehome.phones.clock import HOUR, iso
from phonehome.phones.miui_analytics import PROFILE, device_id, md5
from phonehome.phones.scene import Scene, Told
from phones.scenes import scene_of, told_within


class Log(msgspec.Struct, forbid_unknown_fields=True):
    ei: str = msgspec.field(name="_ei_")
    ett: int = msgspec.field(name="_ett_")
    ev: str = msgspec.field(name="_ev_")


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    di: str = msgspec.field(name="_di_")
    imei: str
    app: str = msgspec.field(name="_app_")
    et: int = msgspec.field(name="_et_")
    version: str = msgspec.field(name="_miuiver_")
    model: str = msgspec.field(name="_mod_")
    logs: list[Log] = msgspec.field(name="_logs_")


@pytest.fixture(scope="module")
def week() -> Scene:
    return scene_of(PROFILE)


@pytest.fixture(scope="module")
def sent(week: Scene) -> list[Told]:
    return told_within(PROFILE, week)


def opened(told: Told) -> Batch:
    """The wire undone by hand."""
    form = parse_qs(told.exchange.body.decode(), strict_parsing=True)
    assert set(form) == {"t", "value", "s"}
    assert form["t"] == ["miui_apps"]
    assert len(bytes.fromhex(form["s"][0])) == 16
    return msgspec.json.decode(base64.b64decode(form["value"][0], validate=True), type=Batch)


def test_published_hashes_of_the_published_imei() -> None:
    assert device_id("490154203237518") == "l6IQUjLsyHVvA6Ap"
    assert md5("490154203237518") == "0eaed834a1e6f4b2bf0c024e0013dea1"


def test_capture_begins_on_a_monday() -> None:
    assert iso(PROFILE.start) == "2016-09-05T00:00:00.000Z"


def test_every_batch_goes_to_one_address(sent: list[Told]) -> None:
    assert {(told.exchange.method, told.exchange.url) for told in sent} == {
        ("POST", "https://tracking.miui.com/tracks")
    }


def test_one_imei_stands_in_two_hashed_forms_and_is_planted_plain(week: Scene, sent: list[Told]) -> None:
    imei = week.phone.imeis[0]
    sha1 = base64.urlsafe_b64encode(hashlib.sha1(imei.encode()).digest()).decode()[:16]
    assert {(batch.di, batch.imei) for batch in map(opened, sent)} == {(sha1, hashlib.md5(imei.encode()).hexdigest())}
    assert all(told.planted[0] == ("imei", imei) for told in sent)
    assert not any(imei.encode() in told.exchange.body for told in sent)


def test_what_is_planted_is_what_the_batch_says(sent: list[Told]) -> None:
    for told in sent:
        batch = opened(told)
        events = tuple(("app_usage", f"{log.ei} {log.ev} {iso(log.ett)}") for log in batch.logs)
        assert told.planted[1:] == (("device_model", batch.model), ("os_version", batch.version), *events)
        assert batch.et == 2


def test_every_start_and_stop_is_told_once(week: Scene, sent: list[Told]) -> None:
    told = [(log.ei, log.ett, log.ev) for one in sent for log in opened(one).logs]
    starts = [("start", session.start, session.app) for session in week.life.sessions]
    assert len(told) == len(set(told)) > 500
    assert {one for one in told if one[0] == "start"} <= set(starts)
    assert any(app == "com.miui.home" for _, _, app in told)


def test_batches_are_two_hours_apart_and_of_a_hundred_at_most(sent: list[Told]) -> None:
    assert max(len(opened(told).logs) for told in sent) <= 100
    gaps = [late.time - sooner.time for sooner, late in pairwise(sent)]
    assert all(gap < 60_000 or abs(gap / (2 * HOUR) - round(gap / (2 * HOUR))) < 0.06 for gap in gaps)
