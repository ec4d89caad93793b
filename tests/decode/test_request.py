from __future__ import annotations

import pytest

from phonehome.decode import fields, request
from phonehome.decode.codec import MOST_PARTS
from phonehome.model import Exchange, Location


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://h/a/b?c=d", ("/a/b", "c=d")),
        ("https://h", ("", "")),
        ("https://h?q", ("", "q")),
        ("https://h/a?u=https://x/y", ("/a", "u=https://x/y")),
        ("/a?b", ("/a", "b")),
        ("host:443", ("", "")),
    ],
)
def test_the_request_target_is_what_stands_after_the_host(url: str, target: tuple[str, str]) -> None:
    assert request.target(url) == target


def test_the_size_counts_target_headers_and_body() -> None:
    exchange = Exchange(0, "POST", "https://h/ab?c=1", headers=(("A", "é"),), body=b"xyz", messages=(b"12", b"3"))
    assert request.size(exchange) == len("/ab?c=1") + 3 + 3 + 3


def test_a_request_falls_into_its_parts_in_wire_order() -> None:
    headers = (("User-Agent", "okhttp"), ("Cookie", "a=1; a=2"), ("X", "1"), ("x", "2"))
    exchange = Exchange(0, "POST", "https://h/v1//push?id=7&id=8", headers=headers, body=b"xyz", messages=(b"m", b""))
    assert list(request.parts(exchange)) == [
        ("path", "[0]", "v1"),
        ("path", "[1]", "push"),
        ("query", "id", "7"),
        ("query", "id[1]", "8"),
        ("header", "user-agent", "okhttp"),
        ("cookie", "a", "1"),
        ("cookie", "a[1]", "2"),
        ("header", "x", "1"),
        ("header", "x[1]", "2"),
        ("body", "", b"xyz"),
        ("message", "[0]", b"m"),
        ("message", "[1]", b""),
    ]


def test_a_bare_query_has_no_name() -> None:
    assert list(request.parts(Exchange(0, "GET", "https://h/?abcd=="))) == [("query", "", b"abcd==")]


def test_a_request_without_query_and_body_has_only_its_path() -> None:
    assert list(request.parts(Exchange(0, "GET", "https://h/a"))) == [("path", "[0]", "a")]


def test_more_pairs_than_the_bound_stay_whole() -> None:
    many = "a=1&" * (MOST_PARTS + 1)
    cookies = many.replace("&", ";")
    exchange = Exchange(0, "GET", f"https://h/?{many}", headers=(("Cookie", cookies),))
    assert list(request.parts(exchange)) == [("query", "", many), ("cookie", "", cookies)]


def test_a_message_is_opened_like_a_body_and_counted() -> None:
    found = fields(Exchange(3, "GET", "wss://h", messages=(b"\xff\x00\x99", b'{"a":"imei"}')))
    assert [(str(Location(3, field.steps)), field.value) for field in found.fields] == [
        ("e3 message [0]", b"\xff\x00\x99"),
        ("e3 message [1] > json $.a", "imei"),
    ]
    assert (found.sent, found.understood) == (15, 12)
