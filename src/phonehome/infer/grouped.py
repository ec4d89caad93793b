"""Findings that are counted together as a group of a report, whoever counts them: a case's tables, or a live board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from phonehome.infer.weight import Weighed
from phonehome.model import Group, Line, Reason


class Counted(Weighed, Protocol):
    """Alike findings, how many they are and when they were sent (Unix ms)."""

    @property
    def first(self) -> int | None: ...  # noqa: D102 - as in the model's Group
    @property
    def last(self) -> int | None: ...  # noqa: D102


class Shown(Struct, frozen=True):
    """What stands for them: some values of so many distinct ones, and one place with the payload around it."""

    values: tuple[str, ...]
    distinct: int
    exchange: int
    location: str
    reasons: tuple[Reason, ...]
    evidence: tuple[Line, ...]


def grouped(counted: Counted, shown: Shown) -> Group:
    """The group that a report tells of."""
    return Group(
        kind=counted.kind,
        certainty=counted.certainty,
        wrapping=counted.wrapping,
        place=counted.place,
        count=counted.count,
        distinct=shown.distinct,
        values=shown.values,
        exchange=shown.exchange,
        location=shown.location,
        reasons=shown.reasons,
        first=counted.first,
        last=counted.last,
        evidence=shown.evidence,
        app=counted.app,
    )


def parted(groups: Sequence[Group]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Findings, and placeholders that give nothing away."""
    dummies = tuple(group for group in groups if group.certainty == "dummy")
    return tuple(group for group in groups if group.certainty != "dummy"), dummies
