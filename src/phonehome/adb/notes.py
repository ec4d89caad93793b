"""Sentences on what a phone would not tell without root, and where its owner finds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

Values = Mapping[str, tuple[str, ...]]

OREO, TEN, TWELVE = 26, 29, 31
_RELEASES = {TEN: "Android 10", TWELVE: "Android 12"}


class Wanted(Struct, frozen=True):
    """A kind worth looking for, the API level from which apps and shell are refused it, and where a person finds it."""

    kind: str
    refused_from: int
    where: str


_WANTED = (
    Wanted("imei", TEN, "dial *#06#"),
    Wanted("serial", 0, "look into Settings > About phone > Status"),
    Wanted("mac_address", TEN, "look into Settings > About phone > Status"),
    Wanted("bluetooth_mac", TWELVE, "look into Settings > About phone > Status"),
    Wanted("imsi", TEN, "ask the operator"),
    Wanted("iccid", TEN, "read it off the SIM card or in Settings > About phone > SIM status"),
    Wanted("phone_number", 0, "look into Settings > About phone, or call another phone"),
    Wanted("ssid", 0, "look into Settings > Wi-Fi"),
    Wanted("advertising_id", 1, "look into Settings > Google > Ads"),
    Wanted("gsf_id", 1, "let an app for device IDs show it"),
    Wanted("email", 0, "look into Settings > Accounts"),
)
_BY_HAND = ("name", "address", "birth_date", "contact", "location")


def notes(values: Values, level: int) -> Iterator[str]:
    """What is missing and what is not what it seems; ``level`` is Android's API level, 0 for unknown."""
    for wanted in _WANTED:
        if wanted.kind not in values:
            yield f"{wanted.kind}: {_why(wanted, level)}; {wanted.where} and add it here"
    if "android_id" in values and (level >= OREO or not level):
        yield "android_id: since Android 8 every app has one of its own; this is the one that the system has"
    if random := [address for address in values.get("mac_address", ()) if is_random(address)]:
        yield f"mac_address: {', '.join(random)} is made up for the Wi-Fi of the moment (Android 10 and later)"
    missing = [kind for kind in _BY_HAND if kind not in values]
    yield f"{', '.join(missing)}: no command knows them; add what you want to look for"


def is_random(address: str) -> bool:
    """Whether a MAC address is locally administered (IEEE 802, 8.4): a phone makes such a one up for each Wi-Fi."""
    return bool(int(address[:2], 16) & 2)


def _why(wanted: Wanted, level: int) -> str:
    if wanted.refused_from and level >= wanted.refused_from:
        since = f" since {_RELEASES[wanted.refused_from]}" if wanted.refused_from in _RELEASES else ""
        return f"not readable without root{since}"
    return "the phone did not tell it"
