from __future__ import annotations

import hashlib
import re

import pytest

from phonehome.phones import google_clearcut
from phonehome.phones import google_messages as messages
from phonehome.phones.chance import stream
from phonehome.phones.clock import HOUR
from phonehome.phones.google_messages import Event, Usage
from phonehome.phones.logs import Text
from phonehome.phones.scene import Options, Scene
from phones.scenes import block, delimited, scene_of, walked

TIME = 1_614_556_800_123


@pytest.fixture(scope="module")
def day() -> Scene:
    return scene_of(google_clearcut.PROFILE, Options(days=1))


def test_device_has_the_decoded_fields(day: Scene) -> None:
    device = walked(messages.message(messages.device(day)))
    assert list(device) == [1, 3, 4, 6, 9, 10, 11, 12, 13, 14, 16, 17] == list(messages.DEVICE_KINDS)
    assert device[1] == [int(day.phone.gsf_id, 16)]
    assert (device[10], device[12]) == ([b"23430"], [b"GB"])


def test_numbers_are_planted_as_their_owner_knows_them(day: Scene) -> None:
    planted = messages.planted(messages.device(day), messages.DEVICE_KINDS)
    assert planted[:2] == (("gsf_id", day.phone.gsf_id), ("os_version", "30"))
    measured = messages.planted(messages.measured(day, "com.Slack"), messages.MEASURED_KINDS)
    assert ("android_id", day.phone.android_id) in measured


def test_checkin_has_no_meid(day: Scene) -> None:
    checkin = walked(messages.message(messages.checkin(day, day.calendar.start)))
    phone = day.phone
    assert checkin == {
        1: [phone.imeis[0].encode()],
        2: [int(phone.gsf_id, 16)],
        9: [phone.mac.replace(":", "").encode()],
        11: [day.life.person.email.encode()],
        12: [b"Europe/London"],
        16: [phone.serial.encode()],
    }


@pytest.mark.parametrize(("opted_out", "state"), [(False, b"G111"), (True, b"G100")])
def test_bundle_carries_every_id_and_the_choice(opted_out: bool, state: bytes) -> None:  # noqa: FBT001
    scene = scene_of(google_clearcut.PROFILE, Options(days=1, opted_out=opted_out))
    bundle = walked(messages.message(messages.measured(scene, "com.Slack")))
    assert list(bundle) == [14, 19, 21, 30, 36, 52]
    assert (bundle[14], bundle[36], bundle[52]) == ([b"com.Slack"], [int(scene.phone.android_id, 16)], [state])
    assert re.fullmatch(b"[0-9a-f]{32}", block(bundle[21][0]))
    assert re.fullmatch(b"[c-f][A-Za-z0-9_-]{21}", block(bundle[30][0]))


def test_batch_holds_events_with_header_and_entries(day: Scene) -> None:
    outer = walked(messages.batch(day, TIME, [Event("LB_AS", [b"\x08\x01", b""]), Event("OTHER", [])]))
    assert (len(outer[1]), outer[3]) == (2, [1])
    event = walked(block(outer[1][0]))
    header = walked(block(event[1][0]))
    assert (list(event), list(header)) == ([1, 4, 5, 6, 7], [2, 12])
    assert (header[12], event[4], event[6]) == ([TIME], [TIME], [b"LB_AS"])
    assert list(delimited(block(event[5][0]))) == [b"\x08\x01", b""]
    assert walked(block(header[2][0]))[4] == [b"Pixel 2"]
    assert block(event[7][0]).decode() == messages.cookie(1)


def test_usage_names_the_app_where_there_is_one() -> None:
    assert walked(messages.usage(Usage(TIME, 1, "com.Slack", "com.Slack.Home"))) == {
        1: [1],
        2: [TIME],
        3: [b"com.Slack"],
        4: [b"com.Slack.Home"],
    }
    assert walked(messages.usage(Usage(TIME, 15))) == {1: [15], 2: [TIME]}


@pytest.mark.parametrize("words", ["Rent is due", "café", ""])
def test_message_is_a_signed_hash_of_words_and_hour(words: str) -> None:
    said = walked(messages.text(Text("07700900123", TIME, received=True, words=words)))
    digest = hashlib.sha256(f"{words}{TIME // HOUR}".encode()).digest()[:8]
    assert said == {1: [TIME], 2: [int.from_bytes(digest, "big")]}


def test_counters_name_nothing_but_hashes() -> None:
    event = messages.counters(stream(1, "counters"))
    assert event.source in messages.COUNTER_SOURCES
    assert all(list(walked(entry)) in ([1, 2], [3]) for entry in event.entries)
