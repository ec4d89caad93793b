"""How complete and how careful: what was planted against what was found, per kind, wrapping and writing.

A planted value is found where a finding of its kind in its exchange holds the value or the text it was written as,
percent-encoded or not (TrackHAR answers with what stands in the query).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from rich.table import Table

from corpus import WRITINGS, Planted
from payloads import TOLD

# Exchange, kind, certainty, value.
Row = tuple[int, str, str, str]
Misses = Counter[tuple[str, str, str]]


class Score:
    """What was planted and what of it an engine found, at likely or above."""

    def __init__(self, planted: Sequence[Planted], rows: Iterable[Row]) -> None:
        sure = [row for row in rows if row[2] != "possible"]
        places = {(index, kind, unquote(value).lower()) for index, kind, _, value in sure}
        self.planted = planted
        self.found = [any((one.exchange, one.kind, text) in places for text in _texts(one)) for one in planted]
        self.false = {row[:2] for row in sure} - {(one.exchange, one.kind) for one in planted}
        self.false = {place for place in self.false if place[1] not in TOLD}

    @property
    def recall(self) -> float:
        """The share of planted values that were found."""
        return sum(self.found) / len(self.found)

    def missed(self) -> Misses:
        """How often a kind was missed, by its wrapping and writing."""
        pairs = zip(self.planted, self.found, strict=True)
        return Counter((one.kind, one.wrapping, one.writing) for one, is_found in pairs if not is_found)

    def by_kind(self) -> Table:
        """Planted, found and falsely found values of each kind; false where the exchange holds nothing of it."""
        table = Table("kind", "planted", "found", "recall", "false alarms", title="Found, by kind (likely or surer)")
        whole = Counter(one.kind for one in self.planted)
        hits = Counter(one.kind for one, is_found in zip(self.planted, self.found, strict=True) if is_found)
        false = Counter(kind for _, kind in self.false)
        for kind in sorted(whole | false):
            told = f"{hits[kind] / whole[kind]:.4f}" if whole[kind] else "-"
            table.add_row(kind, f"{whole[kind]:,}", f"{hits[kind]:,}", told, str(false[kind]))
        table.add_row("all", f"{whole.total():,}", f"{hits.total():,}", f"{self.recall:.4f}", str(false.total()))
        return table


def _texts(one: Planted) -> tuple[str, str]:
    return one.value.lower(), unquote(WRITINGS[one.writing](one.value)).lower()
