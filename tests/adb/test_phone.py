from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adb.recordings import ONEPLUS_6, PIXEL_10, SAMSUNG_14, parcel
from phonehome.adb.phone import COMMANDS, Answers, read
from phonehome.knowledge.load import load
from phonehome.model import Owner
from phonehome.owner import parse
from phonehome.owner_toml import write

KNOWLEDGE = load()
RECORDED = (ONEPLUS_6, PIXEL_10, SAMSUNG_14)


def found(**answers: str) -> dict[str, tuple[str, ...]]:
    return read(answers, KNOWLEDGE).owner.values


def test_an_android_6_tells_all() -> None:
    phone = read(ONEPLUS_6, KNOWLEDGE)
    assert phone.name == "OnePlus ONE A2003, Android 6.0.1"
    assert phone.owner == Owner(
        {
            "imei": ("490154203237518",),
            "serial": ("258cfeb1",),
            "mac_address": ("94:65:2d:11:22:33",),
            "bluetooth_mac": ("94:65:2d:11:22:34",),
            "imsi": ("234300123456789",),
            "iccid": ("8944301234567890123",),
            "phone_number": ("+447700900123", "07700900123"),
            "ssid": ("Mustermann 5G", "Cafe, am Eck"),
            "bssid": ("00:11:32:aa:bb:cc",),
            "local_ip": ("192.168.178.23",),
            "public_ip": ("2001:db8:1:2:9665:2dff:fe11:2233",),
            "android_id": ("8f14e45fceea167a",),
            "account_id": ("anna_musterm",),
            "device_name": ("Anna's OnePlus 2",),
            "email": ("anna@example.org",),
            "name": ("Anna Mustermann",),
        },
        "GB",
        "Europe/London",
    )


def test_an_android_10_keeps_its_numbers_back() -> None:
    phone = read(PIXEL_10, KNOWLEDGE)
    assert phone.owner == Owner(
        {
            "serial": ("99171FFAZ00A1B",),
            "mac_address": ("da:a1:19:0a:0b:0c",),
            "bluetooth_mac": ("40:4e:36:0a:0b:0c",),
            "local_ip": ("10.45.12.7",),
            "android_id": ("1f0e3dad99908345",),
        },
        "DE",
        "Europe/Berlin",
    )
    assert "imei: not readable without root since Android 10; dial *#06# and add it here" in phone.notes


def test_an_android_14_tells_some() -> None:
    phone = read(SAMSUNG_14, KNOWLEDGE)
    assert phone.owner == Owner(
        {
            "imei": ("352099001761481",),
            "serial": ("RFCTA0BCDEF", "R5CTA0BCDEF"),
            "mac_address": ("a8:76:50:01:02:03", "5e:0f:1a:2b:3c:4d"),
            "imsi": ("232011234567890",),
            "iccid": ("89430100001234567895",),
            "phone_number": ("+436641234567",),
            "ssid": ("Mustermann 5G",),
            "bssid": ("00:11:32:aa:bb:cc",),
            "local_ip": ("192.168.178.40", "fd00::5c0f:1aff:fe2b:3c4d"),
            "android_id": ("c81e728d9d4c2f63",),
            "device_name": ("Annas S23",),
            "email": ("anna@example.org",),
        },
        "AT",
        "Europe/Vienna",
    )
    assert any(note.startswith("bluetooth_mac: not readable without root since Android 12") for note in phone.notes)


@pytest.mark.parametrize("answers", RECORDED)
def test_what_is_written_is_read_back(answers: Answers) -> None:
    phone = read(answers, KNOWLEDGE)
    assert parse(write(phone.owner, phone.notes), KNOWLEDGE) == phone.owner
    assert set(answers) == set(COMMANDS)


def test_a_phone_that_says_nothing_is_still_a_phone() -> None:
    phone = read({}, KNOWLEDGE)
    assert (phone.name, phone.owner) == ("an unnamed phone", Owner())


@pytest.mark.parametrize(
    "answers",
    [
        {"android_id": "null\n"},
        {"android_id": "Exception occurred while executing 'get':\n"},
        {"device_name": "two\nlines"},
        {"phone": parcel("000000000000000")},
        {"phone": parcel("352099001761482")},
        {"phone": parcel("12345")},
        {"wifi": "mWifiInfo SSID: <unknown ssid>, BSSID: 02:00:00:00:00:00, MAC: 02:00:00:00:00:00"},
        {"wifi": 'mWifiInfo SSID: "", BSSID: <none>'},
        {"account": "Account {name=x, type=com.example}"},
        {"getprop": "[ro.serialno]: [unknown]\n[ro.build.version.sdk]: [R]\n[persist.sys.timezone]: [Mars/Olympus]\n"},
        {"siminfo": "Row: 0 number=, icc_id=8944[****], imsi=null"},
    ],
)
def test_placeholders_and_impossible_values_are_left_out(answers: dict[str, str]) -> None:
    assert read(answers, KNOWLEDGE).owner == Owner()


def test_old_androids_named_the_imei_in_a_dump() -> None:
    dump = "Phone Subscriber Info:\n  Phone Type = GSM\n  Device ID = 490154203237518\n"
    assert found(iphonesubinfo=dump) == {"imei": ("490154203237518",)}


def test_an_imsi_is_told_from_an_imei_by_its_network() -> None:
    answers = {"phone": parcel("234300123456789"), "getprop": "[gsm.sim.operator.numeric]: [23430,]\n"}
    assert found(**answers) == {"imsi": ("234300123456789",)}


def test_the_code_of_a_card_may_end_in_a_filler() -> None:
    assert found(phone=parcel("8944301234567890123F")) == {"iccid": ("8944301234567890123",)}


def test_a_phone_without_sim_has_the_network_as_its_region() -> None:
    assert read({"getprop": "[gsm.operator.iso-country]: [,fr]\n"}, KNOWLEDGE).owner.region == "FR"


@given(st.dictionaries(st.sampled_from(list(COMMANDS)), st.text(max_size=200)))
def test_any_answers_make_a_file_that_is_accepted(answers: dict[str, str]) -> None:
    phone = read(answers, KNOWLEDGE)
    assert parse(write(phone.owner, phone.notes), KNOWLEDGE) == phone.owner
