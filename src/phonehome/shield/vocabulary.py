"""Pseudonyms of values that come from a list or a range: a server refuses a country, zone or network that is none.

The lists stand in knowledge/shield.toml. Offsets are those of ISO 8601, networks E.212 (test network 001 01), cells
3GPP TS 23.003 (area 16 bits, cell 28 bits), Firebase installation ids as its client checks them.
"""

from __future__ import annotations

import re

from phonehome.knowledge.shielding import load_shielding
from phonehome.shield.digits import Digits

_OFFSET = re.compile(r"((?:GMT|UTC)?)[+-](\d{1,2}|\d\d(?=:?\d\d$))(?:(:?)(\d\d))?")
_ZONE = re.compile(r"[A-Z]\w+/[A-Z][\w/+-]+")
_INSTALLATION = re.compile(r"[c-f][\w-]{21}")
_URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TEST_NETWORK = "00101"
_MOST = {5: 0xFFFF, 9: 0xFFF_FFFF}  # the largest area and the largest cell, by their number of digits


def zone(value: str, digits: Digits) -> str:
    """Another zone by name, or another offset from UTC in the same writing; a bare number keeps its unit."""
    if _ZONE.fullmatch(value):
        return digits.one(load_shielding().words("zone"))
    if re.fullmatch(r"-?\d{1,8}", value) and not re.fullmatch(r"-\d{4}", value):
        return str((digits.number(0, 23) - 11) * _hour(abs(int(value))))
    if match := _OFFSET.fullmatch(value):
        hour = f"{1 + digits.number(0, 11)}".zfill(len(match[2]))
        minutes = "" if match[4] is None else f"{match[3]}00"
        return f"{match[1]}{digits.one('+-', 1)}{hour}{minutes}"
    return digits.one(load_shielding().words("zone abbreviation")) if re.fullmatch("[A-Z]{3,4}", value) else ""


def _hour(offset: int) -> int:
    """An hour in the unit of an offset, as its size tells: hours, minutes, seconds or milliseconds."""
    most = ((14, 1), (14 * 60, 60), (14 * 3600, 3600))
    return next((unit for largest, unit in most if offset <= largest), 3_600_000)


def country(value: str, digits: Digits) -> str:
    """Another country, by its two or three letters."""
    if not value.isalpha() or len(value) not in {2, 3}:
        return ""
    return _in_case(value, digits.one(load_shielding().words(f"country by {len(value)} letters")))


def network_type(value: str, digits: Digits) -> str:
    """Another technology of the same list."""
    lists = load_shielding().alike("network type")
    choices = next((names for names in lists if value.upper() in names), None)
    return _in_case(value, digits.one(choices)) if choices else ""


def operator(value: str, _: Digits) -> str:
    """The test network, by MCC and MNC or by MCC alone."""
    if not value.isdecimal() or not 3 <= len(value) <= 6:
        return ""
    return {3: "001", 5: _TEST_NETWORK, 6: "001001"}.get(len(value), "")


def signal(value: str, digits: Digits) -> str:
    """Bars stay bars, 0 to 4."""
    return str(digits.number(0, 5)) if re.fullmatch("[0-4]", value) else ""


def cell(value: str, digits: Digits) -> str:
    """A number of as many digits that an area or a cell can have."""
    if not value.isdecimal() or not 1 <= len(value) <= 9:
        return ""
    least = 10 ** (len(value) - 1)
    return str(least + digits.number(0, _MOST.get(len(value), 10 * least - 1) - least + 1))


def installation(value: str, digits: Digits) -> str:
    """A Firebase installation id: its first four bits are 0111."""
    return digits.one("cdef") + digits.text(21, _URL_SAFE, 1) if _INSTALLATION.fullmatch(value) else ""


def _in_case(value: str, made: str) -> str:
    return made.lower() if value.islower() else made
