"""Shapes with check digits and tables: identifiers that give themselves away without an owner or a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from phonehome.detect.checks import CHECKS, Check
from phonehome.detect.clue import Clue
from phonehome.detect.request import Piece, Request
from phonehome.detect.scan import patterns
from phonehome.knowledge.schema import Identifier, Knowledge
from phonehome.model import Reason

Rule = tuple[Identifier, "re.Pattern[str]", Check, Reason]
# A check costs up to 60 us: a field of more matches than this would take minutes.
_MOST_IN_A_FIELD = 10_000


class Pattern:
    """One scan says which pieces may hold which shape; the exact match and its check are made only there."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._rules = [_rule(row) for row in knowledge.identifiers]
        self._scan = patterns([(row.shape, row.beside) for row in knowledge.identifiers])

    def find(self, request: Request) -> Iterator[Clue]:
        """A clue for every match that passes its check."""
        hits = self._scan(request.blob)
        for number, place in dict.fromkeys([(number, request.place(end - 1)) for number, end in hits]):
            yield from _match(self._rules[number], request, request.piece(place))


def _match(rule: Rule, request: Request, piece: Piece) -> Iterator[Clue]:
    row, shape, check, reason = rule
    field = request.fields[piece.field]
    if row.never_in and f"{field.codec} {field.path}" in row.never_in:
        return
    for match in islice(shape.finditer(request.text(piece)), _MOST_IN_A_FIELD):
        value = match[match.lastindex or 0]
        if check(value):
            yield Clue(row.kind, row.certainty, value, field, reason)


def _rule(row: Identifier) -> Rule:
    shape = re.compile(f"(?<![{row.beside}])(?:{row.shape})(?![{row.beside}])", re.ASCII)
    how = f" and passes the {row.check} check" if row.check else ""
    # A phone's identifiers come again and again.
    check = lru_cache(maxsize=1 << 12)(CHECKS[row.check])
    return row, shape, check, Reason("pattern", f"has the form of {row.standard}{how}", row.standard)
