from __future__ import annotations

from xml.etree.ElementTree import fromstring

from msgspec.structs import replace

from phonehome.report.check.junit import render
from phonehome.report.check.material import Checked


def test_a_suite_a_policy_and_a_test_a_statement(checked: Checked) -> None:
    data = b"".join(render(checked))
    root = fromstring(data)  # noqa: S314 - our own document
    assert data.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n")
    (suite,) = root
    assert suite.attrib == {"name": "promise", "tests": "3", "failures": "1", "errors": "0", "skipped": "1"}
    assert [(one.get("name"), [inner.tag for inner in one]) for one in suite] == [
        ("imei", []),
        ("serial", ["failure"]),
        ("setup-wizard", ["skipped"]),
    ]
    failure = suite[1][0]
    assert failure.get("message") == "OnePlus gets no serial number. OnePlus got it 25 times."
    assert (failure.text or "").splitlines()[2].startswith("OnePlus (open.oneplus.net) received serial number 24 times")


def test_what_xml_cannot_hold_is_escaped(checked: Checked) -> None:
    (judgement,) = checked.judgements
    data = b"".join(render(replace(checked, judgements=(replace(judgement, name="a\x00<b"),))))
    assert fromstring(data)[0].get("name") == "a\\x00<b"  # noqa: S314 - our own document
