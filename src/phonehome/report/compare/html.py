"""Writes a comparison as one HTML5 page without network or script: a verdict, streams, kinds and places a recipient."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from phonehome.infer.change import STATES, Comparison
from phonehome.knowledge.load import load
from phonehome.report.compare.rows import changed_fields, kind_line, stream_line, watched
from phonehome.report.material import Look
from phonehome.report.templates import resource, templates


def render(comparison: Comparison, _: Look) -> Iterator[bytes]:
    """The comparison as one HTML5 page."""
    labels = {name: kind.label for name, kind in load().kinds.items()}
    for piece in _TEMPLATES.get_template("page").generate(comparison=comparison, labels=labels):
        yield piece.encode()


_TEMPLATES = templates(
    {"page": "compare/page.html.jinja"},
    {
        "STATES": STATES,
        "STYLE": Markup(resource("compare/compare.css")),  # noqa: S704 - our own style sheet
        "changed_fields": changed_fields,
        "kind_line": kind_line,
        "stream_line": stream_line,
        "watched": watched,
    },
)
