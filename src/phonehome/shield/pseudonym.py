"""Pseudonyms of the same shape: HMAC (RFC 2104) of a value and its recipient under a key that stays here.

The same value has one pseudonym at one recipient and another at the next. Check digits are right, and the ranges are
those that nobody has: locally administered MAC addresses (IEEE 802), numbers for drama, example.org (RFC 2606),
addresses for documentation (RFC 5737, RFC 3849), test networks (E.212, 001 01), test phones (GSMA TS.06: body 00).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from ipaddress import ip_address
from types import MappingProxyType

import phonenumbers
from msgspec import Struct
from phonenumbers import PhoneNumberFormat
from stdnum.luhn import calc_check_digit

from phonehome.knowledge.shielding import load_shielding
from phonehome.shield import vocabulary
from phonehome.shield.digits import Digits, Make

_SEPARATORS = re.compile(r"[\s:._/-]")
_UUID = re.compile(r"[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?([0-9A-Fa-f])[0-9A-Fa-f]{3}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}")
_MAC = re.compile(r"[0-9A-Fa-f]{2}(?:[:.-]?[0-9A-Fa-f]{2}){5}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"([a-z][a-z0-9+.-]*://)\S+", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-f]{8,}|[0-9A-F]{8,}")
_COORDINATE = re.compile(r"(-?)(\d{1,3})\.(\d+)")
_PACKAGE = re.compile(r"[A-Za-z]\w*(?:\.\w+)+")
_NAMED = re.compile(r"([A-Za-z_]\w{0,31}=)([^=]\S{11,})")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxz"
_TEST_TAC, _TEST_NETWORK, _TEST_ISSUER = "00101700", "00101", "89999"
# A shape of few characters has few pseudonyms: this many tries must give one that is not the owner's.
_TRIES = 64


class Pseudonyms(Struct, frozen=True):
    """Makes the pseudonyms of one recipient; what stands in ``avoid`` (in lower case) is never one.

    ``region`` is where numbers without their country are from.
    """

    key: bytes
    recipient: str
    avoid: frozenset[str] = frozenset()
    region: str = ""

    def of(self, kind: str, value: str) -> str:
        """The pseudonym of a value of a kind."""
        named = f"{self.recipient}\0{canonical(value)}".encode()
        made = value
        for attempt in range(_TRIES):
            digits = Digits(hmac.digest(self.key, named + bytes([attempt]), "sha256"))
            made = (kind in _CALLED and national(value, self.region, digits)) or _made(kind, value, digits)
            if canonical(made) not in self.avoid and made != value:
                return made
        return made

    def noise(self, data: bytes) -> Digits:
        """Numbers for data that have no shape."""
        return Digits(hmac.digest(self.key, self.recipient.encode() + b"\0" + data, "sha256"))


def canonical(value: str) -> str:
    """A value without its writing: lower case, no separators; an IMEI without its check digit."""
    bare = _SEPARATORS.sub("", value).lower()
    return bare[:14] if len(bare) == 15 and bare.isdigit() else bare


def _made(kind: str, value: str, digits: Digits) -> str:
    make = SHAPES.get(kind)
    made = make(value, digits) if make else ""
    return (
        made
        or next((text for text in (shape(value, digits) for shape in _KNOWN_BY_LOOK) if text), "")
        or any_shape(value, digits)
    )


def imei(value: str, digits: Digits) -> str:
    """A test phone's, the check digit right where there is one."""
    bare = _SEPARATORS.sub("", value)
    if not bare.isdigit() or not 14 <= len(bare) <= 16:
        return ""
    made = _TEST_TAC + digits.text(6)
    return _as_written(value, made + {14: "", 15: calc_check_digit(made), 16: bare[14:]}[len(bare)])


def imsi(value: str, digits: Digits) -> str:
    """A test network's."""
    return _TEST_NETWORK + digits.text(len(value) - 5) if value.isdigit() and len(value) in (14, 15) else ""


def iccid(value: str, digits: Digits) -> str:
    """An issuer that is none, with a right check digit."""
    bare = value.rstrip("Ff")
    if not bare.isdigit() or not 18 <= len(bare) <= 20:
        return ""
    made = _TEST_ISSUER + digits.text(len(bare) - 6)
    return made + calc_check_digit(made) + value[len(bare) :]


def mac(value: str, digits: Digits) -> str:
    """Locally administered, for one station."""
    if not _MAC.fullmatch(value):
        return ""
    made = digits.text(1, "0123456789abcdef") + "2" + digits.text(10, "0123456789abcdef", 1)
    return _as_written(value, made)


def phone(value: str, digits: Digits) -> str:
    """A number that nobody has, of the same country where there is such a range."""
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return ""
    row = load_shielding().reserved(number.country_code or 0)
    first, last = int(row.first), int(row.last)
    return f"+{first + digits.number(0, last - first + 1)}"


def national(value: str, region: str, digits: Digits) -> str:
    """A number that nobody has for one that is written as one dials it at home, written so without separators."""
    if not region or not re.fullmatch(r"0\d{6,14}", value):
        return ""
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return ""
    other = phonenumbers.parse(phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), digits), None)
    return _SEPARATORS.sub("", phonenumbers.format_number(other, PhoneNumberFormat.NATIONAL))


def email(value: str, digits: Digits) -> str:
    """At example.org."""
    return f"{digits.text(8, 'abcdefghijklmnopqrstuvwxyz')}@example.org" if _EMAIL.fullmatch(value) else ""


def uuid(value: str, digits: Digits) -> str:
    """Of the same version."""
    match = _UUID.fullmatch(value)
    if match is None:
        return ""
    made = digits.text(12, "0123456789abcdef") + match[1] + digits.text(3, "0123456789abcdef", 12)
    made += digits.text(1, "89ab", 15) + digits.text(15, "0123456789abcdef", 16)
    return _as_written(value, made)


def ip(value: str, digits: Digits) -> str:
    """An address for documentation."""
    try:
        address = ip_address(value)
    except ValueError:
        return ""
    if address.version == 6:
        return f"2001:db8::{digits.number(0, 1 << 16):x}"
    return f"{('192.0.2', '198.51.100', '203.0.113')[digits.number(0, 3)]}.{1 + digits.number(1, 254)}"


def coordinates(value: str, digits: Digits) -> str:
    """Anywhere between the 70th degrees, with as many decimals; also degrees times 10^6 or 10^7."""
    if re.fullmatch(r"-?\d{6,10}", value):
        return str(digits.number(0, 2 * 10 ** (len(value.lstrip("-")) - 1)) + 10 ** (len(value.lstrip("-")) - 2))
    place = iter(range(0, 64, 16))

    def other(match: re.Match[str]) -> str:
        start = next(place, 0)
        return f"{match[1]}{1 + digits.number(start, 69)}.{digits.text(len(match[3]), start=start + 1)}"

    return _COORDINATE.sub(other, value) if _COORDINATE.search(value) else ""


def url(value: str, digits: Digits) -> str:
    """The scheme, and a page at example.org."""
    match = _URL.fullmatch(value)
    return f"{match[1]}example.org/{digits.text(8, 'abcdefghijklmnopqrstuvwxyz')}" if match else ""


def app(value: str, digits: Digits) -> str:
    """A package's name below org.example."""
    return f"org.example.{digits.text(8, _CONSONANTS)}" if _PACKAGE.fullmatch(value) else ""


def named(value: str, digits: Digits) -> str:
    """A cookie keeps its name."""
    match = _NAMED.fullmatch(value)
    return match[1] + any_shape(match[2], digits) if match else ""


def hexadecimal(value: str, digits: Digits) -> str:
    """As long and in the same case."""
    if not _HEX.fullmatch(value) or value.isdigit():
        return ""
    made = digits.text(len(value), "0123456789abcdef")
    return made.upper() if value.isupper() else made


def any_shape(value: str, digits: Digits) -> str:
    """Digits for digits, letters for letters of their case; all else stays."""
    out: list[str] = []
    for place, character in enumerate(value):
        if character.isdecimal():
            out.append(str(digits.number(place, 10)))
        elif character.isalpha():
            letter = (_VOWELS if character.lower() in _VOWELS else _CONSONANTS)[digits.number(place, 5)]
            out.append(letter.upper() if character.isupper() else letter)
        else:
            out.append(character)
    return "".join(out)


def _as_written(value: str, made: str) -> str:
    """Characters of ``made`` with the separators and the case of ``value``."""
    letters = iter(made)
    written = "".join(character if _SEPARATORS.fullmatch(character) else next(letters, "") for character in value)
    return written.upper() if value.isupper() else written


SHAPES: Mapping[str, Make] = MappingProxyType(
    {
        "imei": imei,
        "imsi": imsi,
        "iccid": iccid,
        "mac_address": mac,
        "bluetooth_mac": mac,
        "bssid": mac,
        "phone_number": phone,
        "contact": phone,
        "call_log": phone,
        "message": phone,
        "email": email,
        "advertising_id": uuid,
        "installation_id": vocabulary.installation,
        "local_ip": ip,
        "public_ip": ip,
        "location": coordinates,
        "browsing": url,
        "app_usage": app,
        "app_list": app,
        "timezone": vocabulary.zone,
        "country": vocabulary.country,
        "network_type": vocabulary.network_type,
        "operator": vocabulary.operator,
        "signal": vocabulary.signal,
        "cell_id": vocabulary.cell,
    }
)
_CALLED = frozenset({"phone_number", "contact", "call_log", "message"})
_KNOWN_BY_LOOK: tuple[Make, ...] = (uuid, mac, email, ip, url, named, hexadecimal)
