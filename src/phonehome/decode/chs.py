"""OnePlus' reversible IMEI code (the keys ``chs`` and ``ch1`` of firmware of October 2017)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from phonehome.decode.closing import close
from phonehome.decode.codec import Medium, Parts
from phonehome.model import Value

NAME = "chs"
STARTS = b"bcdefghijklmn"
LEAST = 18
READS: Medium = "text"
SIGNS = b""
BESIDE = b",\x03"
KEEPS = 256

_SLOTS = re.compile(rb"[b-n\x03]{17,}+[1-4](?:,(?:[b-n\x03]{17,}+[1-4])?)*+")
_DIGITS = [bytes.maketrans(bytes(range(97 + shift, 107 + shift)), b"0123456789") for shift in range(5)]


def opens(data: bytes, room: int) -> Parts | None:  # noqa: ARG001
    """The IMEIs as ``[0]``, ``[1]`` ...; random letters are refused by length and check digit."""
    if not _SLOTS.fullmatch(data):
        return None
    found = [
        _decoded(letters, slot[-1] - 48) for slot in data.split(b",") if slot for letters in slot[:-1].split(b"\x03")
    ]
    values = [value for value in found if value is not None]
    return [(f"[{i}]", value) for i, value in enumerate(values)] if len(values) == len(found) else None


def closes(data: bytes, changes: Mapping[str, Value]) -> bytes | None:
    """The same tokens with other IMEIs: shift, turn and filling digits stay."""
    return close(opens, data, changes, _write)


def _write(data: bytes, parts: dict[str, Value]) -> bytes:
    imeis = map(str, parts.values())
    return b",".join(
        b"\x03".join(_encoded(letters, slot[-1] - 48, next(imeis)) for letters in slot[:-1].split(b"\x03")) + slot[-1:]
        if slot
        else b""
        for slot in data.split(b",")
    )


def _encoded(letters: bytes, shift: int, imei: str) -> bytes:
    digits = letters.translate(_DIGITS[shift]).decode()
    padding, turn, turned = int(digits[-2]), int(digits[-1]), digits[:-2]
    filled = imei + (turned[-turn:] + turned[:-turn])[-padding:]
    return bytes(byte + 49 + shift for byte in (filled[turn:] + filled[:turn] + digits[-2:]).encode())


def _decoded(letters: bytes, shift: int) -> str | None:
    digits = letters.translate(_DIGITS[shift]).decode()
    if len(digits) < 2 or not digits.isdecimal() or not "1" <= digits[-2] <= "4" or not "1" <= digits[-1] <= "4":
        return None
    padding, turn, turned = int(digits[-2]), int(digits[-1]), digits[:-2]
    imei = (turned[-turn:] + turned[:-turn])[:-padding]
    return imei if len(imei) in (14, 16) or (len(imei) == 15 and _luhn(imei)) else None


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 Annex B; also the IMEI check digit (3GPP TS 23.003)."""
    doubled = (int(digit) * (1 + i % 2) for i, digit in enumerate(reversed(digits)))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0
