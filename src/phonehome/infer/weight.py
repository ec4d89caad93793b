"""What weighs most in a report comes first: sensitive kinds before others, what is sure before what is possible."""

from __future__ import annotations

from typing import Protocol

from phonehome.knowledge.schema import Knowledge
from phonehome.model import Certainty, RecipientReport

_SENSITIVE = {"high": 9, "medium": 3, "low": 1}
_SURE = {"confirmed": 4, "likely": 2, "possible": 1, "dummy": 0}


class Weighed(Protocol):
    """Findings of one kind at one place."""

    @property
    def app(self) -> str: ...  # noqa: D102 - as in the model's Group
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def certainty(self) -> Certainty: ...  # noqa: D102
    @property
    def wrapping(self) -> str: ...  # noqa: D102
    @property
    def place(self) -> str: ...  # noqa: D102
    @property
    def count(self) -> int: ...  # noqa: D102


def weight(kind: str, certainty: Certainty, knowledge: Knowledge) -> int:
    """How much one kind weighs, found so surely."""
    return _SENSITIVE[knowledge.kinds[kind].sensitivity] * _SURE[certainty]


def of_group(group: Weighed, knowledge: Knowledge) -> tuple[tuple[int, bool, int], tuple[str, int, str, str, str]]:
    """A key that sorts the groups of one recipient, the gravest first."""
    kind = knowledge.kinds[group.kind]
    order = tuple(knowledge.groups).index(kind.group)
    first = (-weight(group.kind, group.certainty, knowledge), kind.resettable, order)
    return first, (group.kind, -group.count, group.wrapping, group.place, group.app)


def of_recipient(report: RecipientReport, knowledge: Knowledge) -> tuple[int, int, str]:
    """A key that sorts recipients: by their kinds, each at its surest, then by requests and attempts, then by name."""
    worst: dict[str, int] = {}
    for group in report.groups:
        worst[group.kind] = max(worst.get(group.kind, 0), weight(group.kind, group.certainty, knowledge))
    return -sum(worst.values()), -report.exchanges - report.attempted, report.recipient.host
