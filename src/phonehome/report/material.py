"""What an output is made from: the report, the facts, the single findings and the look a terminal can show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from phonehome.infer.profile import Profile
from phonehome.knowledge.schema import Knowledge
from phonehome.model import Disclosure, Report

GroupBy = Literal["recipient", "kind", "wrapping", "app"]


class Look(Struct, frozen=True):
    """How a terminal shows a text: columns, whether it knows colours, and what its tables are made by."""

    width: int = 100
    colour: bool = False
    group_by: GroupBy = "recipient"


class Material(Struct, frozen=True):
    """All that an output may draw on; each takes what it needs.

    ``findings`` and ``dummies`` are every single finding behind the report, in order of capture. They are read once
    and never gathered, so there may be millions. They come with their values: each output masks what it writes.
    ``profile`` is what one recipient can conclude, masked where the report is.
    """

    report: Report
    knowledge: Knowledge
    findings: Iterable[Disclosure] = ()
    dummies: Iterable[Disclosure] = ()
    look: Look = Look()
    profile: Profile | None = None
