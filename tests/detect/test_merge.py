from __future__ import annotations

import pytest

from phonehome.detect.clue import Clue
from phonehome.detect.merge import Merge
from phonehome.knowledge.load import load
from phonehome.model import Certainty, Event, Field, Finding, Location, Reason, Step

from .building import facts

MERGE = Merge(load())
FIELD = Field("json", "$.a", "x", Field("body", "", b"{}"))
KNOWN = Reason("known", "the owner's value")
PATTERN = Reason("pattern", "has the form")
NAME = Reason("field name", "the field is called")


def clue(kind: str, value: str, reason: Reason = PATTERN, certainty: Certainty = "possible") -> Clue:
    return Clue(kind, certainty, value, FIELD, reason)


def merged(*clues: Clue) -> list[tuple[str, str, str]]:
    return facts(MERGE.findings(0, clues))


def test_several_ways_at_one_place_are_one_finding_with_all_reasons() -> None:
    clues = [
        clue("mac_address", "0A:1B:02:3D:4E:5F", PATTERN, "likely"),
        clue("mac_address", "0a1b023d4e5f", KNOWN, "confirmed"),
        clue("mac_address", "0A:1B:02:3D:4E:5F", PATTERN, "likely"),
    ]
    location = Location(7, (Step("body"), Step("json", "$.a")))
    assert MERGE.findings(7, clues) == [
        Finding("mac_address", "confirmed", "0A:1B:02:3D:4E:5F", location, (PATTERN, KNOWN))
    ]


@pytest.mark.parametrize(
    ("reasons", "certainty"),
    [((PATTERN,), "possible"), ((PATTERN, PATTERN), "possible"), ((PATTERN, NAME), "likely")],
)
def test_two_different_weak_ways_make_it_likely(reasons: tuple[Reason, ...], certainty: str) -> None:
    assert merged(*(clue("imei", "490154203237518", reason) for reason in reasons)) == [
        ("imei", certainty, "490154203237518")
    ]


def test_other_kinds_values_and_places_stay_apart_in_their_order() -> None:
    other = Clue("imei", "likely", "1", Field("json", "$.b", 1, FIELD.parent), NAME)
    assert merged(clue("serial", "1"), clue("imei", "1"), clue("imei", "2"), other) == [
        ("serial", "possible", "1"),
        ("imei", "possible", "1"),
        ("imei", "possible", "2"),
        ("imei", "likely", "1"),
    ]


def test_a_hash_is_called_by_the_value_it_hides() -> None:
    known = Clue("imei", "confirmed", "l6IQUjLsyHVv", FIELD, KNOWN, hides="490154203237518")
    assert merged(clue("imei", "l6IQUjLsyHVvA6Ap", NAME), known) == [("imei", "confirmed", "490154203237518")]


def test_a_list_gives_its_reasons_to_its_elements() -> None:
    clues = [
        clue("imei", "111,222", NAME, "likely"),
        clue("imei", "111", PATTERN, "possible"),
        clue("imei", "222", KNOWN, "confirmed"),
    ]
    findings = MERGE.findings(0, clues)
    assert facts(findings) == [("imei", "likely", "111"), ("imei", "confirmed", "222")]
    assert [finding.reasons for finding in findings] == [(PATTERN, NAME), (KNOWN, NAME)]


@pytest.mark.parametrize(
    ("shape", "better"),
    [("mac_address", "bssid"), ("mac_address", "bluetooth_mac"), ("phone_number", "contact"), ("email", "account_id")],
)
def test_a_shape_gives_way_to_a_way_that_knows_the_kind(shape: str, better: str) -> None:
    findings = MERGE.findings(0, [clue(shape, "a1b2"), clue(better, "A1:B2", NAME, "likely")])
    assert [(finding.kind, finding.reasons) for finding in findings] == [(better, (NAME, PATTERN))]


def test_a_shape_does_not_give_way_where_more_than_the_shape_says_so() -> None:
    clues = clue("email", "a@b", KNOWN, "confirmed"), clue("account_id", "a@b", NAME, "likely")
    assert merged(*clues) == [("email", "confirmed", "a@b"), ("account_id", "likely", "a@b")]
    other = clue("mac_address", "a1b2"), clue("bssid", "c3d4", NAME)
    assert merged(*other) == [("mac_address", "possible", "a1b2"), ("bssid", "possible", "c3d4")]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("advertising_id", "00000000-0000-0000-0000-000000000000"),
        ("advertising_id", "0" * 32),
        ("ssid", "<unknown ssid>"),
        ("ssid", '"<unknown ssid>"'),
        ("mac_address", "02:00:00:00:00:00"),
        ("mac_address", "020000000000"),
        ("bssid", "02-00-00-00-00-00"),
        ("bssid", "00:00:00:00:00:00"),
        ("bluetooth_mac", "ff:ff:ff:ff:ff:ff"),
        ("mac_address", "FFFFFFFFFFFF"),
        ("imei", "000000000000000"),
        ("serial", "unknown"),
        ("android_id", "9774d56d682e549c"),
        ("cell_id", "2147483647"),
        ("local_ip", "127.0.0.1"),
    ],
)
def test_a_value_that_stands_for_nothing_is_a_dummy_however_it_is_known(kind: str, value: str) -> None:
    [finding] = MERGE.findings(0, [clue(kind, value, NAME, "likely"), clue(kind, value, KNOWN, "confirmed")])
    assert (finding.certainty, finding.reasons[1:]) == ("dummy", (NAME, KNOWN))
    assert finding.reasons[0].source == "identifiers.toml"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("mac_address", "02:00:00:00:00:01"),
        ("mac_address", "02:00:00:00:00"),
        ("advertising_id", "00000000-0000-0000-0000-000000000001"),
        ("ssid", "unknown"),
        ("imei", "<unknown ssid>"),
    ],
)
def test_a_value_that_is_nearly_a_dummy_is_none(kind: str, value: str) -> None:
    assert merged(clue(kind, value)) == [(kind, "possible", value)]


def test_a_record_is_the_place_of_its_event() -> None:
    event = Event("screen_off", 1_484_177_517_017)
    record = Clue("screen_event", "likely", "screen_off", Field("json", "$.a[0].en", ""), PATTERN, "$.a[0]", event)
    [finding] = MERGE.findings(3, [record])
    assert (str(finding.location), finding.event) == ("e3 json $.a[0]", event)


def test_no_clues_are_no_findings() -> None:
    assert MERGE.findings(0, []) == []
