"""Answers of Android 6 to 14, not rooted, to adb shell -> the phone as an Owner, and notes on what it kept back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from zoneinfo import available_timezones

import phonenumbers
from msgspec import Struct

from phonehome.adb.notes import notes
from phonehome.adb.parcel import texts
from phonehome.detect.checks import imsi, luhn
from phonehome.knowledge.schema import Knowledge
from phonehome.model import Owner
from phonehome.owner import parse
from phonehome.owner_toml import write

# 1 to 16 are getters in every Android from 6 on (IPhoneSubInfo.aidl); higher numbers also set things.
_PHONE = "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do service call iphonesubinfo $i s16 com.android.shell; done"

COMMANDS: Mapping[str, str] = {
    "getprop": "getprop",
    "android_id": "settings get secure android_id",
    "device_name": "settings get global device_name",
    "bluetooth_name": "settings get secure bluetooth_name",
    "bluetooth_address": "settings get secure bluetooth_address",
    "bluetooth_manager": "dumpsys bluetooth_manager",
    "iphonesubinfo": "dumpsys iphonesubinfo",
    "phone": _PHONE,
    "siminfo": "content query --uri content://telephony/siminfo",
    "wifi": "dumpsys wifi",
    "addresses": "ip addr",
    "account": "dumpsys account",
    "profile": "content query --uri content://com.android.contacts/profile --projection display_name",
}

_PROPERTY = re.compile(r"^\[([^]]+)\]: \[(.*)\]\r?$", re.MULTILINE)
_REFUSED = re.compile(r"Exception|Permission Denial")
_NOTHING = frozenset({"", "null", "unknown", "none", "undefined", "0"})
_SERIALS = ("ro.serialno", "ro.boot.serialno", "ril.serialnumber", "ro.ril.oem.psno", "ro.ril.oem.sno")
_IMEIS = (
    "ro.ril.oem.imei",
    "ro.ril.oem.imei1",
    "ro.ril.oem.imei2",
    "ro.ril.miui.imei0",
    "ro.ril.miui.imei1",
    "gsm.imei",
)
_MACS = ("ro.boot.wifimacaddr", "ro.ril.oem.wifimac", "ro.boot.wlanmacaddr")
_BLUETOOTHS = ("ro.boot.btmacaddr", "persist.service.bdroid.bdaddr", "ro.ril.oem.btmac", "ro.boot.btaddr")
_MAC = r"((?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})"
_WIFI = re.compile(rf'\bSSID: (?:"([^"\n]*)"|(?!")([^,\n]*)), BSSID: {_MAC}')
_SAVED = re.compile(r'\bID: \d+ SSID: "([^"\n]*)"')
_FACTORY = re.compile(rf"factory_mac_address\W+{_MAC}", re.IGNORECASE)
_BLOCK = re.compile(r"^(?=\d+: )", re.MULTILINE)
_INTERFACE = re.compile(r"\d+: ([^:@\s]+)")
_ETHER = re.compile(rf"link/ether {_MAC}")
_INET = re.compile(r"inet6? ([0-9A-Fa-f.:]+)/\d+.*\bscope global")
_ACCOUNT = re.compile(r"Account \{name=(.*?), type=([^}\s]+)\}")
_APPS = frozenset({"signal", "telegram", "threema", "meet", "onedrive", "outlook", "teams"})
_CARRIES = re.compile(r"wlan|rmnet|ccmni|pdp|v4-rmnet")

Answers = Mapping[str, str]
Found = Iterator[tuple[str, str]]


class Phone(Struct, frozen=True):
    """What was found out, in a form that owner.toml takes, with a sentence for what could not be."""

    name: str
    owner: Owner
    notes: tuple[str, ...] = ()


def read(answers: Answers, knowledge: Knowledge) -> Phone:
    """Answers to COMMANDS, by their names -> the phone; what no phone can have, and placeholders, are left out."""
    properties = dict(_PROPERTY.findall(answers.get("getprop", "")))
    region, timezone = _region(properties), _timezone(properties)
    values: dict[str, dict[str, None]] = {}
    for source in _SOURCES:
        for kind, value in source(answers, properties):
            kept = value.strip()
            if kept.lower() not in _NOTHING and "\n" not in kept and _is_possible(kind, kept, region, knowledge):
                values.setdefault(kind, {})[_canonical(kind, kept)] = None
    ordered = {kind: tuple(values[kind]) for kind in knowledge.kinds if kind in values}
    return Phone(_name(properties), Owner(ordered, region, timezone), tuple(notes(ordered, _level(properties))))


def _from_properties(_: Answers, properties: Mapping[str, str]) -> Found:
    rows = (("serial", _SERIALS), ("imei", _IMEIS), ("mac_address", _MACS), ("bluetooth_mac", _BLUETOOTHS))
    for kind, names in rows:
        yield from ((kind, properties.get(name, "")) for name in names)


def _from_settings(answers: Answers, properties: Mapping[str, str]) -> Found:
    """Settings that a person may have changed; a name that is only the model's is in no way the person's."""
    rows = (("android_id", "android_id"), ("device_name", "device_name"), ("device_name", "bluetooth_name"))
    for kind, name in (*rows, ("bluetooth_mac", "bluetooth_address")):
        answer = answers.get(name, "")
        if not _REFUSED.search(answer) and answer.strip() not in properties.values():
            yield kind, answer
    yield from (
        ("bluetooth_mac", found) for found in re.findall(rf"address: {_MAC}", answers.get("bluetooth_manager", ""))
    )


def _from_telephony(answers: Answers, properties: Mapping[str, str]) -> Found:
    yield from (("imei", found) for found in re.findall(r"Device ID = (\d{15})", answers.get("iphonesubinfo", "")))
    said = [text.strip() for text in texts(answers.get("phone", ""))]
    networks = tuple(part for part in properties.get("gsm.sim.operator.numeric", "").split(",") if part)
    yield from ((_kind_of(text, networks), text) for text in said)
    for column, kind in (("icc_id", "iccid"), ("number", "phone_number"), ("imsi", "imsi")):
        found = re.findall(rf"\b{column}=(\+?[0-9A-Fa-f]+)", answers.get("siminfo", ""))
        yield from ((kind, value) for value in found)


def _kind_of(text: str, networks: tuple[str, ...]) -> str:
    """What a text of the phone service is; which number a call has differs between versions, so its shape says."""
    if re.fullmatch(r"89\d{16,18}[Ff]?", text):
        return "iccid"
    if re.fullmatch(r"\d{14,15}", text) and imsi(text) and text.startswith(networks):
        return "imsi"
    if re.fullmatch(r"\d{15}", text) and luhn(text):
        return "imei"
    return "phone_number" if re.fullmatch(r"\+\d{8,15}|\d{8,13}", text) else ""


def _from_wifi(answers: Answers, _: Mapping[str, str]) -> Found:
    dump = answers.get("wifi", "")
    for quoted, plain, bssid in _WIFI.findall(dump):
        yield "ssid", quoted or plain
        yield "bssid", bssid
    yield from (("ssid", name) for name in _SAVED.findall(dump))
    yield from (("mac_address", address) for address in _FACTORY.findall(dump))


def _from_addresses(answers: Answers, _: Mapping[str, str]) -> Found:
    for name, block in _interfaces(answers.get("addresses", "")):
        if not _CARRIES.match(name):
            continue
        if name.startswith("wlan"):
            yield from (("mac_address", address) for address in _ETHER.findall(block))
        for address in _INET.findall(block):
            yield "public_ip" if ":" in address and not address.lower().startswith("f") else "local_ip", address


def _interfaces(text: str) -> Iterator[tuple[str, str]]:
    for block in _BLOCK.split(text):
        if match := _INTERFACE.match(block):
            yield match[1], block


def _from_accounts(answers: Answers, _: Mapping[str, str]) -> Found:
    """Accounts and the person's own card; an account that has only its app's name says nothing of the person."""
    for name, kind in _ACCOUNT.findall(answers.get("account", "")):
        if "@" in name:
            yield "email", name
        elif len(name) > 3 and name.lower() not in _APPS and name.replace(" ", "").lower() not in kind.lower():
            yield "account_id", name
    yield from (("name", name) for name in re.findall(r"display_name=([^,\n]+)", answers.get("profile", "")))


def _is_possible(kind: str, value: str, region: str, knowledge: Knowledge) -> bool:
    """Whether owner.toml would take the value, and it is no placeholder."""
    if any(kind in row.kinds and re.fullmatch(row.value, value) for row in knowledge.dummies):
        return False
    try:
        parse(write(Owner({kind: (value,)}, region)), knowledge)
    except ValueError:
        return False
    return True


def _canonical(kind: str, value: str) -> str:
    if kind in {"mac_address", "bluetooth_mac", "bssid"}:
        return value.lower()
    return value.rstrip("Ff") if kind == "iccid" else value


def _region(properties: Mapping[str, str]) -> str:
    """Of the first SIM that names its country, else of the network."""
    for name in ("gsm.sim.operator.iso-country", "gsm.operator.iso-country"):
        for part in properties.get(name, "").upper().split(","):
            if part in phonenumbers.SUPPORTED_REGIONS:
                return part
    return ""


def _timezone(properties: Mapping[str, str]) -> str:
    name = properties.get("persist.sys.timezone", "")
    return name if name and name in available_timezones() else ""


def _name(properties: Mapping[str, str]) -> str:
    maker, model = properties.get("ro.product.manufacturer", ""), properties.get("ro.product.model", "")
    release = properties.get("ro.build.version.release", "")
    told = f"{maker} {model}".strip() or "an unnamed phone"
    return f"{told}, Android {release}" if release else told


def _level(properties: Mapping[str, str]) -> int:
    level = properties.get("ro.build.version.sdk", "")
    return int(level) if level.isascii() and level.isdigit() else 0


_SOURCES: tuple[Callable[[Answers, Mapping[str, str]], Found], ...] = (
    _from_properties,
    _from_settings,
    _from_telephony,
    _from_wifi,
    _from_addresses,
    _from_accounts,
)
