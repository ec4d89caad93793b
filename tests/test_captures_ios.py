"""Request bodies of real iOS apps, where they stand beside the repository: what each holds is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from phonehome.engine import examine
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Finding, Owner

BODIES = Path(__file__).parents[2] / "shared" / "captures" / "ios-bodies"
OWNER = Owner(
    {
        "device_name": ("R2Gl5OLv20",),
        "location": ("52.2352",),
        "contact": ("+4915557543434",),
        "ssid": ("WLAN3.ALTPETER.ME",),
        "bssid": ("3c:a6:2f:bc:5e:65",),
    },
    "DE",
    "Europe/Berlin",
)
DEVICE = {("device_model", "iPhone10,4"), ("timezone", "Europe/Berlin")}
KOCHAVA = {
    *DEVICE,
    ("os_version", "iOS 14.5.1"),
    ("battery", "100"),
    ("language", "en_DE"),
    ("network_type", "wifi"),
    ("consent_state", "true"),
    ("device_state", "0.0226"),
}
STREET = {("address", "Schreinerweg"), ("address", "38126")}
# What a body is known to hold: file -> kinds with their values.
HELD = {
    "10105-ebay-device-params.json": {
        *DEVICE,
        ("os_version", "14.5.1"),
        ("language", "en_DE"),
        ("country", "de"),
        ("storage", "2070495232"),
        ("device_state", "763195.016"),
        ("installation_id", "288aed6817a35f1f474999b001568ca8"),
        ("local_ip", "10.0.0.68"),
    },
    "11476-hillclimbracing-device-params.json": {
        ("device_name", "R2Gl5OLv20"),
        ("device_model", "iPhone10,4"),
        ("timezone", "GMT+02:00"),
        ("country", "DE"),
        ("language", "de-DE"),
        ("battery", "-1"),
        ("storage", "115240787968"),
        ("device_state", "1621257545"),
        ("device_state", "true"),
        ("installation_id", "248334DE-D279-4994-AD4A-8D431D06E129"),
    },
    "20763-meitu-wifi.json": {("ssid", "WLAN3.ALTPETER.ME"), ("bssid", "3c:a6:2f:bc:5e:65")},
    "23925-pacer-location.txt": {
        *STREET,
        ("location", "52.23529915263096"),
        ("location", "10.564214352048731"),
        ("address", "Schreinerweg 738126 BraunschweigGermany"),
        ("country", "DE"),
        ("timezone", "Europe/Berlin"),
    },
    "24057-newsbreak-location.txt": {
        *STREET,
        ("location", "52.23529241882057"),
        ("location", "10.56423577475987"),
        ("installation_id", "0EC765F5-5CCE-44D2-8CF5-B3458F258E11"),
    },
    "27152-saramart-location-for-every-event.json": {
        *STREET,
        ("address", "Schreinerweg 7"),
        ("address", "38126 Braunschweig"),
        ("location", "52.2352864251994"),
        ("local_ip", "10.0.0.83"),
        ("installation_id", "c6ae5cd0799e48f3b7ed1fc05bf1979f"),
        ("device_model", "iPhone10,4"),
        ("os_version", "14.5.1"),
    },
    "27328-best-fiends-gamestate-dump.txt": {("country", "DE")},
    "3275-airbnb-kochava.json": {*KOCHAVA, ("installation_id", "2A25F81C-B34D-42E3-BE8B-0534A13D1ED8")},
    "5407-audible-kochava.json": {
        *KOCHAVA,
        ("installation_id", "02185687-FB54-4F8E-82C5-5E6DE159943D"),
        ("installation_id", "49728088823015189425548504973918371147"),
    },
    "33729-paypal.json": {
        *DEVICE,
        ("device_name", "R2Gl5OLv20"),
        ("ssid", "WLAN3.ALTPETER.ME"),
        ("bssid", "34:81:c4:dc:36:1"),
        ("location", "52.23529052734375"),
        ("location", "10.564191494436333"),
        ("local_ip", "10.0.0.83"),
        ("public_ip", "2003:dd:af1c:ab00:c81:68e1:2199:631"),
        ("installation_id", "FCDA298E-28E8-4C77-93DF-A3AFC5CF3956"),
        ("country", "DE"),
        ("storage", "127968497664"),
        ("device_state", "807997862"),
    },
    "37251-4pics1word-facebook-meta.txt": {
        ("device_model", "iPhone10,4"),
        ("os_version", "14.5.1"),
        ("language", "de_DE"),
        ("screen_size", "375"),
        ("storage", "16793600"),
        ("battery", "100"),
        ("sensor", "0.025421142578125"),
        ("installation_id", "XZ79F5056E-A25F-4016-BC4B-B36C2AC15F22"),
    },
    "40112-pons-clipboard.txt": {("search", "LDDsvPqQdT")},
    "43107-poparazzi-contacts.json": {("contact", "+4915557543434"), ("name", "JGKfozntbF TBFFZbBYea")},
    "67296-uber.json": {
        ("location", "52.233333333333334"),
        ("location", "10.566666666666666"),
        ("device_model", "iPhone10,4"),
        ("local_ip", "10.0.0.83"),
        ("installation_id", "FA4FE8E6-3756-4A84-BA74-414D4AA2576C"),
        ("battery", "charging"),
        ("device_state", "802865678"),
    },
    "8865-deutschebank-phototan-libs.json": {("device_model", "iPhone10,4"), ("os_version", "14.5.1")},
}
# Lists of libraries and an app's own Info.plist tell nothing of a person.
INNOCENT = ("10765-ewa-libs.json", "19074-lg-thinq-libs.ndjson", "31269-rider-permissions-for-ads.json")
KNOWN = {"R2Gl5OLv20", "+4915557543434", "WLAN3.ALTPETER.ME", "3c:a6:2f:bc:5e:65"}

pytestmark = pytest.mark.skipif(not BODIES.is_dir(), reason="the captures do not stand beside the repository")


def exchange_of(name: str) -> Exchange:
    """Some files are a request's target, the others its body."""
    data = (BODIES / name).read_bytes()
    if data.startswith(b"/"):
        return Exchange(0, "GET", f"https://collector.example.org{data.decode().strip()}")
    return Exchange(0, "POST", "https://collector.example.org/", body=data)


def findings(name: str) -> list[Finding]:
    (one,) = examine([exchange_of(name)], OWNER, load())
    return one.findings


@pytest.mark.parametrize("name", HELD)
def test_what_a_body_holds_is_found(name: str) -> None:
    found = {(one.kind, one.value) for one in findings(name) if one.certainty != "dummy"}
    assert sorted(HELD[name] - found) == []


@pytest.mark.parametrize("name", HELD)
def test_the_values_of_the_phone_and_its_person_are_confirmed(name: str) -> None:
    certainties = {one.value: one.certainty for one in findings(name)}
    expected = {value for _, value in HELD[name]} & KNOWN
    assert {value for value in expected if certainties[value] == "confirmed"} == expected


@pytest.mark.parametrize("name", INNOCENT)
def test_nothing_is_claimed_where_nothing_is(name: str) -> None:
    assert [(one.kind, one.value) for one in findings(name) if one.certainty in {"confirmed", "likely"}] == []


def test_every_body_is_in_one_of_the_tables() -> None:
    names = {path.name for path in BODIES.iterdir() if path.suffix != ".md"}
    assert names == {*HELD, *INNOCENT}
