"""The sentences of a check that several outputs share."""

from __future__ import annotations

from phonehome.knowledge.policy import Statement
from phonehome.policy.judge import Judgement, Verdict
from phonehome.policy.seen import Group
from phonehome.report.check.material import Checked
from phonehome.report.words import counted, inside, short, times, visible


def summary(judgement: Judgement) -> str:
    """``3 kept, 4 broken, 1 not testable``, and whether all of it is older than the promise."""
    kept, broken, untested = (judgement.count(outcome) for outcome in ("kept", "broken", "not testable"))
    before = ", captured before the promise was made" if judgement.before else ""
    return f"{kept:,} kept, {broken:,} broken, {untested:,} not testable{before}"


def reason(verdict: Verdict) -> str:
    """Why a verdict is as it is, and what would test the statement."""
    more = "more finding" if verdict.findings else "finding"
    do = "is only possible and does" if verdict.possible == 1 else "are only possible and do"
    maybe = f" {counted(verdict.possible, more)} {do} not count." if verdict.possible else ""
    needs = f" To test it: {verdict.needs[:1].lower()}{verdict.needs[1:]}" if verdict.needs else ""
    return f"{verdict.why}{maybe}{remark(verdict)}{needs}"


def remark(verdict: Verdict) -> str:
    """A verdict's remark as it follows a sentence."""
    return f" {verdict.remark}" if verdict.remark else ""


def sentence(statement: Statement) -> str:
    """The sentence behind a statement, in quotation marks where it is somebody's own."""
    return statement.sentence if statement.wording == "ours" else f"“{statement.sentence}”"


def violation(group: Group, checked: Checked) -> str:
    """``OnePlus (open.oneplus.net) received serial number 54 times at body > gzip > json $.id``."""
    who = f"{short(group.organisation)} ({short(group.host)})" if group.organisation else short(group.host)
    label = inside(checked.knowledge.kinds[group.kind].label)
    how = "" if group.form == "in clear" else f" {group.form}"
    where = f"{group.wrapping} {group.place}".strip()
    return visible(f"{who} received {label}{how} {times(group.count)} at {where}")


def proof(group: Group, checked: Checked) -> str:
    """Where the first finding stands: the case where there are several, and the location."""
    several = f"case {group.case} " if len(checked.cases) > 1 else ""
    return visible(f"{several}{group.location}")
