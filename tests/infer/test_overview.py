from __future__ import annotations

from collections.abc import Sequence

import duckdb
import msgspec
import pyarrow as pa
import pytest
from msgspec.structs import replace

from phonehome.decode.codec import Decoded
from phonehome.engine import Examined
from phonehome.infer.overview import Tables, disclosures, overview
from phonehome.knowledge.load import load
from phonehome.model import (
    CaseInfo,
    Certainty,
    Disclosure,
    Event,
    Exchange,
    Field,
    Finding,
    Group,
    Line,
    Location,
    OpaqueGroup,
    Reason,
    Recipient,
    Report,
    Response,
    Step,
    to_json,
)
from phonehome.tables import batch

MAKER = Recipient("open.oneplus.net", "OnePlus", "CN", "maker")
OTHER = Recipient("b.example.org")
QUIET = Recipient("a.example.org")
INFO = CaseInfo((), {})
REASON = Reason("known", "the owner's", "here")
BODY = Field("body", "", b"x")
NOISE = bytes(range(256))


def connect(examined: Sequence[Examined]) -> Tables:
    rows = batch(examined)
    connection = duckdb.connect()
    for name, some in (("exchanges", rows.exchanges), ("fields", rows.fields), ("findings", rows.findings)):
        connection.from_arrow(pa.Table.from_batches([some])).create(name)
    return connection


def sent(index: int, recipient: Recipient, *fields: Field, findings: Sequence[Finding] = ()) -> Examined:
    exchange = Exchange(index, "POST", f"https://{recipient.host}/", time=1000 + index)
    return Examined(exchange, recipient, Decoded(list(fields), 300, 250), list(findings))


def found(exchange: int, kind: str, path: str, value: str = "v", *, certainty: Certainty = "likely") -> Finding:
    return Finding(kind, certainty, value, Location(exchange, (Step("body"), Step("json", path))), (REASON,))


def leaf(path: str, value: str) -> Field:
    return Field("json", path, value, BODY)


def report_of(*examined: Examined) -> Report:
    return overview(connect(examined), INFO, load())


def groups_of(*examined: Examined) -> tuple[Group, ...]:
    return report_of(*examined).recipients[0].groups


def test_case_without_exchanges_is_an_empty_report() -> None:
    assert report_of() == Report(INFO, ())


def test_recipient_sums_its_exchanges() -> None:
    attempt = replace(sent(2, MAKER), exchange=Exchange(2, "CONNECT", "https://open.oneplus.net/", sent=False))
    (one,) = report_of(sent(0, MAKER), sent(1, MAKER), attempt).recipients
    assert one.recipient == MAKER
    assert (one.exchanges, one.attempted, one.bytes_sent, one.bytes_understood) == (2, 1, 900, 750)
    assert (one.first, one.last) == (1000, 1001)


def test_connections_that_were_not_opened_are_counted_with_what_came_back() -> None:
    base = sent(0, MAKER)
    wire = replace(base.exchange, method="QUIC", response=Response(0, (), 900))
    closed = replace(base, exchange=replace(wire, index=1), decoded=replace(base.decoded, understood=0))
    (one,) = report_of(replace(base, exchange=wire), closed).recipients
    assert (one.exchanges, one.sealed, one.bytes_received) == (2, 1, 1_800)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("location", "confirmed"), ("location", "likely")),
        (("location", "likely"), ("location", "possible")),
        (("location", "likely"), ("language", "likely")),
    ],
)
def test_graver_and_surer_findings_come_first(one: tuple[str, Certainty], other: tuple[str, Certainty]) -> None:
    (kind, certainty), (lighter, less) = one, other
    report = report_of(
        sent(0, OTHER, findings=[found(0, lighter, "$.a", certainty=less)]),
        sent(1, MAKER, findings=[found(1, kind, "$.a", certainty=certainty)]),
    )
    assert [one.recipient for one in report.recipients] == [MAKER, OTHER]


def test_equal_recipients_stand_by_requests_and_then_by_name() -> None:
    report = report_of(sent(0, MAKER), sent(1, OTHER), sent(2, OTHER), sent(3, QUIET))
    assert [one.recipient.host for one in report.recipients] == ["b.example.org", "a.example.org", "open.oneplus.net"]


def test_alike_findings_are_one_group() -> None:
    findings = [found(0, "imei", f"$.dl[{place}].im", value) for place, value in enumerate("dbcacc")]
    (group,) = groups_of(sent(0, MAKER, findings=findings[:3]), sent(1, MAKER, findings=findings[3:]))
    assert group == Group(
        kind="imei",
        certainty="likely",
        wrapping="body > json",
        place="$.dl[].im",
        count=6,
        distinct=4,
        values=("a", "b", "c"),
        exchange=0,
        location="e0 body > json $.dl[0].im",
        reasons=(REASON,),
        first=1000,
        last=1001,
    )


def test_report_is_the_same_each_time_it_is_asked_for() -> None:
    findings = [found(0, kind, f"$.{kind}", str(number)) for kind in load().kinds for number in range(99)]
    opaque = [Field("body", "", NOISE[:size], opaque="nothing opens it") for size in range(100)]
    tables = connect([sent(0, MAKER, *opaque, findings=findings)])
    reports = {to_json(overview(tables, INFO, load())) for _ in range(5)}
    assert len(reports) == 1


def test_kind_certainty_wrapping_and_place_part_groups() -> None:
    deeper = Location(0, (Step("body"), Step("gzip"), Step("json", "$.a")))
    findings = [
        found(0, "imei", "$.a"),
        found(0, "imei", "$.b"),
        found(0, "imei", "$.a", certainty="possible"),
        found(0, "ssid", "$.a"),
        replace(found(0, "imei", "$.a"), location=deeper),
    ]
    assert len(groups_of(sent(0, MAKER, findings=findings))) == 5


def test_dummies_are_no_findings() -> None:
    zeroed = found(0, "advertising_id", "$.a", "0000", certainty="dummy")
    (one,) = report_of(sent(0, MAKER, findings=[zeroed])).recipients
    assert one.groups == ()
    assert [dummy.values for dummy in one.dummies] == [("0000",)]


def test_evidence_is_the_payload_around_the_value() -> None:
    leaves = [leaf(f"$.k{number}", str(number)) for number in range(20)]
    (group,) = groups_of(sent(0, MAKER, *leaves, findings=[found(0, "imei", "$.k7")]))
    assert group.evidence == tuple(
        Line(f"$.k{number}", str(number), ("imei",) if number == 7 else ()) for number in range(3, 16)
    )


def test_evidence_of_a_record_marks_all_its_fields() -> None:
    leaves = [leaf("$.a[0].x", "1"), leaf("$.a[1].x", "2"), leaf("$.a[1].y", "3"), leaf("$.a[10].x", "4")]
    findings = [found(0, "app_usage", "$.a[1]"), found(0, "ssid", "$.a[1].y")]
    usage, _ = groups_of(sent(0, MAKER, *leaves, findings=findings))
    assert [(line.path, line.kinds) for line in usage.evidence] == [
        ("$.a[0].x", ()),
        ("$.a[1].x", ("app_usage",)),
        ("$.a[1].y", ("app_usage", "ssid")),
        ("$.a[10].x", ()),
    ]


def test_evidence_is_not_led_astray_by_a_longer_name() -> None:
    leaves = [leaf("$.imei1", "1"), *(leaf(f"$.k{number}", "") for number in range(9)), leaf("$.im", "2")]
    (group,) = groups_of(sent(0, MAKER, *leaves, findings=[found(0, "imei", "$.im")]))
    assert Line("$.im", "2", ("imei",)) in group.evidence


def test_evidence_of_a_form_that_is_the_record_is_the_form() -> None:
    (group,) = groups_of(sent(0, MAKER, leaf("pkg", "a"), leaf("ts", "1"), findings=[found(0, "app_usage", "")]))
    assert group.evidence == (Line("pkg", "a", ("app_usage",)), Line("ts", "1", ("app_usage",)))


def test_evidence_leaves_out_other_layers_and_other_exchanges() -> None:
    here = [Field("header", "host", "x"), leaf("$.a", "1")]
    (group,) = groups_of(sent(0, MAKER, *here, findings=[found(0, "imei", "$.a")]), sent(1, MAKER, leaf("$.b", "2")))
    assert group.evidence == (Line("$.a", "1", ("imei",)),)


def test_unopened_bytes_are_grouped_by_place_and_reason() -> None:
    opaque = [Field("body", f"$[{place}]", NOISE, opaque="nothing opens it") for place in range(2)]
    large = Field("header", "token", NOISE * 4, opaque="nothing opens it")
    (one,) = report_of(sent(0, MAKER, *opaque), sent(1, MAKER, large)).recipients
    assert one.opaque == (
        OpaqueGroup("header token", "nothing opens it", 1, 1024, 8.0, 1),
        OpaqueGroup("body $[]", "nothing opens it", 2, 512, 8.0, 0),
    )


def test_unopened_bytes_stay_with_their_recipient() -> None:
    opaque = Field("body", "", NOISE, opaque="nothing opens it")
    report = report_of(sent(0, MAKER, opaque), sent(1, OTHER))
    assert {one.recipient.host: [some.place for some in one.opaque] for one in report.recipients} == {
        "open.oneplus.net": ["body"],
        "b.example.org": [],
    }


def test_disclosures_are_all_findings_in_order_of_capture() -> None:
    screen = replace(found(0, "screen_event", "$.b"), event=Event("screen_on", 5, None, "com.example"))
    zeroed = found(1, "advertising_id", "$.c", "0000", certainty="dummy")
    tables = connect([sent(0, MAKER, findings=[found(0, "imei", "$.a"), screen]), sent(1, OTHER, findings=[zeroed])])
    steps = {path: (Step("body > json", path),) for path in ("$.a", "$.b", "$.c")}
    assert list(disclosures(tables)) == [
        Disclosure(replace(found(0, "imei", "$.a"), location=Location(0, steps["$.a"])), MAKER, 1000),
        Disclosure(replace(screen, location=Location(0, steps["$.b"])), MAKER, 1000),
    ]
    assert list(disclosures(tables, dummies=True)) == [
        Disclosure(replace(zeroed, location=Location(1, steps["$.c"])), OTHER, 1001)
    ]


def test_two_streams_of_disclosures_do_not_disturb_each_other() -> None:
    findings = [found(0, "imei", "$.a", str(number)) for number in range(5000)]
    tables = connect([sent(0, MAKER, findings=findings)])
    one, other = disclosures(tables), disclosures(tables)
    assert next(one) == next(other)
    assert len(list(one)) == len(list(other)) == 4999


def test_findings_of_different_apps_are_apart_only_when_asked_for() -> None:
    examined = [
        msgspec.structs.replace(one, exchange=msgspec.structs.replace(one.exchange, app=app))
        for index, app in enumerate(("com.one", "com.two", "com.one"))
        for one in (sent(index, MAKER, BODY, findings=[found(index, "imei", "$.a", f"v{index}")]),)
    ]
    tables = connect(examined)
    (together,) = overview(tables, INFO, load()).recipients[0].groups
    apart = overview(tables, INFO, load(), by_app=True).recipients[0].groups
    assert (together.app, together.count, together.values) == ("", 3, ("v0", "v1", "v2"))
    assert [(group.app, group.count, group.values) for group in apart] == [
        ("com.one", 2, ("v0", "v2")),
        ("com.two", 1, ("v1",)),
    ]
