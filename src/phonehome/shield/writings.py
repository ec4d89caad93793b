"""The owner's values in every writing, each with the pseudonym in the same writing: forms, backwards, hashes."""

from __future__ import annotations

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator

from msgspec import Struct

from phonehome.detect.digests import hashed
from phonehome.detect.forms import Form, written
from phonehome.model import Owner
from phonehome.shield.pseudonym import Pseudonyms

# As many characters of a digest must stand there: 64 bits, as the audit wants them.
_LEAST = 11
_WHOLE_INTEGER = re.compile(r"-?\d{10,20}")


class Match(Struct, frozen=True):
    """How much of a text is a digest, where, and what shall stand there."""

    size: int
    place: int
    new: str


class Writings:
    """The writings of one owner's values and their pseudonyms at one recipient."""

    def __init__(self, owner: Owner, pseudonyms: Pseudonyms) -> None:
        self._owner = owner
        self._pseudonyms = pseudonyms
        self._tables: dict[str, tuple[dict[str, str], re.Pattern[str]]] = {}

    def replaced(self, kind: str, text: str) -> str:
        """A text with every writing of the owner's values of a kind replaced by that of the pseudonym."""
        table, pattern = self._table(kind)
        return pattern.sub(lambda match: _in_case(match[0], table[match[0].lower()]), text) if table else text

    def rehashed(self, kind: str, value: str, text: str) -> str:
        """A text in which a hash of an owner's value stands, with the same hash of its pseudonym, cut to its length."""
        lower, best = text.lower(), Match(0, 0, "")
        for old, new in _pairs(self._forms(kind, value)):
            place = _place(old, text, lower)
            if place >= 0:
                size = _alike(old.lower(), lower[place:])
                is_integer = _WHOLE_INTEGER.fullmatch(old) is not None
                best = max(best, Match(size, place, new if is_integer else new[:size]), key=_size)
        end = best.place + best.size
        return text[: best.place] + _in_case(text[best.place : end], best.new) + text[end:] if best.size else text

    def _table(self, kind: str) -> tuple[dict[str, str], re.Pattern[str]]:
        if kind not in self._tables:
            pairs: dict[str, str] = {}
            for value in self._owner.values.get(kind, ()):
                for old, new in self._forms(kind, value):
                    if not old.part and old.text:
                        pairs.setdefault(old.text.lower(), new.text)
                        pairs.setdefault(old.text.lower()[::-1], new.text[::-1])
                    elif old.text:
                        pairs.setdefault(old.text.lower(), new.text)
            longest_first = sorted(pairs, key=len, reverse=True)
            self._tables[kind] = pairs, re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
        return self._tables[kind]

    def _forms(self, kind: str, value: str) -> Iterator[tuple[Form, Form]]:
        """Each form of a value with the pseudonym's form of the same name, or where it has none the pseudonym."""
        pseudonym = self._pseudonyms.of(kind, value)
        others = written(kind, pseudonym, self._owner)
        for number, old in enumerate(written(kind, value, self._owner)):
            same = [one for one in others if one.how == old.how]
            at = others[number] if number < len(others) and others[number].how == old.how else None
            yield old, at or (same[0] if same else Form(pseudonym, part=old.part))


def _pairs(forms: Iterator[tuple[Form, Form]]) -> Iterator[tuple[str, str]]:
    """Whole digests in every writing: the value's and the pseudonym's."""
    for old, new in forms:
        cased = ((old.text, new.text), (old.text.lower(), new.text.lower()), (old.text.upper(), new.text.upper()))
        for one, other in dict.fromkeys(cased):
            for (_, digest), (_, made) in zip(hashed(one), hashed(other), strict=True):
                yield digest.hex(), made.hex()
                yield urlsafe_b64encode(digest).decode(), urlsafe_b64encode(made).decode()
                yield b64encode(digest).decode(), b64encode(made).decode()
                for signed in (False, True):
                    yield (
                        str(int.from_bytes(digest[:8], signed=signed)),
                        str(int.from_bytes(made[:8], signed=signed)),
                    )


def _place(old: str, text: str, lower: str) -> int:
    """Where a digest begins in a text: by 16 hexadecimal digits or 11 of base64; an integer counts as a whole."""
    if _WHOLE_INTEGER.fullmatch(old):
        return text.find(old)
    return lower.find(old[:16]) if old.islower() or old.isdigit() else text.find(old[:_LEAST])


def _size(match: Match) -> int:
    return match.size


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))


def _in_case(found: str, new: str) -> str:
    """New text in upper or lower case where the found one is."""
    if found.isupper() and found.upper() != found.lower():
        return new.upper()
    return new.lower() if found.islower() and re.fullmatch(r"[0-9a-f:.-]*", found) else new
