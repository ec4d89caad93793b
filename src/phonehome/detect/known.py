"""The owner's own values, in any form and under any hash, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from phonehome.detect.clue import Clue
from phonehome.detect.digests import digests
from phonehome.detect.forms import Form, bits, forms
from phonehome.detect.request import Piece, Request
from phonehome.detect.scan import literals
from phonehome.model import Certainty, Owner, Reason

# Below SURE bits of surprise a text may stand there by chance; below WORD it says nothing even as a whole value;
# from GLUED on it is believed with letters at its digits, or digits at its letters.
WORD, SURE, GLUED = 14.0, 30.0, 48.0
# An IMEISV has two digits behind the 14 of an IMEI; a SIM card number may have a check digit or a filling F.
_LONGEST = {"imei": 16, "iccid": 20}
_LETTERS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + bytes(range(128, 256))
_MOST = 256
_INNER = re.compile(rb"[0-9](?=[0-9])|[A-Za-z\x80-\xff](?=[A-Za-z\x80-\xff])")
_ADDRESS_BEFORE = re.compile(rb"[.%+_-]")
_ADDRESS_BEHIND = re.compile(rb"[.-][0-9A-Za-z]")


class Sought(Struct, frozen=True, gc=False):
    """A literal to look for, and what its presence says; ``hides`` is the value that a digest is one of."""

    kind: str
    text: bytes
    reason: Reason
    bits: float
    hides: str = ""


class Word(Struct, frozen=True, gc=False):
    """A match among its neighbours: ``behind`` counts the letters and digits that follow at once.

    It is ``part`` of a longer number, word or address where digit stands beside digit, or letter beside letter.
    """

    text: bytes
    before: bool
    behind: int
    part: bool
    fills: bool


class Known:
    """Looks for what is known of the owner. Places are another matter: see ``place``.

    ``within`` takes a value for the owner's also inside a longer number, word or address: an audit claims no such
    thing, a shield lets no such thing pass.
    """

    def __init__(self, owner: Owner, *, within: bool = False) -> None:
        self._within = within
        best: dict[bytes, Sought] = {}
        for sought in _sought(owner):  # of equal texts the one that says most counts, then the plainest
            before = best.setdefault(sought.text.lower(), sought)
            if before.bits < sought.bits:
                best[sought.text.lower()] = sought
        self._sought = [sought for sought in best.values() if len(sought.text) > 1]
        self._scan = literals([_literal(sought) for sought in self._sought])

    def find(self, request: Request) -> Iterator[Clue]:
        """A clue for every place in which one of the owner's values stands; once confirmed there, it is told once."""
        told = -1, 0
        for number, end in self._scan(request.blob):
            sought = self._sought[number]
            start = end - len(sought.text)
            if told[0] == number and start < told[1]:
                continue
            piece = request.locate(start)
            clue = self._clue(request, sought, piece, start) if end <= piece.end else None
            if clue:
                yield clue
                if clue.certainty == "confirmed" and clue.kind not in _LONGEST:
                    told = number, piece.end

    def _clue(self, request: Request, sought: Sought, piece: Piece, start: int) -> Clue | None:
        word = _word(request.blob, sought, piece, start)
        certainty = _digest_certainty(sought, word) if sought.hides else _certainty(sought, word)
        if certainty is None and self._within and sought.bits >= SURE:
            certainty = "likely"
        if certainty is None:
            return None
        text = word.text if sought.hides or _is_longer(sought, word) else word.text[: len(sought.text)]
        hides = sought.hides if certainty == "confirmed" else ""
        field = request.fields[piece.field]
        return Clue(sought.kind, certainty, text.decode(errors="replace"), field, sought.reason, hides=hides)


def _literal(sought: Sought) -> bytes:
    """What the scan looks for; a text that says nothing but as a whole value has the NUL before that value."""
    return sought.text if sought.hides or sought.bits >= WORD else b"\0" + sought.text


def _is_longer(sought: Sought, word: Word) -> bool:
    return not word.before and len(word.text) <= _LONGEST.get(sought.kind, 0)


def _certainty(sought: Sought, word: Word) -> Certainty | None:
    if (word.before or word.behind or word.part) and not _is_longer(sought, word):
        return "likely" if sought.bits >= GLUED and not word.part else None
    if sought.bits >= SURE:
        return "confirmed"
    if sought.bits < WORD:
        return "possible" if word.fills else None
    return "likely" if word.fills else "possible"


def _digest_certainty(sought: Sought, word: Word) -> Certainty | None:
    if word.before:
        return None
    if sought.bits >= GLUED:
        return "confirmed"
    return None if word.behind else "possible"


def _word(blob: bytes, sought: Sought, piece: Piece, start: int) -> Word:
    """No neighbour needs a bound: the NUL between pieces is no letter."""
    end = start + len(sought.text)
    after = blob[end : end + _MOST]
    behind = len(after) - len(after.lstrip(_LETTERS))
    before = start > 0 and blob[start - 1] in _LETTERS
    fills = start == piece.start and end == piece.end and not piece.in_path
    return Word(blob[start : end + behind], before, behind, _is_part(blob, start, end), fills)


def _is_part(blob: bytes, start: int, end: int) -> bool:
    if (start and _INNER.match(blob, start - 1)) or _INNER.match(blob, end - 1):
        return True
    if b"@" not in blob[start:end]:
        return False
    return bool((start and _ADDRESS_BEFORE.match(blob, start - 1)) or _ADDRESS_BEHIND.match(blob, end))


def _sought(owner: Owner) -> Iterator[Sought]:
    for kind, values in owner.values.items():
        if kind == "location":
            continue
        for value in values:
            for form in forms(kind, value, owner):
                yield from _plain(kind, form)
                yield from _hashed(kind, form, value)


def _plain(kind: str, form: Form) -> Iterator[Sought]:
    how = f"the owner's value {form.how}".rstrip()
    surprise = 0.0 if form.part else bits(form.text)
    yield Sought(kind, form.text.encode(), Reason("known", how, "owner.toml"), surprise)
    if surprise >= SURE and form.text != form.text[::-1]:
        backwards = Reason("known", f"{how}, written backwards", "owner.toml")
        yield Sought(kind, form.text[::-1].encode(), backwards, surprise)


def _hashed(kind: str, form: Form, value: str) -> Iterator[Sought]:
    how = f"the owner's value {form.how}".rstrip()
    for text in dict.fromkeys((form.text, form.text.lower(), form.text.upper())):
        for digest in digests(text):
            reason = Reason("hash", f"{digest.family} of {how}", "owner.toml")
            yield Sought(kind, digest.text.encode(), reason, 32.0 if digest.weak else 64.0, value)
