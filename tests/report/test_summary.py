from __future__ import annotations

from msgspec.structs import replace

from phonehome.knowledge.schema import Knowledge
from phonehome.model import CaseInfo, Certainty, Group, Reason, Recipient, RecipientReport, Report
from phonehome.report.summary import Party, Tally, parties, sentences, span, tallies, watcher, whole

CASE = CaseInfo((), {})


def _group(kind: str, count: int = 1, certainty: Certainty = "likely") -> Group:
    return Group(kind, certainty, "body", "", count, 1, ("x",), 0, "e0 body", (Reason("pattern", "It fits."),))


def _to(host: str, *groups: Group, organisation: str = "", attempted: int = 0) -> RecipientReport:
    return RecipientReport(Recipient(host, organisation), 2, attempted, 100, 60, groups)


def test_hosts_of_one_organisation_are_one_party() -> None:
    first, other, second = _to("a.one", organisation="One"), _to("b.two"), _to("c.one", organisation="One", attempted=1)
    found = parties(Report(CASE, (first, other, second)))
    assert found == (Party("One", (first, second)), Party("b.two", (other,)))
    assert (found[0].exchanges, found[0].attempted, found[0].bytes_sent, found[0].bytes_understood) == (4, 1, 200, 120)


def test_a_party_is_sure_when_something_it_got_is_more_than_possible() -> None:
    possible = _group("imei", 1, "possible")
    assert not Party("One", (_to("a", possible),)).is_sure
    assert Party("One", (_to("a", possible), _to("b", _group("imei")))).is_sure


def test_tallies_put_the_most_sensitive_first(knowledge: Knowledge) -> None:
    groups = [
        _group("battery", 90),
        _group("imei", 2, "possible"),
        _group("ssid", 50),
        _group("imei", 3, "confirmed"),
        _group("screen_event", 40),
        _group("installation_id"),
    ]
    found = tallies(groups, knowledge)
    assert [tally.kind for tally in found] == ["screen_event", "imei", "ssid", "installation_id", "battery"]
    assert found[1] == Tally("imei", "IMEI", "hardware", "high", resettable=False, count=3, certainty="confirmed")


def test_what_went_as_a_hash_alone_is_called_so(knowledge: Knowledge) -> None:
    hashed = replace(_group("imei"), reasons=(Reason("hash", "SHA-256 of the owner's value", "owner.toml"),))
    plain = replace(_group("imei"), reasons=(Reason("known", "the owner's value", "owner.toml"),))
    assert [tallies(groups, knowledge)[0].label for groups in ([hashed], [hashed, plain], [plain])] == [
        "IMEI as a hash",
        "IMEI",
        "IMEI",
    ]


def test_span_ignores_what_has_no_time() -> None:
    timed = replace(_to("a"), first=3, last=9)
    assert span([_to("b"), timed, replace(timed, first=1)]) == (1, 9)
    assert span([_to("b")]) is None


def test_whole_is_everybody(report: Report) -> None:
    assert whole(report).exchanges == 1_074


def test_the_sentences_can_be_quoted(report: Report, knowledge: Knowledge) -> None:
    assert list(sentences(report, knowledge)) == [
        (
            "In 7 days this phone contacted 6 recipients in 1,074 requests, "
            "and tried 21 more connections that sent nothing."
        ),
        "Personal data went to 3 of them, and possibly to 1 more.",
        (
            "OnePlus received: app use (6,388 times), screen and unlock times (4,120 times), IMEI (112 times), "
            "serial number (65 times), Wi-Fi access point (56 times) and 13 other kinds."
        ),
        "Google received: installation ID (31 times).",
        "a-very-long-name-of-a-h…eu-central-1.example.org received: e-mail address (once).",
        "What may be personal, by its form or its name alone, went to Meta Platforms.",
        "Of the 14 MB the phone sent 95 % could be read; what the other 666 kB say is unknown.",
    ]


def test_nothing_found_is_said(knowledge: Knowledge) -> None:
    read = RecipientReport(Recipient("a"), 1, 0, 100, 100, ())
    assert list(sentences(Report(CASE, (read,)), knowledge)) == [
        "This phone contacted 1 recipient in 1 request.",
        "No personal data was found in what it sent.",
        "All of the 100 bytes the phone sent could be read.",
    ]


UNREAD = RecipientReport(Recipient("b"), 1, 0, 100, 0, (), sealed=1)


def test_what_nobody_could_read_is_not_called_free_of_personal_data(knowledge: Knowledge) -> None:
    assert list(sentences(Report(CASE, (UNREAD,)), knowledge)) == [
        "This phone contacted 1 recipient in 1 request.",
        "Whether any of it is personal data is unknown.",
        "Nothing of the 100 bytes the phone sent could be read, so what it says is unknown.",
    ]
    assert _second(knowledge, _to("a"), UNREAD) == "No personal data was found in what of it could be read."


def test_who_could_not_be_read_is_named_beside_those_who_got_personal_data(knowledge: Knowledge) -> None:
    told = list(sentences(Report(CASE, (_to("a", _group("imei")), UNREAD)), knowledge))
    assert told[3] == "What went to b could not be read at all, so whether it is personal is unknown."
    assert (Party("b", (UNREAD,)).is_unread, Party("b", (UNREAD, UNREAD)).sealed) == (True, 2)
    assert not Party("One", (UNREAD, _to("a"))).is_unread


def test_an_empty_capture_claims_nothing_was_read(knowledge: Knowledge) -> None:
    assert list(sentences(Report(CASE, ()), knowledge))[2:] == []


def _second(knowledge: Knowledge, *recipients: RecipientReport) -> str:
    return list(sentences(Report(CASE, recipients), knowledge))[1]


def test_to_how_many_it_went(knowledge: Knowledge) -> None:
    sure, maybe, quiet = _to("a", _group("imei")), _to("b", _group("imei", 1, "possible")), _to("c")
    assert _second(knowledge, sure) == "Personal data went to the one recipient."
    assert _second(knowledge, sure, replace(sure, recipient=Recipient("d"))) == "Personal data went to each of them."
    assert _second(knowledge, sure, quiet) == "Personal data went to 1 of them."
    assert _second(knowledge, maybe, quiet) == "Personal data may have gone to 1 of them."
    assert _second(knowledge, sure, maybe) == "Personal data went to 1 of them, and possibly to 1 more."


def test_many_recipients_are_not_all_named(knowledge: Knowledge) -> None:
    many = [_to(f"h{number}", _group("imei")) for number in range(10)]
    told = list(sentences(Report(CASE, tuple(many)), knowledge))
    assert told[5] == "Personal data also went to h3, h4, h5, h6, h7 and 2 more."


def test_who_watches_is_named_by_the_organisation(report: Report) -> None:
    assert watcher(report) == "OnePlus"


def test_nobody_watches_where_only_values_were_sent(report: Report) -> None:
    quiet = tuple(replace(each, groups=()) for each in report.recipients)
    assert watcher(replace(report, recipients=quiet)) == ""
