"""owner.toml: what is known of the phone and its person, with impossible values refused by name and reason.

[values]
imei = ["490154203237518"]
phone_number = ["+447700900123"]
location = ["52.5163,13.3777"]

[context]
region = "GB"
timezone = "Europe/London"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from zoneinfo import available_timezones

import msgspec
import phonenumbers
from msgspec import Struct, field

from phonehome.detect.checks import email, imsi, ip, luhn
from phonehome.knowledge.schema import Knowledge
from phonehome.model import Owner

# A value gives up to 900 texts to look for, its hashes above all: 500 take seconds and some hundred megabytes.
MOST_VALUES = 500
LONGEST_VALUE = 1000
Rule = tuple[Callable[[str], bool], str]
_SEPARATORS = re.compile(r"[\s:._-]")


class _Context(Struct, frozen=True, forbid_unknown_fields=True):
    region: str = ""
    timezone: str = ""


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    values: dict[str, object] = field(default_factory=dict)
    context: _Context = field(default_factory=_Context)


def parse(text: str | bytes, knowledge: Knowledge) -> Owner:
    """owner.toml as an Owner.

    Raises ValueError that names the key and says why, for TOML that is none, unknown keys and kinds, and values that
    no phone or person can have.
    """
    try:
        table = msgspec.toml.decode(text, type=_Table)
    except (msgspec.DecodeError, ValueError) as error:
        raise ValueError(f"owner.toml: {error}") from None
    except RecursionError:
        raise ValueError("owner.toml: nests too deeply to be read") from None
    _refuse_context(table.context)
    values = {kind: _values(kind, given, knowledge) for kind, given in table.values.items()}
    if sum(map(len, values.values())) > MOST_VALUES:
        raise ValueError(f"owner.toml: more than {MOST_VALUES} values; each is looked for in hundreds of writings")
    for kind, several in values.items():
        for value in several:
            _refuse_impossible(kind, value, table.context.region)
    return Owner(values, table.context.region, table.context.timezone)


def _values(kind: str, given: object, knowledge: Knowledge) -> tuple[str, ...]:
    if kind not in knowledge.kinds:
        raise ValueError(f"owner.toml: [values] {kind}: no such kind{_nearest(kind, knowledge)}")
    try:
        return msgspec.convert(given, tuple[str, ...])
    except msgspec.ValidationError:
        wanted = f'a list of texts in quotes, such as {kind} = ["..."]'
        raise ValueError(f"owner.toml: [values] {kind}: wanted is {wanted}") from None


def _refuse_impossible(kind: str, value: str, region: str) -> None:
    if not value.strip():
        raise ValueError(f"owner.toml: [values] {kind}: an empty value finds nothing")
    if len(value) > LONGEST_VALUE:
        raise ValueError(f"owner.toml: [values] {kind}: a value has at most {LONGEST_VALUE} characters")
    if kind in {"phone_number", "contact"}:
        _refuse_phone(kind, value, region)
        return
    possible, why = RULES.get(kind, (lambda _: True, ""))
    if not possible(value):
        raise ValueError(f"owner.toml: [values] {kind} = {value!r}: {why}")


def _refuse_phone(kind: str, value: str, region: str) -> None:
    if kind == "contact" and not value.startswith("+"):
        return
    try:
        number = phonenumbers.parse(value, region or None)
    except phonenumbers.NumberParseException:
        why = "no phone number" if region or value.startswith("+") else "in national form it needs [context] region"
        raise ValueError(f"owner.toml: [values] {kind} = {value!r}: {why}") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError(f"owner.toml: [values] {kind} = {value!r}: too short or too long for its country")


def _refuse_context(context: _Context) -> None:
    if context.region and context.region not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"owner.toml: [context] region = {context.region!r}: not an ISO 3166-1 code such as GB")
    if context.timezone and context.timezone not in available_timezones():
        raise ValueError(f"owner.toml: [context] timezone = {context.timezone!r}: not a name such as Europe/London")


def _nearest(kind: str, knowledge: Knowledge) -> str:
    near = [name for name in knowledge.kinds if kind.replace("_", "") in name.replace("_", "") or name in kind]
    return f" (did you mean {near[0]}?)" if near else " (see the list of kinds)"


def _imei(text: str) -> bool:
    digits = _SEPARATORS.sub("", text)
    return re.fullmatch("[0-9]{14}|[0-9]{16}", digits) is not None or (len(digits) == 15 and luhn(digits))


def _iccid(text: str) -> bool:
    return re.fullmatch("89[0-9]{16,18}", _SEPARATORS.sub("", text).rstrip("Ff")) is not None


def _mac(text: str) -> bool:
    return re.fullmatch("[0-9A-Fa-f]{12}", _SEPARATORS.sub("", text)) is not None


def _number64(text: str) -> bool:
    if re.fullmatch("[0-9A-Fa-f]{1,16}", text):
        return True
    return re.fullmatch("-?[0-9]{1,20}", text) is not None and -(1 << 63) <= int(text) < 1 << 64


def _uuid(text: str) -> bool:
    return re.fullmatch("[0-9A-Fa-f]{32}", text.replace("-", "")) is not None


def _email(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None and email(text)


def _location(text: str) -> bool:
    parts = text.split(",")
    if len(parts) > 2 or not all(re.fullmatch(r"\s*-?[0-9]{1,3}\.[0-9]{3,}\s*", part) for part in parts):
        return False
    return all(abs(float(part)) <= most for part, most in zip(parts, (90, 180), strict=False))


def _birth_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).year > 1880
    except ValueError:
        return False


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "imei": (_imei, "an IMEI has 15 digits with a right check digit (or 14 without, or 16 as IMEISV)"),
        "meid": (
            lambda text: re.fullmatch("[0-9A-Fa-f]{14,15}|[0-9]{18}", text) is not None,
            "a MEID has 14 hex digits",
        ),
        "imsi": (imsi, "an IMSI has 14 or 15 digits and starts with an assigned country and network code"),
        "iccid": (_iccid, "an ICCID has 18 to 20 digits and starts with 89"),
        "mac_address": (_mac, "a MAC address has 12 hex digits"),
        "bluetooth_mac": (_mac, "a MAC address has 12 hex digits"),
        "bssid": (_mac, "a BSSID has 12 hex digits"),
        "android_id": (_number64, "a 64-bit number in hex or decimal"),
        "gsf_id": (_number64, "a 64-bit number in hex or decimal"),
        "advertising_id": (_uuid, "a UUID with 32 hex digits"),
        "ssid": (lambda text: len(text.encode()) <= 32, "a Wi-Fi name has at most 32 octets"),
        "email": (_email, "an address such as anna@example.org"),
        "location": (_location, "latitude,longitude in degrees with 3 or more decimals, such as 52.5163,13.3777"),
        "birth_date": (_birth_date, "a date such as 1991-04-17"),
        "local_ip": (ip, "an IP address"),
        "public_ip": (ip, "an IP address"),
    }
)
