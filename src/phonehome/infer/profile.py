"""All questions asked of one body of evidence, in the order in which a reader wants the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from phonehome.infer import apps, day, places, stable
from phonehome.infer.answer import Answer
from phonehome.infer.evidence import Evidence
from phonehome.model import CaseInfo


class Question(Protocol):
    """A module of this folder that answers one question."""

    @property
    def NAME(self) -> str: ...  # noqa: D102, N802

    @property
    def ask(self) -> Callable[[Evidence], Answer]: ...  # noqa: D102


QUESTIONS: tuple[Question, ...] = (day, apps, places, stable)


class Profile(Struct, frozen=True):
    """What the recipient can conclude: one answer a question, in the order of ``QUESTIONS``."""

    cases: tuple[CaseInfo, ...]
    recipient: str
    answers: tuple[Answer, ...]


def profile(evidence: Evidence, tell: Callable[[int], None] = lambda _: None) -> Profile:
    """Asks every question; ``tell`` hears how many have been answered."""
    answers = []
    for count, question in enumerate(QUESTIONS, 1):
        answers.append(question.ask(evidence))
        tell(count)
    return Profile(evidence.cases, evidence.recipient, tuple(answers))
