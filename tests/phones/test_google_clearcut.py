from __future__ import annotations

import gzip
from itertools import pairwise
from statistics import mean

import brotlicffi
import pytest
from msgspec import structs

from phonehome.model import Event
from phonehome.phones import logs
from phonehome.phones.clock import HOUR, MINUTE, iso
from phonehome.phones.google_clearcut import FIREBASE, NAMES, PROFILE, usages
from phonehome.phones.google_messages import Usage
from phonehome.phones.scene import Options, Scene, Told
from phones.scenes import block, delimited, header, host, scene_of, told_within, walked


@pytest.fixture(scope="module")
def days() -> Scene:
    return scene_of(PROFILE, Options(days=3))


@pytest.fixture(scope="module")
def sent(days: Scene) -> list[Told]:
    return told_within(PROFILE, days)


def to(sent: list[Told], name: str) -> list[Told]:
    return [told for told in sent if host(told) == name]


def plain(told: Told) -> bytes:
    packed = told.exchange.body
    if dict(told.exchange.headers).get("Content-Encoding") == "br":
        return bytes(brotlicffi.decompress(packed))
    return gzip.decompress(packed)


def entries(told: Told, source: bytes) -> list[bytes]:
    """The entries of a log source in a batch."""
    events = [walked(block(event)) for event in walked(plain(told))[1]]
    return [entry for event in events if event[6] == [source] for entry in delimited(block(event[5][0]))]


def test_capture_begins_on_a_monday() -> None:
    assert iso(PROFILE.start) == "2021-03-01T00:00:00.000Z"


def test_three_addresses_are_asked(sent: list[Told]) -> None:
    assert {told.exchange.url for told in sent} == {
        "https://play.googleapis.com/log/batch",
        "https://android.clients.google.com/checkin",
        "https://app-measurement.com/a",
    }


def test_a_contact_comes_about_every_255_seconds(sent: list[Told]) -> None:
    times = [told.time for told in to(sent, "play.googleapis.com")]
    gaps = [late - sooner for sooner, late in pairwise(times)]
    assert abs(mean(gaps) - 255_000) < 5_000
    assert 200_000 < min(gaps) < max(gaps) < 310_000


def test_batches_are_gzip_or_brotli(sent: list[Told]) -> None:
    codings = [header(told, "Content-Encoding") for told in to(sent, "play.googleapis.com")]
    assert 0.15 < codings.count("br") / len(codings) < 0.45
    assert set(codings) == {"br", "gzip"}


def test_usage_reports_are_planted_in_plain_words(sent: list[Told]) -> None:
    for told in to(sent, "play.googleapis.com"):
        reports = [walked(entry) for entry in entries(told, b"LB_AS")]
        texts = []
        for report in reports:
            (kind,), (time,) = report[1], report[2]
            assert isinstance(kind, int)
            assert isinstance(time, int)
            app = [block(report[3][0]).decode()] if 3 in report else []
            texts.append(" ".join([NAMES[kind], *app, iso(time)]))
        behaviour = [value for kind, value in told.planted if kind in {"app_usage", "screen_event", "boot_event"}]
        assert behaviour == texts


def test_every_use_is_reported_once(days: Scene, sent: list[Told]) -> None:
    contacts = to(sent, "play.googleapis.com")
    reported = [value for told in contacts for kind, value in told.planted if kind == "app_usage"]
    starts = [
        f"start {session.app} {iso(session.start)}"
        for session in days.life.sessions
        if days.calendar.start <= session.start < contacts[-1].time
    ]
    assert [value for value in reported if value.startswith("start ")] == starts
    assert len(starts) > 100


def test_screen_lock_and_restart_are_reported(days: Scene) -> None:
    boot = Event("reboot", days.calendar.start)
    lights = days.life.lights[:2]
    life = structs.replace(days.life, boots=(boot,), lights=lights, sessions=())
    expected = [Usage(boot.start, 26), Usage(boot.start + 40_000, 27)]
    for light in lights:
        expected += [Usage(light.on, 15), Usage(light.off, 16)]
        expected += [Usage(light.unlock, 18), Usage(light.off, 17)] if light.unlock else []
    assert usages(structs.replace(days, life=life)) == sorted(expected, key=lambda usage: usage.time)


def test_every_contact_says_which_phone_it_is(days: Scene, sent: list[Told]) -> None:
    contacts = to(sent, "play.googleapis.com")
    assert all(told.planted[0] == ("gsf_id", days.phone.gsf_id) for told in contacts)
    assert {dict(told.planted)["other_identifier"][:4] for told in contacts} == {"NID="}


def test_messages_are_reported_hashed_and_not_planted(days: Scene, sent: list[Told]) -> None:
    contacts = to(sent, "play.googleapis.com")
    reported = [walked(entry)[1][0] for told in contacts for entry in entries(told, b"MESSAGES_INVENTED")]
    texts = sorted(text.time for text in logs.texts(days.life, 1))
    assert reported == [time for time in texts if days.calendar.start <= time < contacts[-1].time] != []
    assert "message" not in {kind for told in sent for kind, _ in told.planted}


def test_checkin_comes_twice_a_day_and_after_a_restart(days: Scene) -> None:
    calm = structs.replace(days, life=structs.replace(days.life, boots=()))
    times = [told.time for told in to(told_within(PROFILE, calm), "android.clients.google.com")]
    assert all(abs(late - sooner - 12 * HOUR) < HOUR for sooner, late in pairwise(times))
    boot = Event("reboot", days.calendar.start + HOUR)
    restarted = structs.replace(days, life=structs.replace(days.life, boots=(boot,)))
    again = [told.time for told in to(told_within(PROFILE, restarted), "android.clients.google.com")]
    assert set(again) - set(times) == {boot.start + 2 * MINUTE}


def test_checkin_tells_who_the_phone_is(sent: list[Told]) -> None:
    told = to(sent, "android.clients.google.com")[0]
    said = walked(plain(told))
    assert [kind for kind, _ in told.planted] == ["imei", "gsf_id", "mac_address", "email", "timezone", "serial"]
    assert said[2] == [int(told.planted[1][1], 16)]
    assert [block(said[number][0]).decode() for number in (1, 9, 11, 12, 16)] == [
        value for kind, value in told.planted if kind != "gsf_id"
    ]


def test_firebase_calls_its_gzip_a_form(days: Scene, sent: list[Told]) -> None:
    measured = to(sent, "app-measurement.com")
    packages = {block(walked(block(walked(plain(told))[1][0]))[14][0]).decode() for told in measured}
    assert packages <= set(FIREBASE) & {app.package for app in days.life.person.apps}
    assert {header(told, "Content-Type") for told in measured} == {"application/x-www-form-urlencoded"}
    assert all("Content-Encoding" not in dict(told.exchange.headers) for told in measured)
    assert packages != set()


def test_opting_out_changes_the_consent_state_and_nothing_else(days: Scene, sent: list[Told]) -> None:
    out = told_within(PROFILE, structs.replace(days, options=Options(days=3, opted_out=True)))
    assert [told.time for told in out] == [told.time for told in sent]
    changed = {pair for one, other in zip(sent, out, strict=True) for pair in set(one.planted) ^ set(other.planted)}
    assert changed == {("consent_state", "G111"), ("consent_state", "G100")}
