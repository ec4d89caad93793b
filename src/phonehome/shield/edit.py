"""One finding and its rule: which fields get which new values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, takewhile

from msgspec import Struct
from stdnum.luhn import calc_check_digit

from phonehome.detect.checks import luhn
from phonehome.detect.records import stamp
from phonehome.model import Field, Finding, Step, Value
from phonehome.shield.coarsen import coarse, time
from phonehome.shield.pseudonym import Pseudonyms
from phonehome.shield.rules import Rule
from phonehome.shield.writings import Writings

_TIME_AT_END = re.compile(r"(?<=\d)1\d{12}$")
Steps = tuple[Step, ...]


class Places:
    """The fields of an exchange by the layers above them."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._families: dict[tuple[Steps, str], list[Field]] = {}
        self._sorted: dict[tuple[Steps, str], list[tuple[str, int]]] = {}
        above: dict[int, Steps] = {}
        for field in fields:
            parent = field.parent
            key: Steps = ()
            if parent is not None:
                key = above.get(id(parent)) or above.setdefault(id(parent), parent.steps)
            self._families.setdefault((key, field.codec), []).append(field)

    def at(self, steps: Steps) -> list[Field]:
        """The fields at a place, or of the record that it names."""
        key, path = (steps[:-1], steps[-1].codec), steps[-1].path
        siblings = self._families.get(key, [])
        if key not in self._sorted:
            self._sorted[key] = sorted((field.path, number) for number, field in enumerate(siblings))
        paths = self._sorted[key]
        # What begins alike stands together; a payload may have as many records as it has fields.
        first = bisect_left(paths, (path, 0))
        alike = list(takewhile(lambda one: one[0].startswith(path), islice(paths, first, None)))
        exact = [number for other, number in alike if other == path]
        return [siblings[at] for at in exact or sorted(number for other, number in alike if _is_below(other, path))]

    def within(self, field: Field) -> list[Field]:
        """What was opened from a field: everything below it."""
        steps = field.steps
        return [one for (key, _), family in self._families.items() if key[: len(steps)] == steps for one in family]


def _is_below(path: str, record: str) -> bool:
    if not record:
        return True
    return path.startswith(record) and path[len(record) : len(record) + 1] in {".", "[", "", " ", "/", ":"}


class Editor(Struct, frozen=True):
    """What is needed to edit for one recipient."""

    writings: Writings
    pseudonyms: Pseudonyms

    def edited(self, finding: Finding, rule: Rule, field: Field) -> Value | None:
        """The value that a field of a finding shall have; None where the field is not meant."""
        if rule.action in {"zero", "drop"}:
            return zero(field.value)
        if finding.event is not None:
            return self._of_event(finding, rule, field)
        if rule.action == "coarsen":
            new = coarse(finding.kind, field.value, rule)
            return field.value if new is None else new
        return self._replaced(finding, field)

    def renamed(self, finding: Finding, text: str) -> str:
        """A text in which the value stands as a name."""
        new = self.writings.replaced(finding.kind, text)
        other = self.pseudonyms.of(finding.kind, finding.value)
        return new if new != text else re.sub(re.escape(finding.value), other, text, flags=re.IGNORECASE)

    def _of_event(self, finding: Finding, rule: Rule, field: Field) -> Value | None:
        """Times of a record are cut; its app is replaced unless the rule only coarsens."""
        if (cut := time(field.value, rule.to)) is not None:
            return cut
        if isinstance(field.value, str) and (cut_within := _without_times(field.value, rule.to)) != field.value:
            return cut_within
        app = finding.event.app if finding.event else ""
        if rule.action == "replace" and app and isinstance(field.value, str) and app in field.value:
            return field.value.replace(app, self.pseudonyms.of("app_usage", app))
        return None

    def _replaced(self, finding: Finding, field: Field) -> Value | None:
        kind, text = finding.kind, text_of(field.value)
        ways = {reason.way for reason in finding.reasons}
        if "hash" in ways and (new := self.writings.rehashed(kind, finding.value, text)) != text:
            return typed(new, field.value)
        if "known" in ways and (new := self.writings.replaced(kind, text)) != text:
            return typed(new, field.value)
        if finding.is_owners and finding.value.lower() not in text.lower() and not _is_hidden(finding):
            return field.value  # replaced with another value of its kind
        return typed(self._shaped(kind, finding.value, text, field), field.value)

    def _shaped(self, kind: str, found: str, text: str, field: Field) -> str:
        if found in text:
            return text.replace(found, self.pseudonyms.of(kind, found))
        if isinstance(field.value, int) and re.fullmatch("[0-9a-f]{16}", found):
            return str(int(self.pseudonyms.of(kind, found), 16))
        if ", " in found:
            for one in found.split(", "):
                text = text.replace(one, self.pseudonyms.of(kind, one)) if one == text else text
            return text
        if found.lower() in text.lower():
            return re.sub(re.escape(found), self.pseudonyms.of(kind, found), text, flags=re.IGNORECASE)
        return self.pseudonyms.of("", text)


def _without_times(text: str, to: str) -> str:
    """A text that ends in a time in milliseconds, such as the id of a session, with that time cut."""
    return _TIME_AT_END.sub(lambda match: str(time(match[0], to) or match[0]), text)


def _is_hidden(finding: Finding) -> bool:
    return any(" XOR " in reason.text for reason in finding.reasons)


def text_of(value: Value) -> str:
    """A value as text; bytes one character an octet."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def typed(text: str, like: Value) -> Value:
    """A text as a value of the same type; a number that it is none of becomes zero."""
    if isinstance(like, str):
        return text
    if isinstance(like, bytes):
        return text.encode("latin-1", "replace")
    text = unpadded(text) if len(text) == len(str(like)) else text
    try:
        return int(text) % (1 << 63) if isinstance(like, int) and like >= 0 else type(like)(float(text))
    except ValueError:
        return type(like)(0)


def unpadded(text: str) -> str:
    """Digits that as a number are as many: no body gives out IMEIs that begin with 20, no country has MCC 201."""
    if not text.isdecimal() or not text.startswith("00"):
        return text
    new = f"2{text[1:]}"
    return new[:-1] + calc_check_digit(new[:-1]) if luhn(text) else new


def zero(value: Value) -> Value:
    """Nothing, of the same type; bytes of the same length. A text of digits stays one, a time becomes the epoch."""
    if isinstance(value, bytes):
        return bytes(len(value))
    if isinstance(value, str):
        if value in {"true", "false"}:
            return "false"
        return "0" * len(value) if value.isdecimal() or stamp(value) is not None else ""
    return type(value)(0)
