from __future__ import annotations

import pytest

from phonehome.adb.notes import is_random, notes

HAND = "name, address, birth_date, contact, location: no command knows them; add what you want to look for"
STATUS = "Settings > About phone > Status"
ALL = (
    "imei",
    "serial",
    "mac_address",
    "bluetooth_mac",
    "imsi",
    "iccid",
    "phone_number",
    "ssid",
    "advertising_id",
    "gsf_id",
    "email",
)


def missing(kind: str, level: int) -> str:
    told = list(notes({other: ("00:11:32:00:00:00",) for other in ALL if other != kind}, level))
    return told[0] if told != [HAND] else ""


@pytest.mark.parametrize(
    ("kind", "level", "note"),
    [
        ("imei", 23, "imei: the phone did not tell it; dial *#06# and add it here"),
        ("imei", 29, "imei: not readable without root since Android 10; dial *#06# and add it here"),
        (
            "bluetooth_mac",
            31,
            f"bluetooth_mac: not readable without root since Android 12; look into {STATUS} and add it here",
        ),
        (
            "advertising_id",
            23,
            "advertising_id: not readable without root; look into Settings > Google > Ads and add it here",
        ),
        ("email", 34, "email: the phone did not tell it; look into Settings > Accounts and add it here"),
        (
            "advertising_id",
            0,
            "advertising_id: the phone did not tell it; look into Settings > Google > Ads and add it here",
        ),
    ],
)
def test_what_is_missing_has_a_way_to_it(kind: str, level: int, note: str) -> None:
    assert missing(kind, level) == note


def test_where_nothing_is_missing_the_person_is_still_unknown() -> None:
    assert list(notes(dict.fromkeys(ALL, ("00:11:32:00:00:00",)), 34)) == [HAND]
    known = dict.fromkeys((*ALL, "name"), ("00:11:32:00:00:00",))
    assert list(notes(known, 34)) == [HAND.removeprefix("name, ")]


@pytest.mark.parametrize(("level", "said"), [(0, True), (25, False), (26, True)])
def test_an_android_id_is_said_to_be_one_of_many(level: int, *, said: bool) -> None:
    told = list(notes({"android_id": ("8f14e45fceea167a",)}, level))
    assert any(note.startswith("android_id: since Android 8") for note in told) is said


def test_a_random_address_is_named() -> None:
    told = list(notes({"mac_address": ("a8:76:50:01:02:03", "5e:0f:1a:2b:3c:4d")}, 34))
    assert "mac_address: 5e:0f:1a:2b:3c:4d is made up for the Wi-Fi of the moment (Android 10 and later)" in told


def test_the_second_bit_says_who_made_an_address() -> None:
    assert [is_random(address) for address in ("02:00:00", "94:65:2d", "da:a1:19")] == [True, False, True]
