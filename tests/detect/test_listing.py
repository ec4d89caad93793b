from __future__ import annotations

import json

import pytest

from phonehome.detect.listing import Listings
from phonehome.knowledge.load import load

from .building import post

Rows = list[dict[str, str | int]]

CALLS: Rows = [
    {"number": "+447700900123", "date": 1484342058637, "duration": 61, "type": 1},
    {"number": "07700 900456", "date": 1484345058637, "duration": 0, "type": 3},
]
TEXTS: Rows = [{"address": "07700900456", "date": 1484345058637, "body": "see you at eight"}]
CONTACTS: Rows = [
    {"name": "Ada Byron", "phone": "07700900001"},
    {"displayName": "Bo Li", "email": "bo@example.org"},
]
SCAN: Rows = [
    {"bssid": "3c:a6:2f:bc:5e:65", "ssid": "HUGHES", "level": -61},
    {"bssid": "3c:a6:2f:bc:5e:66", "ssid": "next door", "level": -80},
]
PAGES: Rows = [
    {"url": "https://health.example.org/a", "title": "A", "visited": 1484342058637},
    {"url": "https://party.example.org/b", "title": "B", "visited": 1484342068637},
]


def _found(rows: Rows, wrap: str = "list") -> list[tuple[str, str]]:
    return [(clue.kind, clue.value) for clue in Listings(load()).find(post(json.dumps({wrap: rows}).encode()))]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (CALLS, [("call_log", "+447700900123"), ("call_log", "07700 900456")]),
        (TEXTS, [("message", "07700900456"), ("message", "see you at eight")]),
        (
            CONTACTS,
            [("contact", "Ada Byron"), ("contact", "07700900001"), ("contact", "Bo Li"), ("contact", "bo@example.org")],
        ),
        (
            SCAN,
            [
                ("bssid", "3c:a6:2f:bc:5e:65"),
                ("ssid", "HUGHES"),
                ("bssid", "3c:a6:2f:bc:5e:66"),
                ("ssid", "next door"),
            ],
        ),
        (PAGES, [("browsing", "https://health.example.org/a"), ("browsing", "https://party.example.org/b")]),
    ],
)
def test_a_list_is_recognised_by_its_columns(rows: Rows, found: list[tuple[str, str]]) -> None:
    assert _found(rows) == found


@pytest.mark.parametrize(
    "rows",
    [
        CALLS[:1],
        CONTACTS[:1],
        SCAN[:1],
        PAGES[:1],
        [{"number": "7", "date": "2017-01-14T15:00:00Z", "duration": 90}] * 3,
        [{"name": "Rovers", "goals": 2}, {"name": "United", "goals": 1}],
        [{"url": "https://a.example/1", "date": 1484342058637}] * 3,
        [{"name": "2x", "number": "1234567", "url": "https://shop.example/"}] * 3,
    ],
)
def test_less_than_a_list_is_none(rows: Rows) -> None:
    assert _found(rows) == []


def test_records_of_two_lists_are_not_one() -> None:
    body = json.dumps({"a": CALLS[:1], "b": CALLS[1:]}).encode()
    assert list(Listings(load()).find(post(body))) == []


def test_the_reason_says_what_the_list_is() -> None:
    clue = next(Listings(load()).find(post(json.dumps(CALLS).encode())))
    assert (clue.certainty, clue.reason.way, clue.reason.text) == ("likely", "behaviour", "a list of calls")
