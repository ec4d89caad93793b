"""A whole policy against what was seen."""

from __future__ import annotations

from phonehome.knowledge.policy import Policy, data_types
from phonehome.policy.declared import statements
from phonehome.policy.judge import Court, Judgement, choices, judge


def check(name: str, policy: Policy, court: Court) -> Judgement:
    """Every statement's verdict; ValueError where what is given contradicts what the captures tell."""
    asked = statements(policy, data_types(court.knowledge))
    for one in asked:
        told = choices(one, court.seen) - {"", court.given}
        if court.given and one.when and told:
            raise ValueError(f"the capture tells that its owner {min(told)}; --given is for captures that do not tell")
    verdicts = tuple(judge(one, court) for one in asked)
    return Judgement(name, policy, court.given, court.seen.hours, verdicts)
