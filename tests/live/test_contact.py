from __future__ import annotations

from msgspec.structs import replace

from live.given import IMEI, MAKER, NOON, field, found, refused, sent
from phonehome.decode.codec import Decoded
from phonehome.knowledge.load import load
from phonehome.live.contact import ELSEWHERE, Alike, Contact
from phonehome.live.proof import Proof
from phonehome.model import Line, Reason, Response


def test_the_latest_three_values_are_kept_and_the_others_counted() -> None:
    alike = Alike(("imei", "likely", "body > json", "$.a"))
    fresh = [alike.count_in(found("imei", "$.a", value), NOON) for value in ("1", "2", "1", "3", "4", "5")]
    assert fresh == [True, True, False, True, True, True]
    group = alike.group()
    assert (group.count, group.distinct, group.values, alike.forgotten) == (6, 3, ("5", "4", "3"), 2)


def test_alike_findings_have_their_times_and_the_payload_around_the_last() -> None:
    finding = found("imei", "$.a", IMEI)
    alike = Alike(("imei", "confirmed", "body > json", "$.a"))
    for time in (NOON, None, NOON - 5, NOON + 5):
        alike.count_in(finding, time)
    alike.prove(finding, Proof(sent(MAKER, finding, fields=[field("$.a", IMEI)])))
    group = alike.group()
    assert (group.first, group.last, group.location) == (NOON - 5, NOON + 5, "e0 body > json $.a")
    assert (group.reasons, group.evidence) == (
        (Reason("known", "the owner's value", "owner.toml"),),
        (Line("$.a", IMEI, ("imei",)),),
    )
    alike.forget()
    assert alike.group().evidence == ()


def test_a_host_counts_requests_attempts_and_bytes() -> None:
    contact = Contact(MAKER)
    for one in (sent(MAKER), sent(MAKER, at=NOON - 1), refused(MAKER, NOON + 9), refused(MAKER, None)):
        contact.count(one, 1)
    report = contact.report(load())
    assert (report.exchanges, report.attempted, report.bytes_sent, report.bytes_understood) == (2, 2, 600, 500)
    assert (report.first, report.last) == (NOON - 1, NOON + 9)


def test_connections_that_were_not_opened_are_counted_with_what_came_back() -> None:
    contact, opened = Contact(MAKER), sent(MAKER)
    exchange = replace(opened.exchange, method="TLS", response=Response(0, (), 900))
    closed = replace(opened, exchange=exchange, decoded=Decoded([], 300, 0))
    for one in (opened, replace(opened, exchange=exchange), closed):
        contact.count(one, 1)
    report = contact.report(load())
    assert (report.exchanges, report.sealed, report.bytes_received) == (3, 1, 1_800)


def test_past_the_bound_further_places_are_counted_together() -> None:
    contact = Contact(MAKER)
    places = [contact.alike(found("imei", f"$.p{number}", IMEI), 2).place for number in range(4)]
    assert places == ["$.p0", "$.p1", "", ""]
    assert [key[2] for key in contact.groups] == ["body > json", "body > json", ELSEWHERE]


def test_placeholders_stand_apart_and_the_gravest_first() -> None:
    contact = Contact(MAKER)
    for finding in (found("battery", "$.b", "9"), found("imei", "$.i", IMEI), found("imei", "$.d", "0", "dummy")):
        contact.alike(finding, 9).count_in(finding, NOON)
    report = contact.report(load())
    assert ([one.kind for one in report.groups], [one.place for one in report.dummies]) == (
        ["imei", "battery"],
        ["$.d"],
    )
