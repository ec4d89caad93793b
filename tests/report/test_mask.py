from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from phonehome.knowledge.load import load
from phonehome.model import (
    CaseInfo,
    Disclosure,
    Event,
    Finding,
    Group,
    Line,
    Location,
    OpaqueGroup,
    Reason,
    Recipient,
    RecipientReport,
    Report,
    Step,
    to_json,
)
from phonehome.report.mask import _COMMON, host_veil, masked, masked_disclosures

CASE = CaseInfo((), {})


def _group(value: str, place: str = "$.a") -> Group:
    return Group(
        kind="other_identifier",
        certainty="likely",
        wrapping=f"body > form {place}",
        place=place,
        count=1,
        distinct=1,
        values=(value,),
        exchange=0,
        location=f"e0 body > json {place}",
        reasons=(Reason("pattern", "It has the shape."),),
        evidence=(Line(place, value, ("other_identifier",)), Line("$.b", value)),
    )


def _report(value: str, place: str) -> Report:
    opaque = OpaqueGroup(place, "no codec opens it", 1, 9, 7.0, 0)
    got = RecipientReport(
        Recipient("example.org"), 1, 0, 9, 9, (_group(value, place),), (_group(value, place),), (opaque,)
    )
    return Report(CASE, (got,))


def test_the_whole_report_is_masked() -> None:
    hidden = _report("49**********518", '$.by["49**********518"].x')
    assert masked(_report("490154203237518", '$.by["490154203237518"].x')) == hidden


def test_what_only_the_proof_holds_is_masked_in_paths_also_without_it() -> None:
    (got,) = _report("490154203237518", "$.of-490154203237518").recipients
    bare = tuple(replace(group, values=()) for group in got.groups)
    report = Report(CASE, (replace(got, groups=bare),))
    (group,) = masked(report, proof=False).recipients[0].groups
    assert (group.place, group.evidence) == ("$.of-49**********518", ())


def test_a_report_that_shows_values_stays_as_it_is() -> None:
    report = replace(_report("490154203237518", "$.a"), shows_values=True)
    assert masked(report) is report


@given(st.text(st.characters(exclude_characters="*", exclude_categories=["Cs"]), min_size=6))
def test_no_masked_report_holds_a_value(value: str) -> None:
    assume(value not in to_json(_report("", "")).decode())
    report = masked(_report(value, f"$.of-{value}.x"))
    texts = [
        text
        for group in report.recipients[0].groups + report.recipients[0].dummies
        for text in (group.wrapping, group.place, group.location, *group.values, *map(str, group.evidence))
    ]
    assert not [text for text in [*texts, report.recipients[0].opaque[0].place] if value in text]


@given(st.text(min_size=6), st.text(min_size=6))
def test_a_masked_report_masked_again_is_the_same(value: str, key: str) -> None:
    once = masked(_report(value, f'$["{key}"].{value}'))
    assert masked(once) == once


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ('$["+491701234567"].name', '$["+4********567"].name'),
        ('$["bob@example.org"].name', '$["b****@e****"].name'),
        ('$["aa:bb:cc:dd:ee:ff"]', '$["aa************:ff"]'),
        ('$["com.example.dating"].opened', '$["co*************ing"].opened'),
        ('$["device-name"].x', '$["device-name"].x'),
        ("$.dl[].imei1", "$.dl[].imei1"),
        (r'$["a\"b-1234567"]', r'$["a\*******567"]'),
    ],
)
def test_keys_that_look_like_values_are_masked_in_paths(place: str, expected: str) -> None:
    assert masked(_report("something else", place)).recipients[0].groups[0].place == expected


@pytest.mark.parametrize(
    ("value", "host", "expected"),
    [
        ("490154203237518", "490154203237518.example.org", "49**********518.example.org"),
        ("OnePlus", "open.oneplus.net", "open.oneplus.net"),
    ],
)
def test_hosts_keep_brands_but_no_numbers(value: str, host: str, expected: str) -> None:
    got = RecipientReport(Recipient(host, "Somebody"), 1, 0, 9, 9, (_group(value),))
    assert masked(Report(CASE, (got,))).recipients[0].recipient == Recipient(expected, "Somebody")


def _disclosure(value: str, event: Event | None, path: str) -> Disclosure:
    location = Location(3, (Step("body"), Step("json", path)))
    finding = Finding("app_usage", "likely", value, location, (Reason("endpoint", "Known."),), event)
    return Disclosure(finding, Recipient("example.org"), 5)


def test_single_findings_are_masked_and_lose_their_events() -> None:
    opened = _disclosure("com.example.dating", Event("start", 1, 2, "com.example.dating"), "$.com.example.dating.en")
    hidden = _disclosure("co*************ing", None, "$.co*************ing.en")
    assert list(masked_disclosures(_report("other-value-1", "$.a"), [opened])) == [hidden]


def test_single_findings_hide_the_values_of_others_in_their_paths() -> None:
    other = _disclosure("abc", None, "$.other-value-1.x")
    report = _report("other-value-1", "$.a")
    assert list(masked_disclosures(report, [other])) == [_disclosure("*****", None, "$.ot********e-1.x")]


def test_single_findings_of_a_report_that_shows_values_stay() -> None:
    opened = _disclosure("com.example.dating", Event("start", 1), "$.en")
    report = replace(_report("x", "$.a"), shows_values=True)
    assert list(masked_disclosures(report, [opened])) == [opened]


@pytest.mark.parametrize(
    ("kind", "value", "place", "expected"),
    [
        ("device_model", "google", "$.google_advertising_id", "$.google_advertising_id"),
        ("battery", "charging", "$.data.charging", "$.data.charging"),
        ("user_id", "google", "$.google_advertising_id", "$.google_advertising_id"),
        ("name", "Schmidt", "$.contacts.Schmidt.x", "$.contacts.*****.x"),
        ("consent_state", "C" * 30, f"$.{'C' * 30}.x", f"$.CC{'*' * 15}CCC.x"),
        ("user_id", "user77", "$.of-user77_x", "$.of-*****_x"),
    ],
)
def test_words_of_field_names_stay_and_identifying_values_do_not(
    kind: str, value: str, place: str, expected: str
) -> None:
    group = replace(_group(value, place), kind=kind, evidence=())
    got = RecipientReport(Recipient("example.org"), 1, 0, 9, 9, (group,))
    assert masked(Report(CASE, (got,))).recipients[0].groups[0].place == expected
    location = Location(3, (Step("json", place),))
    disclosure = Disclosure(Finding(kind, "likely", value, location, ()), Recipient("example.org"))
    (hidden,) = masked_disclosures(Report(CASE, (got,)), [disclosure])
    assert hidden.finding.location.steps == (Step("json", expected),)


def test_common_kinds_are_those_of_low_sensitivity() -> None:
    assert {kind for kind, row in load().kinds.items() if row.sensitivity == "low"} == _COMMON


@pytest.mark.parametrize(
    ("found", "host"),
    [
        ((("imei", "490154203237518"),), "49**********518.example"),
        ((("imei", "490154203237518"), ("device_model", "490154203237518")), "49**********518.example"),
        ((("device_model", "490154203237518"),), "490154203237518.example"),
        ((("imei", "49015"), ("ssid", "example")), "490154203237518.example"),
        ((), "490154203237518.example"),
    ],
)
def test_a_host_is_written_without_the_values_found(found: tuple[tuple[str, str], ...], host: str) -> None:
    assert host_veil(["490154203237518.example"], found)("490154203237518.example") == host
