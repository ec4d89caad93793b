"""Shapes with check digits and tables: identifiers that give themselves away without an owner or a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from phonehome.detect.checks import CHECKS
from phonehome.detect.clue import Clue
from phonehome.detect.request import Piece, Request
from phonehome.detect.scan import Scan, patterns
from phonehome.knowledge.schema import Identifier, Knowledge
from phonehome.model import Reason

# A check costs up to 60 us: a field of more matches than this would take minutes.
_MOST_IN_A_FIELD = 10_000
# A phone's identifiers, and the texts that tell its system, come again and again.
_SHORT = 512
_REMEMBERED = 1 << 12


class Rule:
    """A row of the table, ready to be asked."""

    def __init__(self, row: Identifier) -> None:
        self.row = row
        self.shape = re.compile(f"(?<![{row.beside}])(?:{row.shape})(?![{row.beside}])", re.ASCII)
        self.check = lru_cache(maxsize=_REMEMBERED)(CHECKS[row.check])
        how = f" and passes the {row.check} check" if row.check else ""
        self.reason = Reason("pattern", f"has the form of {row.standard}{how}", row.standard)
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._search)

    def values(self, text: str) -> tuple[str, ...]:
        """Every match that passes the check."""
        return self._remembered(text) if len(text) <= _SHORT else self._search(text)

    def _search(self, text: str) -> tuple[str, ...]:
        matches = islice(self.shape.finditer(text), _MOST_IN_A_FIELD)
        return tuple(value for match in matches if self.check(value := match[match.lastindex or 0]))


class Pattern:
    """One scan says which pieces may hold which shape; the exact match and its check are made only there.

    Shapes that hold a rare character are sought where it stands: they are the slow ones.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._rules = [Rule(row) for row in knowledge.identifiers]
        self._scans = [
            (holds.encode(), *_scan(self._rules, holds))
            for holds in dict.fromkeys(row.holds for row in knowledge.identifiers)
        ]

    def find(self, request: Request) -> Iterator[Clue]:
        """A clue for every match that passes its check."""
        blob = request.blob
        hits = [
            (numbers[number], request.place(end - 1))
            for holds, numbers, scan in self._scans
            if holds in blob
            for number, end in scan(blob)
        ]
        for number, place in sorted(set(hits)) if len(hits) > 1 else hits:
            yield from _match(self._rules[number], request, request.piece(place))


def _scan(rules: list[Rule], holds: str) -> tuple[list[int], Scan]:
    numbers = [number for number, rule in enumerate(rules) if rule.row.holds == holds]
    return numbers, patterns([(rules[number].row.shape, rules[number].row.beside) for number in numbers])


def _match(rule: Rule, request: Request, piece: Piece) -> Iterator[Clue]:
    row, field = rule.row, request.fields[piece.field]
    if row.never_in and f"{field.codec} {field.path}" in row.never_in:
        return
    for value in rule.values(request.text(piece)):
        if piece.in_path and field.codec == "protobuf" and value in field.path:
            continue  # numbers of fields: 10.1.2.7 is no address there
        yield Clue(row.kind, row.certainty, value, field, rule.reason)
