"""The owner's values hidden by XOR with one byte, in base64, hexadecimal or bytes that no codec opens.

XOR with one byte leaves the XOR of neighbouring bytes as it was, whatever the byte. So the differences of every closed
text are searched for the differences of the values: one look for all 255 keys.
"""

from __future__ import annotations

import binascii
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from phonehome.detect.clue import Clue
from phonehome.detect.forms import bits, forms
from phonehome.detect.request import Request
from phonehome.detect.scan import literals
from phonehome.model import Field, Owner, Reason

LEAST = 8
_MOST = 1 << 16
_SURE_BITS = 30.0
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{11,}+={0,2}")  # hexadecimal too
_HEX = re.compile(r"[0-9A-Fa-f]++")
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")


class Xored:
    """Looks for the owner's values behind one byte of XOR."""

    def __init__(self, owner: Owner) -> None:
        sought: dict[bytes, tuple[str, str]] = {}
        for kind, values in owner.values.items():
            for form in (form for value in values for form in forms(kind, value, owner)):
                text = form.text.encode()
                if len(text) >= LEAST and bits(form.text) >= _SURE_BITS and not form.part:
                    sought.setdefault(differences(text), (kind, form.text))
        self._sought = list(sought.items())
        self._scan = literals([hidden for hidden, _ in self._sought])

    def find(self, request: Request) -> Iterator[Clue]:
        """A clue for every closed field that holds a value under some key other than zero."""
        if not self._sought:
            return
        closed = [pair for pair in _closed(request) if len(pair[1]) >= LEAST]
        ends = list(accumulate(len(data) for _, data in closed))
        hidden = differences(b"".join([data for _, data in closed]))
        for number, end in self._scan(hidden) if hidden else ():
            place = bisect_right(ends, end)
            field, data = closed[place]
            yield from self._clue(number, end - ends[place] + len(data), (field, data))

    def _clue(self, number: int, end: int, closed: tuple[Field, bytes]) -> Iterator[Clue]:
        sought, (kind, text) = self._sought[number]
        field, data = closed
        start = end - len(sought)
        if start < 0 or differences(data[start : end + 1]) != sought:
            return
        key = data[start] ^ text.encode()[0]
        if key:
            reason = Reason("known", f"the owner's value under XOR with the byte 0x{key:02x}", "owner.toml")
            yield Clue(kind, "confirmed", text, field, reason)


def differences(data: bytes) -> bytes:
    """Each byte XOR its successor: the same for every one-byte key."""
    number = int.from_bytes(data)
    return ((number ^ number >> 8) & ((1 << 8 * (len(data) - 1)) - 1)).to_bytes(len(data) - 1) if data else b""


def _closed(request: Request) -> Iterator[tuple[Field, bytes]]:
    """Fields that may hide a value, and the bytes in which."""
    fields, is_base64 = request.fields, _BASE64.fullmatch
    for number, text in enumerate(request.texts):
        if len(text) < LEAST:
            continue
        value = fields[number].value
        if isinstance(value, bytes):
            yield fields[number], value[:_MOST]
        elif is_base64(text) and isinstance(value, str) and len(text) <= _MOST:
            yield fields[number], _decoded(text)


def _decoded(text: str) -> bytes:
    if not len(text) % 2 and _HEX.fullmatch(text):
        return bytes.fromhex(text)
    bare = text.encode().rstrip(b"=").translate(_TO_STANDARD)
    return binascii.a2b_base64(bare[: len(bare) - (len(bare) % 4 == 1)] + b"==")  # for short ones faster than pybase64
