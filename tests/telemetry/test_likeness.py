from __future__ import annotations

import pytest

from phonehome.knowledge.load import load
from phonehome.telemetry.likeness import named_like, shaped_like

NAMED = [
    ("imei", "imei"),
    ("deviceImei", "imei"),
    ("serial_number", "serial"),
    ("phone_serial", "serial"),
    ("wifi_mac", "mac"),
    ("android_id", "android_id"),
    ("advertising-id", "advertising_id"),
    ("msisdn", "msisdn"),
    ("phone_number", "phone_number"),
    ("email", "email"),
    ("wifi_ssid", "ssid"),
    ("home_location", "location"),
    ("user_id", "user_id"),
    ("contacts", "contacts"),
    ("free_text", "text"),
    ("screen_hours", ""),
    ("unlocks", ""),
    ("battery_level", ""),
    ("os_version", ""),
    ("machine_restarts", ""),
]
SHAPED = [
    ("490154203237518", "an IMEI or a serial number"),
    ("94:65:2d:11:22:33", "a MAC address"),
    ("8f14e45fceea167a", "an Android ID or a hash"),
    ("6f1ed5a0-7a3c-4a6e-9f0e-0123456789ab", "a UUID"),
    ("+447700900123", "a phone number"),
    ("030 1234567", "a phone number"),
    ("anna@example.org", "an e-mail address"),
    ("R58M12ABCDE", "a serial number"),
    ("192.168.0.17", "an IP address"),
    ("fe80::1:2", "an IP address"),
    ("52.5163,13.3777", "coordinates"),
    ("https://example.org/a", "a web address"),
    ("*", "a pattern, which is free text"),
    ("{name}", "a pattern, which is free text"),
    ("IMEI 490154203237518", "an IMEI or a serial number"),
    ("phone (490154203237518)", "an IMEI or a serial number"),
    ("camera of anna@example.org", "an e-mail address"),
    ("Snapdragon 835 MSM8998", ""),
    ("com.oneplus.camera", ""),
    ("4.5.12", ""),
    ("kernel panic", ""),
    ("system_server", ""),
    ("ONEPLUS A5000", ""),
    ("4g", ""),
]


@pytest.mark.parametrize(("name", "like"), NAMED)
def test_a_name_that_speaks_of_a_person_is_known(name: str, like: str) -> None:
    assert named_like(name) == like


@pytest.mark.parametrize(("value", "like"), SHAPED)
def test_a_value_that_looks_like_an_identifier_is_known(value: str, like: str) -> None:
    assert shaped_like(value) == like


def test_every_field_name_of_a_hardware_identifier_is_refused() -> None:
    kinds = {kind for kind, row in load().kinds.items() if row.group == "hardware"}
    names = [name for row in load().names if row.kind in kinds for name in row.names]
    assert (len(names) > 30, [name for name in names if not named_like(name)]) == (True, [])
