"""Writes a profile as one HTML5 page without network or script: a chapter a question, with its chart and its proof."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from phonehome.infer.answer import Answer
from phonehome.infer.profile import QUESTIONS, Profile
from phonehome.report.material import Look
from phonehome.report.profile.pictures import PICTURES
from phonehome.report.templates import templates

TITLES = {
    "day": "Hour by hour",
    "sleep": "Sleep",
    "apps": "Apps",
    "places": "Places",
    "people": "People",
    "sources": "Other sources",
    "stable": "What identifies the phone",
    "links": "Who could join what",
    "cadence": "How often they call",
}


class Chapter(Struct, frozen=True):
    """The part of the page that belongs to one question."""

    name: str
    title: str
    html: str


def render(profile: Profile, _: Look) -> Iterator[bytes]:
    """The profile as one HTML5 page."""
    chapters = list(chapters_of(profile))
    for piece in _TEMPLATES.get_template("page").generate(profile=profile, chapters=chapters, titles=TITLES):
        yield piece.encode()


def chapters_of(profile: Profile) -> Iterator[Chapter]:
    """The chapters in the order of the questions."""
    answers = {answer.question: answer for answer in profile.answers}
    for answer in profile.answers:
        yield Chapter(answer.question, TITLES.get(answer.question, answer.question), _chapter(answer, answers))


def _chapter(answer: Answer, answers: dict[str, Answer]) -> str:
    template = _TEMPLATES.get_template(answer.question)
    return Markup(template.render(answer=answer, answers=answers))  # noqa: S704 - our own template, escaped


_TEMPLATES = templates(
    {question.NAME: f"profile/chapters/{question.NAME}.html.jinja" for question in QUESTIONS}
    | {"page": "profile/page.html.jinja", "parts": "profile/chapters/parts.html.jinja"},
    PICTURES,
)
