"""A whole policy against what was seen."""

from __future__ import annotations

from datetime import UTC, datetime, time

from msgspec.structs import replace

from phonehome.knowledge.policy import Policy, data_types
from phonehome.policy.declared import statements
from phonehome.policy.judge import Court, Judgement, Verdict, choices, judge
from phonehome.policy.seen import Seen

_BEFORE = "Captured before the promise was made; it shows how things were before."


def check(name: str, policy: Policy, court: Court) -> Judgement:
    """Every statement's verdict; ValueError where what is given contradicts what the captures tell."""
    asked = statements(policy, data_types(court.knowledge))
    for one in asked:
        told = choices(one, court.seen) - {"", court.given}
        if court.given and one.when and told:
            raise ValueError(f"the capture tells that its owner {min(told)}; --given is for captures that do not tell")
    verdicts = tuple(judge(one, court) for one in asked)
    before = _is_before(court.seen, policy)
    if before:
        verdicts = tuple(map(_remarked, verdicts))
    return Judgement(name, policy, court.given, court.seen.hours, verdicts, before)


def _is_before(seen: Seen, policy: Policy) -> bool:
    """All requests are older than the promise."""
    if policy.since is None or seen.last is None:
        return False
    return seen.last < datetime.combine(policy.since, time(), UTC).timestamp() * 1000


def _remarked(one: Verdict) -> Verdict:
    return one if one.outcome == "not testable" else replace(one, remark=_BEFORE)
