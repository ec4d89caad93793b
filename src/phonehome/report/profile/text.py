"""Writes a profile for a terminal: a heading, a sentence and a table a question."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from phonehome.infer.answer import Answer, Sureness
from phonehome.infer.profile import Profile
from phonehome.report.material import Look
from phonehome.report.profile.details import details
from phonehome.report.sections import said
from phonehome.report.terminal import printed
from phonehome.report.words import counted

_STYLES: dict[Sureness, str] = {"high": "bold red", "medium": "yellow", "low": "dim", "none": "dim"}


def render(profile: Profile, look: Look) -> Iterator[bytes]:
    """The profile as text, as wide as the look says."""
    yield printed(_all(profile), look)


def _all(profile: Profile) -> Iterator[RenderableType]:
    yield said(f"What {profile.recipient or 'those who received this'} can conclude", "bold")
    if profile.warning:
        yield said(profile.warning, "bold yellow")
    for answer in profile.answers:
        yield ""
        yield from _parts(answer)


def _parts(answer: Answer) -> Iterator[RenderableType]:
    title = said(answer.question.capitalize(), "bold")
    title.append(f" · certainty {answer.certainty}", style=_STYLES[answer.certainty])
    yield title
    yield said(answer.sentence)
    yield from details(answer)
    yield said(f"Needed: {answer.needed}. {answer.uncertainty}".rstrip(), "dim")
    if answer.proof:
        first = answer.proof[0]
        behind = f"{counted(answer.proved_by, 'finding')} behind it, the first: {first.kind} at {first.location}"
        yield said(behind, "dim")
