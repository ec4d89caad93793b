"""Writes a report as CSV (RFC 4180, UTF-8), one row a finding; no spreadsheet takes a value for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import StringIO

from phonehome.knowledge.schema import Knowledge
from phonehome.model import Disclosure
from phonehome.report.mask import masked_disclosures
from phonehome.report.material import Material
from phonehome.report.words import iso, visible

COLUMNS = (
    "exchange",
    "time",
    "kind",
    "label",
    "certainty",
    "organisation",
    "host",
    "country",
    "role",
    "value",
    "location",
    "ways",
    "reasons",
    "sources",
    "event",
    "event_start",
    "event_end",
    "event_app",
)

# Also after a semicolon: where that is the list separator, a spreadsheet begins a new cell there.
_FORMULA = re.compile(
    "(?:^|(?<=;))\\s*(?=[=+@\\-\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}])"
)


def render(material: Material) -> Iterator[bytes]:
    """A line with the names of the columns, then a line for each finding, each ended by CR LF."""
    yield _line(COLUMNS)
    for disclosure in masked_disclosures(material.report, material.findings):
        yield _line(_row(disclosure, material.knowledge))


@lru_cache(maxsize=1 << 14)
def text(value: str) -> str:
    """A value on one line, with an apostrophe before what a spreadsheet would take for a formula."""
    return _FORMULA.sub(lambda match: match[0] + "'", visible(value))


def _several(texts: Iterable[str]) -> str:
    return text("; ".join(dict.fromkeys(texts)))


def _line(cells: tuple[str, ...]) -> bytes:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()


def _row(disclosure: Disclosure, knowledge: Knowledge) -> tuple[str, ...]:
    finding, recipient = disclosure.finding, disclosure.recipient
    event = finding.event
    return (
        str(finding.location.exchange),
        iso(disclosure.time) or "",
        finding.kind,
        knowledge.kinds[finding.kind].label,
        finding.certainty,
        text(recipient.organisation),
        text(recipient.host),
        text(recipient.country),
        recipient.role,
        text(finding.value),
        text(str(finding.location)),
        _several(reason.way for reason in finding.reasons),
        _several(reason.text for reason in finding.reasons),
        _several(reason.source for reason in finding.reasons if reason.source),
        text(event.name) if event else "",
        (iso(event.start) or "") if event else "",
        (iso(event.end) or "") if event else "",
        text(event.app) if event else "",
    )
