"""Writes a report as SARIF 2.1.0 (OASIS, errata 01): kinds are rules, alike findings one result with a count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from phonehome.knowledge.schema import Knowledge, Sensitivity
from phonehome.model import Certainty, Group, Input, Recipient, RecipientReport, Report
from phonehome.report.countries import country
from phonehome.report.faults import fault
from phonehome.report.json import encoded
from phonehome.report.mask import masked
from phonehome.report.material import Material
from phonehome.report.words import SURE, counted, inside, iso, short, times, visible
from phonehome.tables import fingerprint

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
Level = Literal["error", "warning", "note"]

_LEVELS: dict[Sensitivity, Level] = {"high": "error", "medium": "warning", "low": "note"}
_RELEVANT = "These provisions are relevant to it; whether one is violated no capture can show: "


class Message(Struct, frozen=True):
    """3.11: a text, plain."""

    text: str


class Rule(Struct, frozen=True, rename="camel"):
    """3.49: what a result is about; here a kind of personal data."""

    id: str
    name: str
    short_description: Message
    full_description: Message
    help: Message
    default_configuration: dict[str, Level]
    properties: dict[str, object]


class Result(Struct, frozen=True, rename="camel"):
    """3.27: findings that are alike, counted."""

    rule_id: str
    rule_index: int
    level: Level
    message: Message
    locations: tuple[dict[str, object], ...]
    occurrence_count: int
    partial_fingerprints: dict[str, str]
    properties: dict[str, object]


def level(certainty: Certainty, sensitivity: Sensitivity) -> Level:
    """error, warning or note by sensitivity; what is only possible is never more than a note."""
    return "note" if certainty == "possible" else _LEVELS[sensitivity]


def render(material: Material) -> Iterator[bytes]:
    """The report as one SARIF log with one run, one result a line."""
    report, knowledge = masked(material.report), material.knowledge
    kinds = _kinds(report, knowledge)
    inputs = report.case.inputs
    yield b'{"$schema":' + encoded(SCHEMA) + b',"version":"2.1.0","runs":[{'
    yield b'"tool":{"driver":' + encoded(_driver(report, kinds, knowledge)) + b"},\n"
    yield b'"invocations":' + encoded([invocation(inputs)]) + b",\n"
    yield b'"artifacts":' + encoded([artifact(each) for each in inputs]) + b",\n"
    yield b'"results":['
    before = b"\n"
    for each in report.recipients:
        for group in each.groups:
            yield before + encoded(_result(each, group, knowledge, _Frame(inputs, kinds)))
            before = b",\n"
    yield b"]}]}\n"


class _Frame(Struct, frozen=True):
    inputs: tuple[Input, ...]
    kinds: tuple[str, ...]


def _kinds(report: Report, knowledge: Knowledge) -> tuple[str, ...]:
    found = {group.kind for each in report.recipients for group in each.groups}
    return tuple(kind for kind in knowledge.kinds if kind in found)


def _driver(report: Report, kinds: tuple[str, ...], knowledge: Knowledge) -> dict[str, object]:
    return {
        "name": "phonehome",
        "version": report.case.versions.get("phonehome", ""),
        "rules": [_rule(kind, knowledge) for kind in kinds],
    }


def _rule(name: str, knowledge: Knowledge) -> Rule:
    kind = knowledge.kinds[name]
    group, provisions = knowledge.groups[kind.group], knowledge.provisions(name)
    reset = "The owner can reset it." if kind.resettable else "The owner cannot reset it."
    about = f"{kind.label} left the phone. Group: {group.label}. Sensitivity: {kind.sensitivity}. {reset}"
    return Rule(
        id=name,
        name="".join(part.capitalize() for part in name.split("_")),
        short_description=Message(f"{kind.label} left the phone."),
        full_description=Message(about),
        help=Message(f"{about} {_RELEVANT}{'; '.join(provisions)}."),
        default_configuration={"level": _LEVELS[kind.sensitivity]},
        properties={
            "tags": ["privacy", kind.group],
            "sensitivity": kind.sensitivity,
            "resettable": kind.resettable,
            "dpv": kind.dpv,
            "relevantProvisions": provisions,
        },
    )


def invocation(inputs: tuple[Input, ...]) -> dict[str, object]:
    """3.20: that the run went through, and what of the captures could not be read."""
    damage = [
        {
            "level": "warning" if lost.lost else "note",
            "message": Message(visible(fault(lost, each))),
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(each), "index": index}}}],
        }
        for index, each in enumerate(inputs)
        for lost in each.damage
    ]
    return {"executionSuccessful": True, "toolExecutionNotifications": damage}


def artifact(capture: Input) -> dict[str, object]:
    """3.24: a capture with its size and hash."""
    return {
        "location": {"uri": uri(capture)},
        "length": capture.size,
        "roles": ["analysisTarget"],
        "hashes": {"sha-256": capture.sha256},
        "description": Message(f"{visible(capture.format)}, {counted(capture.exchanges, 'exchange')}"),
    }


def uri(capture: Input) -> str:
    """A capture's name as a relative reference."""
    # A colon in the first segment would make a scheme of it (RFC 3986, 4.2).
    return quote(capture.name, safe="", errors="surrogatepass") or "-"


def _result(each: RecipientReport, group: Group, knowledge: Knowledge, frame: _Frame) -> Result:
    kind = knowledge.kinds[group.kind]
    return Result(
        rule_id=group.kind,
        rule_index=frame.kinds.index(group.kind),
        level=level(group.certainty, kind.sensitivity),
        message=Message(_sentence(each.recipient, group, knowledge)),
        locations=(_location(group, frame.inputs),),
        occurrence_count=group.count,
        partial_fingerprints={
            "phonehome/v1": fingerprint(each.recipient.host, group.kind, group.wrapping, group.place)
        },
        properties=_properties(each.recipient, group),
    )


def _location(group: Group, inputs: tuple[Input, ...]) -> dict[str, object]:
    logical = {"fullyQualifiedName": group.location, "name": group.place or group.wrapping, "kind": "value"}
    if len(inputs) != 1:
        return {"logicalLocations": [logical]}
    artifact = {"uri": uri(inputs[0]), "index": 0}
    return {"physicalLocation": {"artifactLocation": artifact}, "logicalLocations": [logical]}


def _sentence(recipient: Recipient, group: Group, knowledge: Knowledge) -> str:
    who = recipient.organisation or recipient.host
    at = f" ({short(recipient.host)})" if recipient.organisation else ""
    value = f", for instance {visible(group.values[0])}" if group.values else ""
    label = inside(knowledge.kinds[group.kind].label)
    return f"{visible(short(who) + at)} received {label} {times(group.count)}, {group.certainty}{value}."


def _properties(recipient: Recipient, group: Group) -> dict[str, object]:
    return {
        "certainty": group.certainty,
        "certaintyMeans": SURE[group.certainty],
        "host": recipient.host,
        "organisation": recipient.organisation,
        "country": country(recipient.country),
        "role": recipient.role,
        "distinctValues": group.distinct,
        "values": group.values,
        "first": iso(group.first),
        "last": iso(group.last),
        "reasons": group.reasons,
    }
