"""What a check's output is made from."""

from __future__ import annotations

from msgspec import Struct

from phonehome.knowledge.schema import Knowledge
from phonehome.model import CaseInfo
from phonehome.policy.judge import Judgement
from phonehome.report.material import Look


class Checked(Struct, frozen=True):
    """Judgements of one or more policies over the same cases."""

    cases: tuple[CaseInfo, ...]
    judgements: tuple[Judgement, ...]
    knowledge: Knowledge
    look: Look = Look()
