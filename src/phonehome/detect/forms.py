"""The forms in which an owner's value is written: separators, national and international, numbers, orders of a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

import phonenumbers
from msgspec import Struct
from stdnum.luhn import calc_check_digit

from phonehome.model import Owner

_SEPARATORS = re.compile(r"[\s:._/-]")
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d%m%Y", "%Y.%m.%d")
# Bits of surprise from which letters and digits alone, without their separators, say what they come from.
_UNMISTAKABLE = 40.0
_QUOTES = str.maketrans({"'": "\u2019", '"': "\u201d"})


class Form(Struct, frozen=True, gc=False):
    """One way to write a value; ``how`` says which, empty for the value as the owner gave it.

    A ``part`` of a value counts only where it is all that a field holds.
    """

    text: str
    how: str = ""
    part: bool = False


def forms(kind: str, value: str, owner: Owner) -> list[Form]:
    """Every form of a value, each text once, the plainest reason first."""
    found: dict[str, Form] = {}
    for form in written(kind, value, owner):
        if form.text:
            found.setdefault(form.text.lower(), form)
    return list(found.values())


def written(kind: str, value: str, owner: Owner) -> list[Form]:
    """Every form of a value, also where two ways of writing give the same text."""
    return [Form(value), *FORMS.get(kind, _as_written)(value, owner)]


def bits(text: str) -> float:
    """How surprising a text would be by chance, from the alphabet it uses (digits 3.3 bits each, letters 4.7)."""
    alnum = [char for char in text if char.isalnum()]
    digits = sum(char.isdigit() for char in alnum)
    if digits and all(char in "0123456789abcdefABCDEF" for char in alnum) and digits < len(alnum):
        return 4.0 * len(alnum)
    return 3.3 * digits + 4.7 * (len(alnum) - digits)


def _as_written(value: str, _: Owner) -> Iterator[Form]:
    yield Form(value.translate(_QUOTES), "with typographic quotes")
    for bare in (_SEPARATORS.sub("", value), "".join(filter(str.isalnum, value))):
        if bits(bare) >= _UNMISTAKABLE:
            yield Form(bare, "without separators")


def _bare(value: str, _: Owner) -> Iterator[Form]:
    yield Form(_SEPARATORS.sub("", value), "without separators")


def _imei(value: str, _: Owner) -> Iterator[Form]:
    digits = _SEPARATORS.sub("", value)
    yield Form(digits, "without separators")
    yield Form(digits[:14], "without its check digit")
    check = calc_check_digit(digits[:14])
    yield Form(digits[:14] + check, "with its check digit")
    yield Form(f"{digits[:2]}-{digits[2:8]}-{digits[8:14]}-{check}", "in its printed form")


def _mac(value: str, _: Owner) -> Iterator[Form]:
    digits = _SEPARATORS.sub("", value).lower()
    pairs = [digits[place : place + 2] for place in range(0, 12, 2)]
    for separator in ":-":
        yield Form(separator.join(pairs), f"with {separator} between octets")
    yield Form(".".join(digits[place : place + 4] for place in (0, 4, 8)), "in dotted form")
    yield Form(digits, "without separators")
    yield Form(":".join(f"{int(pair, 16):x}" for pair in pairs), "without leading zeros")
    yield Form(str(int(digits, 16)), "as a 48-bit integer")


def _number64(value: str, _: Owner) -> Iterator[Form]:
    is_hex = re.fullmatch("[0-9A-Fa-f]{16}|[0-9]*[A-Fa-f][0-9A-Fa-f]*", value)
    number = int(value, 16) if is_hex else int(value)
    number %= 1 << 64
    yield Form(f"{number:016x}", "as 16 hexadecimal digits")
    yield Form(f"{number:x}", "as hexadecimal without leading zeros")
    yield Form(str(number), "as an unsigned decimal")
    yield Form(str(number - (1 << 64) if number >> 63 else number), "as a signed decimal")


def _phone(value: str, owner: Owner) -> Iterator[Form]:
    yield from _bare(value, owner)
    try:
        number = phonenumbers.parse(value, owner.region or None)
    except phonenumbers.NumberParseException:
        return
    if not phonenumbers.is_possible_number(number):
        return
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    printed = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    yield Form(e164, "in international form")
    yield Form(e164[1:], "in international form without +")
    yield Form("00" + e164[1:], "in international form with 00")
    yield Form(printed, "in printed international form")
    yield Form(printed.replace(" ", "-"), "in printed international form with hyphens")
    yield Form(national, "in printed national form")
    yield Form(re.sub(r"\D", "", national), "in national form")
    yield Form(str(number.national_number), "in national form without its first digit")


def _uuid(value: str, _: Owner) -> Iterator[Form]:
    digits = value.replace("-", "")
    if len(digits) != 32:
        return
    yield Form(digits, "without hyphens")
    yield Form("-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])), "with hyphens")


def _name(value: str, owner: Owner) -> Iterator[Form]:
    words = value.split()
    if len(words) > 1:
        yield Form(f"{words[-1]}, {' '.join(words[:-1])}", "last name first")
        yield Form("".join(words), "in one word")
        yield from (Form(word, "in part", part=True) for word in words if len(word) > 2)
    yield from _as_written(value, owner)


def _birth_date(value: str, _: Owner) -> Iterator[Form]:
    day = date.fromisoformat(value)
    yield from (Form(day.strftime(order), "in another order") for order in _DATES)


FORMS: Mapping[str, Callable[[str, Owner], Iterator[Form]]] = MappingProxyType(
    {
        "imei": _imei,
        "meid": _bare,
        "iccid": _bare,
        "imsi": _bare,
        "serial": _bare,
        "mac_address": _mac,
        "bluetooth_mac": _mac,
        "bssid": _mac,
        "android_id": _number64,
        "gsf_id": _number64,
        "phone_number": _phone,
        "contact": _phone,
        "advertising_id": _uuid,
        "installation_id": _uuid,
        "name": _name,
        "birth_date": _birth_date,
    }
)
