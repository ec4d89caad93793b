"""Writes a check for a terminal: a line a statement, and under a broken one what breaks it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding

from phonehome.policy.judge import Judgement, Outcome, Verdict
from phonehome.report.check.material import Checked
from phonehome.report.check.sentences import proof, reason, sentence, summary, violation
from phonehome.report.sections import said
from phonehome.report.terminal import printed
from phonehome.report.words import counted

_STYLES: dict[Outcome, str] = {"kept": "green", "broken": "bold red", "not testable": "yellow"}
_NAMED = 6


def render(checked: Checked) -> Iterator[bytes]:
    """The check as text, as wide as the look says."""
    yield printed((part for each in checked.judgements for part in _parts(each, checked)), checked.look)


def _parts(judgement: Judgement, checked: Checked) -> Iterator[RenderableType]:
    yield said(judgement.policy.title, "bold")
    yield said(f"{summary(judgement)} · {judgement.name} · {judgement.hours:,.0f} h of capture", "dim")
    for verdict in judgement.verdicts:
        yield ""
        yield from _verdict(verdict, checked)
    yield ""


def _verdict(verdict: Verdict, checked: Checked) -> Iterator[RenderableType]:
    head = said(verdict.outcome, _STYLES[verdict.outcome])
    head.append_text(said(f"  {verdict.statement.says} ({verdict.statement.id})"))
    yield head
    yield Padding(said(sentence(verdict.statement), "dim italic"), (0, 0, 0, 2))
    yield Padding(said(reason(verdict)), (0, 0, 0, 2))
    for group in verdict.violations[:_NAMED]:
        yield Padding(said(f"- {violation(group, checked)}, first {proof(group, checked)}"), (0, 0, 0, 2))
    more = len(verdict.violations) - _NAMED + verdict.more
    if verdict.violations and more > 0:
        yield Padding(said(f"and {counted(more, 'more place')}; --format json lists them", "dim"), (0, 0, 0, 2))
