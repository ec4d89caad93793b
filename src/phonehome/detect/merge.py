"""Clues about one value at one place become one finding with all its reasons."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import lru_cache

from phonehome.detect.clue import Clue
from phonehome.knowledge.schema import Knowledge
from phonehome.model import CERTAINTIES, Certainty, Field, Finding, Location, Reason, Step

_PLAIN = re.compile(r"[^0-9a-z@\x80-\U0010ffff]")
# A shape alone cannot tell these kinds apart: where another way knows better, it only adds its reason.
_ALIKE = {
    "mac_address": ("bssid", "bluetooth_mac"),
    "phone_number": ("contact", "call_log", "message"),
    "email": ("account_id", "contact"),
}

# Beyond this many values in one field, lists are no longer told from their elements.
_MOST_PARTS = 64

Spot = tuple[int, str, str]  # container, codec, path
Values = dict[str, list[Clue]]
Kinds = dict[str, Values]
Above = dict[int, tuple[Step, ...]]  # the steps to a container, by its identity


class Merge:
    """Merges clues; values that stand for "nothing" are named as dummies.

    Of the kinds that are ``listed``, the owner's values are all known: a shape alone is none of them, and left out.
    """

    def __init__(self, knowledge: Knowledge, listed: Container[str] = ()) -> None:
        self._listed = listed
        self._dummies: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for row in knowledge.dummies:
            for kind in row.kinds:
                self._dummies.setdefault(kind, []).append((re.compile(row.value), row.means))
        self._dummy = lru_cache(maxsize=1 << 14)(self._means)

    def findings(self, exchange: int, clues: Iterable[Clue]) -> list[Finding]:
        """One finding a kind, place and value, in the order in which the first clue for it came."""
        spots: dict[Spot, Kinds] = {}
        for clue in clues:
            path = clue.field.path if clue.record is None else clue.record
            kinds = spots.setdefault((id(clue.field.parent), clue.field.codec, path), {})
            kinds.setdefault(clue.kind, {}).setdefault(_plain(clue.value), []).append(clue)
        for kinds in spots.values():
            if len(kinds) > 1:
                _fold(kinds)
        above: Above = {}
        values = (values for kinds in spots.values() for values in kinds.values())
        found = [self._finding(exchange, clues, above) for one in values for clues in _parted(one)]
        return [one for one in found if one.kind not in self._listed or not _is_bare(one)]

    def _finding(self, exchange: int, clues: list[Clue], above: Above) -> Finding:
        first = clues[0]
        dummy = self._dummy(first.kind, first.value)
        if len(clues) == 1 and not dummy:  # as most are
            location = Location(exchange, _steps(first.field, first.record, above))
            value = first.hides or first.value
            return Finding(first.kind, first.certainty, value, location, (first.reason,), first.event)
        reasons = tuple(dict.fromkeys(clue.reason for clue in clues))
        if dummy:
            reasons = (Reason("pattern", dummy, "identifiers.toml"), *reasons)
        return Finding(
            kind=first.kind,
            certainty="dummy" if dummy else _certainty(clues),
            value=next((clue.hides for clue in clues if clue.hides), first.value),
            location=Location(exchange, _steps(first.field, first.record, above)),
            reasons=reasons,
            event=next((clue.event for clue in clues if clue.event), None),
        )

    def _means(self, kind: str, value: str) -> str:
        rows = self._dummies.get(kind, ())
        return next((means for shape, means in rows if shape.fullmatch(value)), "")


@lru_cache(maxsize=1 << 14)
def _plain(value: str) -> str:
    return _PLAIN.sub("", value.lower()) or value


def _is_bare(finding: Finding) -> bool:
    """A shape, and nothing else that speaks for it."""
    return finding.certainty == "possible" and all(reason.way == "pattern" for reason in finding.reasons)


def _fold(kinds: Kinds) -> None:
    for kind, others in _ALIKE.items():
        for text, clues in list(kinds.get(kind, {}).items()):
            better = next((kinds[other][text] for other in others if text in kinds.get(other, {})), None)
            if better is not None and all(clue.reason.way == "pattern" for clue in clues):
                better += clues
                del kinds[kind][text]


def _parted(values: Values) -> list[list[Clue]]:
    """A clue about a whole list gives its reasons to the clues about the list's parts."""
    if len(values) == 1 or len(values) > _MOST_PARTS:
        return list(values.values())
    parts = {text: list(clues) for text, clues in values.items()}
    for text in sorted(values, key=len, reverse=True):
        inner = [other for other in parts if other != text and other in text]
        for other in inner:
            parts[other] += parts[text]
        if inner:
            del parts[text]
    return list(parts.values())


def _certainty(clues: list[Clue]) -> Certainty:
    best = clues[0].certainty
    if len(clues) > 1:
        best = min((clue.certainty for clue in clues), key=CERTAINTIES.index)
    if best == "possible" and len({clue.reason.way for clue in clues}) > 1:
        return "likely"
    return best


def _steps(field: Field, record: str | None, above: Above) -> tuple[Step, ...]:
    step = Step(field.codec, field.path if record is None else record)
    parent = field.parent
    if parent is None:
        return (step,)
    return (*(above.get(id(parent)) or above.setdefault(id(parent), parent.steps)), step)
