"""A whole policy against what was seen."""

from __future__ import annotations

from phonehome.knowledge.policy import Policy, data_types
from phonehome.policy.declared import statements
from phonehome.policy.judge import Court, Judgement, judge


def check(name: str, policy: Policy, court: Court) -> Judgement:
    """Every statement's verdict."""
    verdicts = tuple(judge(one, court) for one in statements(policy, data_types(court.knowledge)))
    return Judgement(name, policy, court.given, court.seen.hours, verdicts)
