from __future__ import annotations

from phonehome.infer import weight
from phonehome.knowledge.load import load
from phonehome.model import CERTAINTIES, Certainty, Group, Recipient, RecipientReport


def _group(kind: str, certainty: Certainty = "likely", count: int = 1, place: str = "") -> Group:
    return Group(kind, certainty, "body", place, count, 1, ("x",), 0, "e0 body", ())


def _to(host: str, *groups: Group, requests: int = 1, attempts: int = 0) -> RecipientReport:
    return RecipientReport(Recipient(host), requests, attempts, 9, 9, groups)


def test_sensitive_and_sure_weighs_most() -> None:
    known = load()
    weights = [weight.weight("imei", sure, known) for sure in CERTAINTIES]
    assert (weights, weight.weight("battery", "likely", known)) == ([36, 18, 9, 0], 2)


def test_the_gravest_group_comes_first() -> None:
    groups = [
        _group("battery", "confirmed"),
        _group("imei", place="b"),
        _group("imei", count=5),
        _group("imei", place="a"),
    ]
    ordered = sorted(groups, key=lambda one: weight.of_group(one, load()))
    assert [(one.kind, one.count, one.place) for one in ordered] == [
        ("imei", 5, ""),
        ("imei", 1, "a"),
        ("imei", 1, "b"),
        ("battery", 1, ""),
    ]


def test_a_recipient_weighs_as_its_kinds_each_at_its_surest_then_by_requests_and_name() -> None:
    reports = [
        _to("c"),
        _to("d", attempts=4),
        _to("b"),
        _to("a", _group("battery")),
        _to("e", _group("imei"), _group("imei", "possible")),
    ]
    ordered = sorted(reports, key=lambda one: weight.of_recipient(one, load()))
    assert [one.recipient.host for one in ordered] == ["e", "a", "d", "b", "c"]
