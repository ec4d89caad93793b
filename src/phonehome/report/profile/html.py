"""Writes a profile as one HTML5 page without network or script: a chapter a question, with its chart and its proof."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from phonehome.infer.profile import QUESTIONS, Profile
from phonehome.report.material import Look
from phonehome.report.templates import templates


class Chapter(Struct, frozen=True):
    """The part of the page that belongs to one question."""

    name: str
    html: str


def render(profile: Profile, _: Look) -> Iterator[bytes]:
    """The profile as one HTML5 page."""
    chapters = [
        Chapter(each.question, Markup(_TEMPLATES.get_template(each.question).render(answer=each)))  # noqa: S704
        for each in profile.answers
    ]
    for piece in _TEMPLATES.get_template("page").generate(profile=profile, chapters=chapters):
        yield piece.encode()


_TEMPLATES = templates(
    {question.NAME: f"profile/chapters/{question.NAME}.html.jinja" for question in QUESTIONS}
    | {"page": "profile/page.html.jinja", "parts": "profile/chapters/parts.html.jinja"},
    {},
)
