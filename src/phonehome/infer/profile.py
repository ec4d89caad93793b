"""All questions asked of one body of evidence, in the order in which a reader wants the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct, structs

from phonehome.infer import apps, cadence, day, links, people, places, sleep, sources, stable
from phonehome.infer.answer import Answer
from phonehome.infer.evidence import Evidence
from phonehome.infer.handsets import handsets
from phonehome.model import CaseInfo


class Question(Protocol):
    """A module of this folder that answers one question."""

    @property
    def NAME(self) -> str: ...  # noqa: D102, N802

    @property
    def ask(self) -> Callable[[Evidence], Answer]: ...  # noqa: D102


QUESTIONS: tuple[Question, ...] = (day, sleep, apps, places, people, sources, stable, links, cadence)


# What these say is of one person; cases of several phones mix theirs.
_PERSONAL = frozenset({"day", "sleep", "apps", "places", "sources"})
_MIXED = (
    "These cases come from {} different phones, by the identifiers of their hardware. What is said of hours, sleep, "
    "apps and places mixes them, and holds only if they are one person's; profile each phone by itself."
)


class Profile(Struct, frozen=True):
    """What the recipient can conclude: one answer a question, in the order of ``QUESTIONS``.

    ``warning`` is a sentence where the cases are of different phones; what it concerns has a low certainty then.
    """

    cases: tuple[CaseInfo, ...]
    recipient: str
    answers: tuple[Answer, ...]
    shows_values: bool = False
    warning: str = ""


def profile(evidence: Evidence, tell: Callable[[int], None] = lambda _: None) -> Profile:
    """Asks every question; ``tell`` hears how many have been answered."""
    answers: tuple[Answer, ...] = ()
    for count, question in enumerate(QUESTIONS, 1):
        answers += (question.ask(structs.replace(evidence, answers=answers)),)
        tell(count)
    phones = len(set(handsets(evidence).values())) if len(evidence.cases) > 1 else 1
    if phones == 1:
        return Profile(evidence.cases, _name(evidence), answers)
    mixed = tuple(structs.replace(one, certainty="low") if _is_mixed(one) else one for one in answers)
    return Profile(evidence.cases, _name(evidence), mixed, warning=_MIXED.format(phones))


def _is_mixed(answer: Answer) -> bool:
    return answer.question in _PERSONAL and answer.certainty != "none"


def _name(evidence: Evidence) -> str:
    """The chosen recipient by its full name, where what the user wrote means one organisation only."""
    if not evidence.recipient:
        return ""
    query = "SELECT DISTINCT organisation FROM exchanges WHERE organisation <> '' ORDER BY 1 LIMIT 2"
    names = [str(name) for (name,) in evidence.tables.cursor().execute(query).fetchall()]
    return names[0] if len(names) == 1 else evidence.recipient
