from __future__ import annotations

import pytest

from infer.given import DAY, START, Found, Held, Sent, given
from phonehome.infer.identifiers import Node, identifiers, kinds, plain
from phonehome.knowledge.load import load

DAILY = [Sent(START + place * DAY, path=f"/{'ab'[place % 2]}") for place in range(4)]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("imei", "490154203237518", "49-015420-323751"),
        ("imei", "490154203237518", "4901542032375101"),
        ("phone_number", "+44 7700 900252", "07700900252"),
        ("mac_address", "c0:ee:fb:0d:12:e8", "C0EEFB0D12E8"),
        ("android_id", "00c8b14aa2da84f3", "c8b14aa2da84f3"),
        ("gsf_id", "36598475069bd5ca", "3916306989132273098"),
        ("android_id", "ebb320bd55bf62cf", "-1462789456405765425"),
        ("email", "A@Example.org ", "a@example.org"),
    ],
)
def test_writings_of_one_value(kind: str, one: str, other: str) -> None:
    assert plain(kind, one) == plain(kind, other)


def test_addresses_differ_by_their_dots() -> None:
    assert plain("email", "a.b@example.org") != plain("email", "ab@example.org")


def test_kinds_of_which_one_value_means_one_phone_or_person() -> None:
    some = kinds(load())
    assert {"imei", "imsi", "advertising_id", "email"} < set(some)
    assert {"operator", "consent_state", "ssid", "public_ip", "device_model", "country"}.isdisjoint(some)


def test_the_kind_that_says_most_names_a_value() -> None:
    found = [Found(0, "other_identifier", "490154203237518"), Found(1, "imei", "490154203237518")]
    assert identifiers(given(DAILY, found)) == [Node(0, "imei", "490154203237518")]


def test_a_value_named_once_is_named_everywhere() -> None:
    held = [Held(place, "39c8b14aa2da84f3") for place in range(4)]
    assert identifiers(given(DAILY, [Found(0, "android_id", "39C8B14AA2DA84F3")], held=held)) == [
        Node(0, "android_id", "39C8B14AA2DA84F3")
    ]


def test_they_are_made_once() -> None:
    evidence = given(DAILY, [Found(0, "serial", "53b1d26e"), Found(0, "serial", "1")])
    assert identifiers(evidence) == identifiers(evidence) == [Node(0, "serial", "53b1d26e")]
    rows = evidence.tables.execute("SELECT node, case_no, exchange, number, hashed, coded FROM identified").fetchall()
    assert rows == [(0, 0, 0, 0, False, False)]
