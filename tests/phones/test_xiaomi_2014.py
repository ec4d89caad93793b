from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import pytest
from msgspec import structs

from phonehome.model import Event
from phonehome.phones import logs
from phonehome.phones.clock import DAY, HOUR, MINUTE, iso
from phonehome.phones.scene import Options, Scene, Told
from phonehome.phones.xiaomi_2014 import PROFILE
from phones.scenes import scene_of, told_within


@pytest.fixture(scope="module")
def month() -> Scene:
    return scene_of(PROFILE, Options(days=28))


@pytest.fixture(scope="module")
def sent(month: Scene) -> list[Told]:
    return told_within(PROFILE, month)


def of_path(sent: list[Told], path: str) -> list[Told]:
    return [told for told in sent if urlsplit(told.exchange.url).path == path]


def form(told: Told) -> dict[str, str]:
    return dict(parse_qsl(told.exchange.body.decode(), strict_parsing=True))


def test_capture_begins_on_a_monday() -> None:
    assert iso(PROFILE.start) == "2014-08-04T00:00:00.000Z"


def test_nothing_is_encrypted(sent: list[Told]) -> None:
    assert {told.exchange.url.rpartition("com/")[0] for told in sent} == {"http://api.account.xiaomi."}


def test_every_planted_value_stands_in_the_form(sent: list[Told]) -> None:
    assert all(tuple(value for _, value in told.planted) == tuple(form(told).values()) for told in sent)


def test_the_phone_says_who_it_is(month: Scene, sent: list[Told]) -> None:
    phone = month.phone
    said = {"carrier": "EE", "imei": phone.imeis[0], "phone": phone.number, "imsi": phone.imsi}
    reports = of_path(sent, "/pass/device")
    assert all(form(told) == said for told in reports)
    assert [kind for kind, _ in reports[0].planted] == ["operator", "imei", "phone_number", "imsi"]


def test_without_mi_cloud_the_imsi_is_not_told(month: Scene) -> None:
    out = structs.replace(month, options=Options(days=28, opted_out=True))
    assert "imsi" not in {key for told in told_within(PROFILE, out) for key in form(told)}


def test_abroad_the_carrier_is_another_one(month: Scene) -> None:
    abroad = structs.replace(month, options=Options(days=28, roaming=True))
    assert {form(told)["carrier"] for told in of_path(told_within(PROFILE, abroad), "/pass/device")} == {"Orange F"}


def test_reports_come_at_set_up_once_a_day_and_after_a_restart(month: Scene) -> None:
    start = month.calendar.start
    times = [told.time for told in of_path(told_within(PROFILE, _restarting(month, ())), "/pass/device")]
    assert times[0] == start + MINUTE
    assert all(abs(late - sooner - DAY) < 2 * HOUR for sooner, late in pairwise(times[1:]))
    boot = Event("reboot", start + 5 * HOUR)
    again = [told.time for told in of_path(told_within(PROFILE, _restarting(month, (boot,))), "/pass/device")]
    assert set(again) - set(times) == {boot.start + MINUTE}


def _restarting(scene: Scene, boots: tuple[Event, ...]) -> Scene:
    return structs.replace(scene, life=structs.replace(scene.life, boots=boots))


def test_who_wrote_is_told_and_who_was_written_to_is_not(month: Scene, sent: list[Told]) -> None:
    texts = list(logs.texts(month.life, 1))
    received = [text.number for text in texts if text.received and text.time > month.calendar.start]
    assert len(received) < len(texts)
    assert [told.planted for told in of_path(sent, "/pass/sms/received")] == [
        (("message", number),) for number in received
    ]


def test_contacts_that_are_added_are_told(month: Scene, sent: list[Told]) -> None:
    contacts = [contact.number for _, contact in sorted(logs.added(month.life, 1), key=lambda pair: pair[0])]
    assert contacts != []
    assert [told.planted for told in of_path(sent, "/pass/contact/add")] == [
        (("contact", number),) for number in contacts
    ]
