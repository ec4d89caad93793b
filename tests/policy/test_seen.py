from __future__ import annotations

from infer.given import HOUR, START, Found, Sent, given
from phonehome.masking import mask
from phonehome.policy.seen import seen


def test_alike_findings_with_form_place_and_first_location() -> None:
    sent = [Sent(START + hour * HOUR) for hour in range(4)]
    found = [Found(place, "imei", "1", path=f"$.a[{place}]") for place in (1, 2, 3)]
    hashed = Found(0, "imei", "1", path="$.b", reason=("hash", "MD5 of the owner's value", "owner.toml"))
    sight = seen(given(sent, [hashed, *found]))
    assert sight.hours == 3.0
    assert [(one.kind, one.form, one.count, one.location) for one in sight.groups] == [
        ("imei", "in clear", 1, "e1 body > json $.a[1]"),
        ("imei", "in clear", 1, "e2 body > json $.a[2]"),
        ("imei", "in clear", 1, "e3 body > json $.a[3]"),
        ("imei", "as a hash (MD5)", 1, "e0 body > json $.b"),
    ]
    assert [(one.host, one.exchanges) for one in sight.sent] == [("open.oneplus.net", 4)]


def test_choices_are_understood() -> None:
    sent = [Sent(), Sent(host="b.example", organisation="")]
    found = [
        Found(0, "consent_state", "0"),
        Found(0, "consent_state", "False", path="$.b"),
        Found(1, "consent_state", "42"),
        Found(1, "consent_state", "1", "possible", path="$.b"),
    ]
    assert seen(given(sent, found)).choices == {"OnePlus": ("opted out",), "b.example": ("",)}


def test_values_in_paths_are_hidden() -> None:
    found = [Found(0, "email", "someone@mail.example", path='$["someone@mail.example"]')]
    (group,) = seen(given([Sent()], found, say=mask)).groups
    assert ("someone" in group.place, "someone" in group.location) == (False, False)


def test_what_was_sent_in_the_open_is_marked() -> None:
    evidence = given([Sent(), Sent(host="b.example")], [Found(0, "imei"), Found(1, "imei")])
    evidence.tables.execute("CREATE TABLE opened AS FROM every_exchange")
    evidence.tables.execute("UPDATE opened SET url = 'http://b.example/' WHERE host = 'b.example'")
    evidence.tables.execute("CREATE OR REPLACE VIEW exchanges AS FROM opened")
    assert [(one.host, one.plain) for one in seen(evidence).groups] == [
        ("b.example", True),
        ("open.oneplus.net", False),
    ]


def test_an_owner_is_known_where_the_audit_had_one() -> None:
    assert seen(given([Sent()], [])).knows_owner is False


def test_the_last_request_dates_the_capture_where_all_have_a_time() -> None:
    assert seen(given([Sent(START), Sent(START + HOUR)], [])).last == START + HOUR
    assert seen(given([Sent(START), Sent(None)], [])).last is None


def test_everybody_who_was_called_is_named() -> None:
    sight = seen(given([Sent(), Sent(host="b.example", organisation="")], []))
    assert sight.called == ("", "OnePlus", "b.example", "open.oneplus.net")
