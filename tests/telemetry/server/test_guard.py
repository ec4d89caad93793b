"""Who may ask."""

from __future__ import annotations

import pytest

from phonehome.telemetry.server.guard import COOKIE, check, is_same, pass_of, refused

ELSEWHERE = (403, "without a token, ask by a name of this machine: 127.0.0.1 or localhost")
OTHER_SITE = (403, "pages of other sites may not ask")
NO_TOKEN = (401, "say the token: Authorization: Bearer ...")


@pytest.mark.parametrize(
    ("headers", "token", "answer"),
    [
        ({"host": "127.0.0.1:8441"}, "", None),
        ({"host": "LOCALHOST"}, "", None),
        ({"host": "[::1]:8441"}, "", None),
        ({"host": "[::1]"}, "", None),
        ({"host": "127.0.0.1:8441", "sec-fetch-site": "same-origin"}, "", None),
        ({"host": "rebound.example:8441"}, "", ELSEWHERE),
        ({}, "", ELSEWHERE),
        ({"host": "127.0.0.1", "sec-fetch-site": "cross-site"}, "", OTHER_SITE),
        ({"host": "telemetry.example", "authorization": "Bearer right"}, "right", None),
        ({"host": "127.0.0.1", "authorization": "Bearer wrong"}, "right", NO_TOKEN),
        ({"host": "127.0.0.1", "authorization": "Bearer rightä"}, "right", NO_TOKEN),
        ({"host": "127.0.0.1"}, "right", NO_TOKEN),
        ({"cookie": f"{COOKIE}={pass_of('right')}"}, "right", None),
        ({"cookie": f"{COOKIE}={pass_of('wrong')}"}, "right", NO_TOKEN),
        ({"cookie": f"{COOKIE}="}, "right", NO_TOKEN),
        ({"cookie": f"{COOKIE}=right"}, "right", NO_TOKEN),
    ],
)
def test_refused(headers: dict[str, str], token: str, answer: tuple[int, str] | None) -> None:
    assert refused(headers, token) == answer


def test_a_cookie_does_not_open_what_changes_something() -> None:
    assert refused({"cookie": f"{COOKIE}={pass_of('right')}"}, "right", "POST") == NO_TOKEN


@pytest.mark.parametrize(("given", "same"), [("right", True), ("wrong", False), ("", False), ("righ\udcff", False)])
def test_is_same(given: str, *, same: bool) -> None:
    assert is_same(given, "right") is same


@pytest.mark.parametrize(("host", "token"), [("127.0.0.1", ""), ("localhost", ""), ("::1", ""), ("0.0.0.0", "secret")])  # noqa: S104
def test_an_address_that_is_safe(host: str, token: str) -> None:
    check(host, token)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "telemetry.example"])  # noqa: S104
def test_an_address_that_others_reach_needs_a_token(host: str) -> None:
    sentence = f"--admin {host} can be reached from elsewhere; set PHONEHOME_ADMIN_TOKEN, or take 127.0.0.1"
    with pytest.raises(ValueError, match=sentence):
        check(host, "")
