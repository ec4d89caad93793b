"""The live board and the evidence behind a row as HTML; what changed since a page last heard of it as JSON."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup
from msgspec import Struct

from phonehome.knowledge.schema import Knowledge
from phonehome.live.shown import evidence
from phonehome.live.snapshot import Row, Snapshot
from phonehome.live.table import sums
from phonehome.report.dealings import dealings, is_unread
from phonehome.report.limits import excerpts
from phonehome.report.templates import digest, resource, templates
from phonehome.report.words import attempts, clock, counted

# A page lists no more; the table of a terminal and the case have them too.
_ROWS = 300
_PACKAGE = "phonehome.web"
_STYLE = resource("page.css") + resource("charts.css") + resource("live.css", _PACKAGE)
_SCRIPT = resource("live.js", _PACKAGE)


class Update(Struct, frozen=True):
    """What a page shows now: its sentence, the numbers of all rows in order, and those rows that are new to it."""

    said: str
    order: tuple[int, ...]
    rows: dict[int, str]
    rest: str


def index(snapshot: Snapshot, status: str, *, shows_values: bool) -> str:
    """The whole page."""
    rows = snapshot.rows[:_ROWS]
    given = {"rows": [Markup(_row(row)) for row in rows], "rest": _rest(snapshot)}  # noqa: S704 - escaped by its template
    return _TEMPLATES.get_template("page").render(given, said=sums(snapshot, status), shows_values=shows_values)


def update(snapshot: Snapshot, since: int, status: str = "") -> bytes:
    """What changed after ``since`` exchanges."""
    rows = snapshot.rows[:_ROWS]
    changed = {row.number: _row(row) for row in rows if row.changed > since}
    order = tuple(row.number for row in rows)
    return msgspec.json.encode(Update(sums(snapshot, status), order, changed, _rest(snapshot)))


def proof(row: Row, knowledge: Knowledge, *, shows_values: bool) -> str:
    """The page with the evidence behind a row."""
    reports = excerpts(evidence(row, shows_values=shows_values))
    return _TEMPLATES.get_template("evidence").render(row=row, reports=reports, knowledge=knowledge)


def policy() -> str:
    """The Content-Security-Policy under which these pages work: their own style and script, this address, no other."""
    return (
        f"default-src 'none'; style-src '{digest(_STYLE)}'; script-src '{digest(_SCRIPT)}'; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _row(row: Row) -> str:
    return _TEMPLATES.get_template("row").render(row=row)


def _rest(snapshot: Snapshot) -> str:
    listed = len(snapshot.rows[:_ROWS])
    told = [f"And {counted(len(snapshot.rows) - listed, 'more recipient')}."] if len(snapshot.rows) > listed else []
    if snapshot.dropped:
        told.append(f"{counted(snapshot.dropped, 'host')} no longer listed here, but in the case.")
    return " ".join(told)


def _sure(row: Row) -> Sequence[object]:
    return [tally for tally in row.kinds if tally.certainty != "possible"]


def _possible(row: Row) -> Sequence[object]:
    return [tally for tally in row.kinds if tally.certainty == "possible"]


_TEMPLATES = templates(
    {"page": "page.html.jinja", "row": "row.html.jinja", "evidence": "evidence.html.jinja"},
    {
        "STYLE": Markup(_STYLE),  # noqa: S704 - our own
        "SCRIPT": Markup(_SCRIPT),  # noqa: S704 - our own
        "attempts": attempts,
        "dealings": dealings,
        "is_unread": is_unread,
        "clock": clock,
        "sure_of": _sure,
        "possible_of": _possible,
    },
    _PACKAGE,
)
