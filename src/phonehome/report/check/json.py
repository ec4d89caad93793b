"""Writes a check as JSON: policies with their verdicts, each broken one with the findings that break it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from phonehome.policy.judge import Judgement, Verdict
from phonehome.report.check.material import Checked
from phonehome.report.json import encoded

VERSION = 1


def render(checked: Checked) -> Iterator[bytes]:
    """The check as one JSON object."""
    whole: dict[str, object] = {
        "version": VERSION,
        "cases": [[each.name for each in case.inputs] for case in checked.cases],
        "policies": [_policy(one) for one in checked.judgements],
    }
    yield msgspec.json.format(encoded(whole), indent=1) + b"\n"


def _policy(one: Judgement) -> dict[str, object]:
    return {
        "name": one.name,
        "title": one.policy.title,
        "source": one.policy.source,
        "given": one.given,
        "since": one.policy.since,
        "before": one.before,
        "hours": round(one.hours, 3),
        "kept": one.count("kept"),
        "broken": one.count("broken"),
        "not_testable": one.count("not testable"),
        "verdicts": [_verdict(verdict) for verdict in one.verdicts],
    }


def _verdict(one: Verdict) -> dict[str, object]:
    return {
        "id": one.statement.id,
        "outcome": one.outcome,
        "says": one.statement.says,
        "sentence": one.statement.sentence,
        "wording": one.statement.wording,
        "source": one.statement.source,
        "why": one.why,
        "remark": one.remark,
        "needs": one.needs,
        "findings": one.findings,
        "possible": one.possible,
        "violations": one.violations,
        "more": one.more,
    }
