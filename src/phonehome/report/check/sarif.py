"""Writes a check as SARIF 2.1.0: statements are rules, each place that breaks one a result; the rest is told aside."""

from __future__ import annotations

from collections.abc import Iterator

from phonehome.model import Input
from phonehome.policy.judge import Judgement, Verdict
from phonehome.policy.seen import Group
from phonehome.report.check.material import Checked
from phonehome.report.check.sentences import proof, reason, remark, sentence, violation
from phonehome.report.json import encoded
from phonehome.report.sarif import SCHEMA, Message, Result, Rule, artifact, invocation, uri
from phonehome.report.words import visible
from phonehome.tables import fingerprint


def render(checked: Checked) -> Iterator[bytes]:
    """The check as one SARIF log with one run a policy."""
    yield b'{"$schema":' + encoded(SCHEMA) + b',"version":"2.1.0","runs":[\n'
    yield b",\n".join(encoded(_run(one, checked)) for one in checked.judgements)
    yield b"\n]}\n"


def _run(judgement: Judgement, checked: Checked) -> dict[str, object]:
    # A case may be given twice; SARIF wants each artifact once.
    inputs = tuple(dict.fromkeys(one for case in checked.cases for one in case.inputs))
    version = checked.cases[0].versions.get("phonehome", "")
    rules = [_rule(one) for one in judgement.verdicts]
    told = invocation(inputs)
    aside = [_aside(one) for one in judgement.verdicts if one.outcome != "broken"]
    return {
        "tool": {"driver": {"name": "phonehome check", "version": version, "rules": rules}},
        "automationDetails": {"id": f"phonehome/{judgement.name}/"},
        "invocations": [{**told, "toolConfigurationNotifications": aside}],
        "artifacts": [artifact(one) for one in inputs],
        "results": [
            _result(group, (number, one), checked)
            for number, one in enumerate(judgement.verdicts)
            for group in one.violations
        ],
    }


def _rule(one: Verdict) -> Rule:
    statement = one.statement
    about = f"{statement.says} {sentence(statement)} ({statement.source})"
    return Rule(
        id=statement.id,
        name="".join(part.capitalize() for part in statement.id.split("-")),
        short_description=Message(statement.says),
        full_description=Message(about),
        help=Message(about),
        default_configuration={"level": "error"},
        properties={"tags": ["privacy", "policy"], "wording": statement.wording, "outcome": one.outcome},
    )


def _aside(one: Verdict) -> dict[str, object]:
    said = f"{one.outcome}: {one.statement.says} {reason(one)}"
    return {
        "level": "warning" if one.outcome == "not testable" else "note",
        "message": Message(visible(said)),
        "associatedRule": {"id": one.statement.id},
    }


def _result(group: Group, broken: tuple[int, Verdict], checked: Checked) -> Result:
    number, verdict = broken
    statement = verdict.statement
    said = f"{violation(group, checked)}, first {proof(group, checked)}.{remark(verdict)}"
    return Result(
        rule_id=statement.id,
        rule_index=number,
        level="error",
        message=Message(f"{statement.says} But {said}"),
        locations=(_location(group, checked.cases[group.case].inputs),),
        occurrence_count=group.count,
        partial_fingerprints={"phonehome/v1": fingerprint(statement.id, group.fingerprint)},
        properties={
            "host": group.host,
            "organisation": group.organisation,
            "kind": group.kind,
            "form": group.form,
            "certainty": group.certainty,
        },
    )


def _location(group: Group, inputs: tuple[Input, ...]) -> dict[str, object]:
    logical = {"fullyQualifiedName": group.location, "name": group.place or group.wrapping, "kind": "value"}
    if len(inputs) != 1:
        return {"logicalLocations": [logical]}
    return {"physicalLocation": {"artifactLocation": {"uri": uri(inputs[0])}}, "logicalLocations": [logical]}
