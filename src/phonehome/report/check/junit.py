"""Writes a check as JUnit XML, as CI servers read it: a suite a policy, a test a statement, untestable ones skipped."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from phonehome.policy.judge import Judgement, Verdict
from phonehome.report.check.material import Checked
from phonehome.report.check.sentences import proof, reason, remark, sentence, violation
from phonehome.report.words import visible


def render(checked: Checked) -> Iterator[bytes]:
    """The check as one XML document."""
    root = Element("testsuites", name="phonehome check")
    for judgement in checked.judgements:
        _suite(root, judgement, checked)
    indent(root)
    yield b"<?xml version='1.0' encoding='utf-8'?>\n"
    yield tostring(root, encoding="utf-8", xml_declaration=False) + b"\n"


def _suite(root: Element, judgement: Judgement, checked: Checked) -> None:
    suite = SubElement(
        root,
        "testsuite",
        name=visible(judgement.name),
        tests=str(len(judgement.verdicts)),
        failures=str(judgement.count("broken")),
        errors="0",
        skipped=str(judgement.count("not testable")),
    )
    for verdict in judgement.verdicts:
        case = SubElement(suite, "testcase", classname=visible(judgement.name), name=visible(verdict.statement.id))
        _outcome(case, verdict, checked)


def _outcome(case: Element, verdict: Verdict, checked: Checked) -> None:
    if verdict.outcome == "not testable":
        SubElement(case, "skipped", message=visible(reason(verdict)))
    if verdict.outcome == "kept" and verdict.remark:
        SubElement(case, "system-out").text = visible(verdict.remark)
    if verdict.outcome == "broken":
        message = visible(f"{verdict.statement.says} {verdict.why}{remark(verdict)}")
        broken = SubElement(case, "failure", type="broken", message=message)
        lines = [f"{violation(one, checked)}, first {proof(one, checked)}" for one in verdict.violations]
        said = (sentence(verdict.statement), verdict.statement.source, *lines)
        broken.text = "\n".join(map(visible, said))
