from __future__ import annotations

import json as standard
from importlib.resources import files
from itertools import islice, repeat

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from phonehome.model import Disclosure, Event, Finding, Location, Reason, Recipient, Report, Step
from phonehome.report.json import Document, Row, encoded, render
from phonehome.report.material import Material

SCHEMA = standard.loads((files("phonehome.report") / "schema.json").read_text(encoding="utf-8"))
CHECK = jsonschema.Draft202012Validator(SCHEMA)


def _json(material: Material) -> bytes:
    return b"".join(render(material))


def _read(material: Material) -> Document:
    return msgspec.json.decode(_json(material), type=Document)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["additionalProperties"] is False


@pytest.mark.parametrize("shows_values", [False, True])
def test_the_output_keeps_to_the_schema(material: Material, shows_values: bool) -> None:  # noqa: FBT001
    told = replace(material, report=replace(material.report, shows_values=shows_values))
    assert [error.message for error in CHECK.iter_errors(standard.loads(_json(told)))] == []


def test_a_report_without_anything_keeps_to_the_schema(material: Material) -> None:
    empty = Material(Report(material.report.case, ()), material.knowledge)
    assert [error.message for error in CHECK.iter_errors(standard.loads(_json(empty)))] == []
    assert _read(empty).findings == ()


def test_keys_stand_in_a_fixed_order(material: Material) -> None:
    assert list(standard.loads(_json(material))) == SCHEMA["required"]
    assert _json(material) == _json(material)


def test_findings_are_masked_and_stand_apart_from_dummies(material: Material) -> None:
    document = _read(material)
    assert document.findings[0] == Row(
        exchange=12,
        time="2017-01-15T00:00:00.250Z",
        kind="imei",
        certainty="confirmed",
        recipient=Recipient("open.oneplus.net", "OnePlus", "CN", "maker"),
        location="e12 body > form data > base64 > json $.dl[0].imei1",
        reasons=(Reason("known", "The owner's IMEI, as it is."), Reason("endpoint", "Key imei1.", "OnePlus ODM")),
        value="49**********518",
    )
    assert [(row.time, row.event) for row in document.findings[1:]] == [(None, UNSET)]
    assert [row.certainty for row in document.dummies] == ["dummy"]


def test_values_and_events_are_shown_when_told(material: Material, shown: Report) -> None:
    document = _read(replace(material, report=shown))
    assert [row.value for row in document.findings] == ["490154203237518", "screen_on"]
    assert document.findings[1].event == Event("screen_on", 1_484_438_400_001, 1_484_438_460_001, "com.android.chrome")


def test_recipients_are_summed_by_kind(material: Material) -> None:
    first = _read(material).recipients[0]
    assert (first.host, first.kinds["imei"], first.kinds["screen_event"]) == ("open.oneplus.net", 112, 4_120)


def test_one_finding_a_line(material: Material) -> None:
    starts = [line.partition(b",")[0] for line in _json(material).splitlines()[5:]]
    rows = [b'{"exchange":12', b'{"exchange":13', b'{"exchange":40']
    assert starts == [b'"findings":[', *rows[:2], b'"dummies":[', rows[2]]


def test_findings_are_read_one_at_a_time(material: Material) -> None:
    first = next(iter(material.findings))
    pieces = render(replace(material, findings=repeat(first)))
    assert b"".join(islice(pieces, 1_000)).count(b'"exchange":12') > 900


texts = st.text(st.characters(exclude_categories=["Cs"]))
findings = st.builds(
    Finding,
    kind=st.sampled_from(["imei", "ssid"]),
    certainty=st.sampled_from(["confirmed", "likely", "possible"]),
    value=texts,
    location=st.builds(Location, st.integers(0, 2**40), st.lists(st.builds(Step, texts, texts)).map(tuple)),
    reasons=st.lists(st.builds(Reason, st.just("known"), texts, texts), min_size=1).map(tuple),
    event=st.none() | st.builds(Event, texts, st.integers(0, 2**50), st.none() | st.integers(0, 2**50), texts),
)


@given(st.lists(st.builds(Disclosure, findings, st.builds(Recipient, host=texts), st.none())))
def test_a_report_read_back_is_the_same_report(material: Material, shown: Report, given_: list[Disclosure]) -> None:
    rows = _read(replace(material, report=shown, findings=given_)).findings
    assert [
        (row.exchange, row.kind, row.certainty, row.value, row.location, row.reasons, row.recipient) for row in rows
    ] == [
        (
            each.finding.location.exchange,
            each.finding.kind,
            each.finding.certainty,
            each.finding.value,
            str(each.finding.location),
            each.finding.reasons,
            each.recipient,
        )
        for each in given_
    ]
    assert [None if row.event is UNSET else row.event for row in rows] == [each.finding.event for each in given_]


def test_half_a_surrogate_pair_is_replaced(material: Material, shown: Report, findings: tuple[Disclosure, ...]) -> None:
    broken = replace(findings[0], finding=replace(findings[0].finding, value="a\ud800b"))
    row = _read(replace(material, report=shown, findings=[broken])).findings[0]
    assert row == replace(_read(replace(material, report=shown)).findings[0], value="a\ufffdb")


def test_what_steers_a_terminal_is_escaped() -> None:
    text = "a\x1b[31m\x7f\x9b\u202e\u2066\u200fé\u200b"
    assert encoded(text) == b'"a\\u001b[31m\\u007f\\u009b\\u202e\\u2066\\u200f\xc3\xa9\xe2\x80\x8b"'
    assert standard.loads(encoded(text)) == text
