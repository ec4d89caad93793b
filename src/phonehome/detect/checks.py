"""Check digits and tables that tell an identifier from a number that only looks like one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from ipaddress import ip_address
from types import MappingProxyType

import phonenumbers
from publicsuffixlist import PublicSuffixList
from stdnum import imsi as stdnum_imsi
from stdnum import luhn as stdnum_luhn
from stdnum import meid as stdnum_meid

Check = Callable[[str], bool]

# Reporting Body Identifiers that have allocated TACs (GSMA TS.06, annex A): the first two digits of an IMEI.
REPORTING_BODIES = frozenset(["01", "35", "44", "45", "49", "50", "51", "52", "53", "54", "86", "91", "98", "99"])
# E.118 issuer codes start with the country calling code after the 89 of telecommunications.
_CALLING_CODES = frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))
_PICTURE = re.compile(r"\d(?:\.\d)?x\.")


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 Annex B; also the IMEI check digit (3GPP TS 23.003, annex B)."""
    return bool(stdnum_luhn.is_valid(digits))


def imei(text: str) -> bool:
    """15 digits with a right check digit, from a reporting body that allocates type codes."""
    digits = text.replace("-", "")
    return len(digits) == 15 and digits[:2] in REPORTING_BODIES and luhn(digits)


def meid(text: str) -> bool:
    """Hexadecimal MEID with check digit, regional code A0 or above (3GPP2 X.S0008)."""
    return len(text) == 15 and text[0] in "ABCDEFabcdef" and bool(stdnum_meid.is_valid(text))


def imsi(text: str) -> bool:
    """14 or 15 digits behind an assigned country and network code (ITU-T E.212)."""
    return len(text) in {14, 15} and bool(stdnum_imsi.is_valid(text)) and len(stdnum_imsi.split(text)) == 3


def iccid(text: str) -> bool:
    """89, an E.164 country code, and a Luhn digit at place 19 or 20 (ITU-T E.118)."""
    digits = text.rstrip("Ff")
    country = any(digits[2 : 2 + size] in _CALLING_CODES for size in (1, 2, 3))
    return digits.isdigit() and len(digits) in {19, 20} and country and luhn(digits)


def mac(text: str) -> bool:
    """A 48-bit individual address: not a group address, and not one octet repeated."""
    octets = bytes.fromhex(re.sub(r"[:.-]", "", text))
    return not octets[0] & 1 and len(set(octets)) > 1


def email(text: str) -> bool:
    """An address whose domain ends in a public suffix and that is no picture name (logo@2x.png)."""
    domain = text.rpartition("@")[2]
    return not _PICTURE.match(domain) and _suffixes().privatesuffix(domain.lower()) is not None


@lru_cache
def _suffixes() -> PublicSuffixList:
    """Those of registries (ICANN's part), from the package's own copy of publicsuffix.org's list."""
    return PublicSuffixList(accept_unknown=False, only_icann=True)


def phone(text: str) -> bool:
    """A possible number in international form (drama ranges are possible, though not valid)."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, None if text.startswith("+") else "ZZ"))
    except phonenumbers.NumberParseException:
        return text[:1] != "+" and 7 <= sum(map(str.isdigit, text)) <= 15


def ip(text: str) -> bool:
    """An IPv4 or IPv6 address in its usual text form."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def ipv4(text: str) -> bool:
    """Four octets."""
    return text.count(".") == 3 and ip(text)


def latitude(text: str) -> bool:
    """Degrees, or degrees times 10^6 or 10^7 as an integer, between the poles."""
    return _degrees(text, 90)


def longitude(text: str) -> bool:
    """Degrees, or degrees times 10^6 or 10^7 as an integer, round the globe once."""
    return _degrees(text, 180)


def coordinates(text: str) -> bool:
    """Latitude and longitude in one text, away from the null island."""
    pair = re.split(r"[,;|/ ]+", text.strip(), maxsplit=1)
    return len(pair) == 2 and latitude(pair[0]) and longitude(pair[1].split()[0])


def _degrees(text: str, most: int) -> bool:
    value = abs(float(text))
    return 0 < value <= most or ("." not in text and most < value <= most * 10**7)


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "": lambda _: True,
        "luhn": luhn,
        "imei": imei,
        "meid": meid,
        "imsi": imsi,
        "iccid": iccid,
        "mac": mac,
        "email": email,
        "phone": phone,
        "ip": ip,
        "ipv4": ipv4,
        "latitude": latitude,
        "longitude": longitude,
        "coordinates": coordinates,
    }
)
