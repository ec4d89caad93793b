"""Writes a report as one HTML5 file without network or script: chapters/ holds its parts, page.css its looks."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from phonehome.model import CERTAINTIES, Report
from phonehome.report import summary, words
from phonehome.report.countries import country
from phonehome.report.mask import masked
from phonehome.report.material import Material

_FOLDER = files("phonehome.report")
_FILTERS = (words.number, words.times, words.size, words.percent, words.layers, words.listed, words.short)


class Chapter(Struct, frozen=True):
    """A part of the page: the name of its template and anchor, and its title. One that says nothing is left out."""

    name: str
    title: str
    html: str = ""


CHAPTERS = (
    Chapter("overview", "Who received what"),
    Chapter("recipients", "Recipient by recipient"),
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
    tallies: tuple[summary.Tally, ...]


def render(material: Material) -> Iterator[bytes]:
    """The report as one HTML5 page."""
    report = masked(material.report)
    page = Page(
        report=report,
        sentences=tuple(summary.sentences(report, material.knowledge)),
        whole=summary.whole(report),
        span=summary.span(report.recipients),
        parties=summary.parties(report),
        tallies=summary.tallies(summary.whole(report).groups, material.knowledge),
    )
    given = {"page": page, "knowledge": material.knowledge}
    chapters = [
        Chapter(each.name, each.title, Markup(_TEMPLATES.get_template(each.name).render(given)))  # noqa: S704
        for each in CHAPTERS
    ]
    written = [chapter for chapter in chapters if chapter.html.strip()]
    for piece in _TEMPLATES.get_template("page").generate({**given, "chapters": written}):
        yield piece.encode()


def _finalize(value: object) -> object:
    """Nothing from a capture reaches the page without its control characters made visible."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else words.visible(value)


def _bar(part: int, whole: int) -> str:
    """A length in percent of the longest, so that something small is still seen."""
    return f"{max(0.6, 100 * part / whole):.2f}%" if part > 0 else "0"


def _resource(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _templates() -> Environment:
    names = {chapter.name: f"chapters/{chapter.name}.html.jinja" for chapter in CHAPTERS}
    names |= {"page": "page.html.jinja", "macros": "chapters/macros.html.jinja"}
    templates = Environment(
        loader=DictLoader({name: _resource(file) for name, file in names.items()}),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {each.__name__: each for each in _FILTERS}
    templates.globals |= {
        "CSS": Markup(_resource("page.css")),  # noqa: S704 - our own style sheet
        "SURE": words.SURE,
        "CERTAINTIES": CERTAINTIES,
        "bar": _bar,
        "between": words.between,
        "counted": words.counted,
        "country": country,
        "tallies": summary.tallies,
    }
    return templates


_TEMPLATES = _templates()
