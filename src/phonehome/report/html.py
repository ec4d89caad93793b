"""Writes a report as one HTML5 file without network or script: chapters/ holds its parts, page.css its looks."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from phonehome.knowledge.schema import Knowledge
from phonehome.model import Group, RecipientReport, Report
from phonehome.report import dealings, faults, limits, summary
from phonehome.report.mask import masked
from phonehome.report.material import Material
from phonehome.report.profile.html import chapters_of
from phonehome.report.quote import quotes
from phonehome.report.templates import templates

_IN_PICTURES = 60
_QUOTED = 60
_CLOSED = 60
_OPAQUE_SHOWN = 12


class Chapter(Struct, frozen=True):
    """A part of the page: the name of its template and anchor, and its title. One that says nothing is left out."""

    name: str
    title: str
    html: str = ""


CHAPTERS = (
    Chapter("overview", "Who received what"),
    Chapter("recipients", "Recipient by recipient"),
    Chapter("known", "What it can know about you"),
    Chapter("saying", "How to say it"),
    Chapter("unread", "Contacted, but not read"),
    Chapter("nothing", "Contacted, nothing personal found"),
    Chapter("opaque", "What could not be opened"),
    Chapter("dummies", "Named, but not leaks"),
    Chapter("reading", "How to read this report"),
    Chapter("provenance", "What this report was made from"),
)


class Page(Struct, frozen=True):
    """What the templates are filled with."""

    report: Report
    sentences: tuple[str, ...]
    whole: summary.Party
    span: tuple[int, int] | None
    parties: tuple[summary.Party, ...]
    receiving: limits.Some[summary.Party]
    recipients: limits.Some[RecipientReport]
    excerpts: tuple[tuple[RecipientReport, int], ...]
    unread: limits.Some[RecipientReport]
    unknown: limits.Some[summary.Party]
    quiet: limits.Some[RecipientReport]
    closed: limits.Some[RecipientReport]
    dummies: limits.Some[tuple[RecipientReport, Group]]
    quotes: limits.Some[tuple[summary.Party, str]]
    tallies: tuple[summary.Tally, ...]


def render(material: Material) -> Iterator[bytes]:
    """The report as one HTML5 page."""
    page = _page(masked(material.report), material.knowledge)
    known = tuple(chapters_of(material.profile)) if material.profile else ()
    given = {"page": page, "knowledge": material.knowledge, "profile": material.profile, "known": known}
    chapters = [
        Chapter(each.name, each.title, Markup(_TEMPLATES.get_template(each.name).render(given)))  # noqa: S704
        for each in CHAPTERS
    ]
    written = [chapter for chapter in chapters if chapter.html.strip()]
    for piece in _TEMPLATES.get_template("page").generate({**given, "chapters": written}):
        yield piece.encode()


def _page(report: Report, knowledge: Knowledge) -> Page:
    contacted = summary.parties(report)
    recipients = limits.some([each for each in report.recipients if each.groups], limits.RECIPIENTS_SHOWN)
    return Page(
        report=report,
        sentences=tuple(summary.sentences(report, knowledge)),
        whole=summary.whole(report),
        span=summary.span(report.recipients),
        parties=contacted,
        receiving=limits.some([party for party in contacted if party.groups], _IN_PICTURES),
        recipients=recipients,
        excerpts=limits.excerpts(recipients.items),
        unread=limits.some(dealings.unread(report.recipients)),
        unknown=limits.some([party for party in contacted if party.is_unread and party.bytes_sent], _IN_PICTURES),
        quiet=limits.some(dealings.clean(report.recipients)),
        closed=limits.some([each for each in report.recipients if each.opaque], _CLOSED),
        dummies=limits.some([(each, group) for each in report.recipients for group in each.dummies]),
        quotes=limits.some(tuple(quotes(report, knowledge)), _QUOTED),
        tallies=summary.tallies(summary.whole(report).groups, knowledge),
    )


_TEMPLATES = templates(
    {chapter.name: f"chapters/{chapter.name}.html.jinja" for chapter in CHAPTERS} | {"page": "page.html.jinja"},
    {
        "dealings": dealings.dealings,
        "asked": dealings.asked,
        "damaged": faults.damaged,
        "noted": faults.noted,
        "seen": dealings.seen,
        "OPAQUE_SHOWN": _OPAQUE_SHOWN,
        "tallies": summary.tallies,
    },
)
