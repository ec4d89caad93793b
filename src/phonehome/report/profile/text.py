"""Writes a profile for a terminal: a heading, a sentence and a table a question."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich.console import Console, RenderableType

from phonehome.infer.answer import Answer, Sureness
from phonehome.infer.profile import Profile
from phonehome.report.material import Look
from phonehome.report.profile.details import details
from phonehome.report.sections import said
from phonehome.report.words import counted

_STYLES: dict[Sureness, str] = {"high": "bold red", "medium": "yellow", "low": "dim", "none": "dim"}


def render(profile: Profile, look: Look) -> Iterator[bytes]:
    """The profile as text, as wide as the look says."""
    out = StringIO()
    console = Console(
        file=out,
        width=look.width,
        force_terminal=look.colour,
        force_jupyter=False,
        color_system="standard" if look.colour else None,
        legacy_windows=False,
        _environ={},  # a report does not change with the shell it is made in
    )
    console.print(said(f"What {profile.recipient or 'those who received this'} can conclude", "bold"))
    for answer in profile.answers:
        console.print()
        for part in _parts(answer):
            console.print(part)
    yield "".join(line.rstrip() + "\n" for line in out.getvalue().rstrip().splitlines()).encode()


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
