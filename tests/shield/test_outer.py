from __future__ import annotations

import base64
import hashlib

import pytest

from phonehome.model import Exchange, Field, Value
from phonehome.shield.outer import applied, can_go, fitting

EXCHANGE = Exchange(
    0,
    "POST",
    "https://a.example/v1/490154203237518/x?imei=1&b=a%20b&imei=2#top",
    headers=(("Cookie", "id=7; theme=dark;  id=8"), ("X-Id", "1"), ("X-Id", "2"), ("Content-Length", "3")),
    body=b"abc",
    messages=(b"one", b"two"),
)


def changed(step: str, path: str, value: Value) -> Exchange:
    return applied(EXCHANGE, [(Field(step, path, ""), value)])


@pytest.mark.parametrize(
    ("step", "path", "url"),
    [
        ("path", "[1]", "https://a.example/v1/NEW/x?imei=1&b=a%20b&imei=2#top"),
        ("query", "imei", "https://a.example/v1/490154203237518/x?imei=NEW&b=a%20b&imei=2#top"),
        ("query", "imei[1]", "https://a.example/v1/490154203237518/x?imei=1&b=a%20b&imei=NEW"),
    ],
)
def test_a_piece_of_the_url_changes_and_no_other(step: str, path: str, url: str) -> None:
    assert changed(step, path, "NEW").url == url


@pytest.mark.parametrize(
    ("step", "path", "header"),
    [
        ("header", "x-id[1]", ("X-Id", "NEW")),
        ("cookie", "theme", ("Cookie", "id=7; theme=NEW;  id=8")),
        ("cookie", "id[1]", ("Cookie", "id=7; theme=dark;  id=NEW")),
    ],
)
def test_a_header_or_cookie_changes_and_no_other(step: str, path: str, header: tuple[str, str]) -> None:
    assert [one for one in changed(step, path, "NEW").headers if one not in EXCHANGE.headers] == [header]


def test_a_body_is_counted_again() -> None:
    new = changed("body", "", b"longer")
    assert (new.body, dict(new.headers)["Content-Length"]) == (b"longer", "6")


def test_a_message_changes_and_no_other() -> None:
    assert changed("message", "[1]", b"NEW").messages == (b"one", b"NEW")


def test_without_changes_nothing_changes() -> None:
    assert applied(EXCHANGE, []) == EXCHANGE


def test_a_bare_query_changes() -> None:
    asked = Exchange(0, "GET", "https://a.example/?490154203237518")
    assert applied(asked, [(Field("query", "", ""), "NEW")]).url == "https://a.example/?NEW"


def digest(family: str, data: bytes) -> str:
    return base64.b64encode(hashlib.new(family, data).digest()).decode()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Content-MD5", lambda data: digest("md5", data)),
        ("Digest", lambda data: f"SHA-256={digest('sha256', data)},MD5={digest('md5', data)}"),
        ("Content-Digest", lambda data: f"sha-512=:{digest('sha512', data)}:"),
    ],
)
def test_a_plain_digest_is_that_of_the_new_body(name: str, form: object) -> None:
    assert callable(form)
    assert fitting(((name, form(b"old")),), b"old", b"new") == ((name, form(b"new")),)


def left(*gone: tuple[str, str]) -> Exchange:
    return applied(EXCHANGE, [], set(gone))


@pytest.mark.parametrize(
    ("gone", "query"),
    [
        ({("query", "imei")}, "?b=a%20b&imei=2#top"),
        ({("query", "b")}, "?imei=1&imei=2#top"),
        ({("query", "imei"), ("query", "b"), ("query", "imei[1]")}, ""),
    ],
)
def test_a_pair_of_the_query_goes_and_the_rest_stays(gone: set[tuple[str, str]], query: str) -> None:
    assert left(*gone).url == f"https://a.example/v1/490154203237518/x{query}"


def test_a_header_or_a_cookie_goes_and_the_rest_stays() -> None:
    cookie, *others = EXCHANGE.headers
    assert left(("header", "x-id")).headers == (cookie, *others[1:])
    assert left(("cookie", "id"), ("cookie", "theme")).headers == (("Cookie", "id=8"), *others)
    assert left(("cookie", "id"), ("cookie", "theme"), ("cookie", "id[1]")).headers == tuple(others)


@pytest.mark.parametrize(
    ("step", "path", "can"),
    [
        ("header", "x-id", True),
        ("header", "content-type", False),
        ("header", "host[1]", False),
        ("cookie", "id", True),
        ("query", "imei", True),
        ("path", "[1]", False),
        ("body", "", False),
    ],
)
def test_what_frames_a_request_stays(step: str, path: str, *, can: bool) -> None:
    assert can_go(Field(step, path, "")) is can
