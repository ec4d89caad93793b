from __future__ import annotations

import base64
import json

import pytest

from phonehome.shield.redact_entry import Tree, answered, redacted, shown
from shield.redacting import EMAIL, left, raw, redactor

REQUEST: Tree = {"method": "GET", "url": "https://a.example/"}


def entry(**members: object) -> Tree:
    new = json.loads(redacted(0, json.dumps({"request": REQUEST} | members).encode(), redactor()))
    assert isinstance(new, dict)
    return new


def test_half_a_character_costs_no_entry() -> None:
    text = r'"\ud83d\ude00 \ud800 \\ud800 \udc00 ' + EMAIL + '"'
    new = json.loads(redacted(0, f'{{"request": {json.dumps(REQUEST)}, "_x": {text}}}'.encode(), redactor()))["_x"]
    assert (new.startswith("\U0001f600 \ufffd \\ud800 \ufffd "), EMAIL in new) == (True, False)


@pytest.mark.parametrize(
    ("time", "new"),
    [
        ("2026-01-01T01:30:00.5+02:00", "2025-12-31T23:30:00.500000Z"),
        ("2026-01-01T01:30:00Z", "2026-01-01T01:30:00Z"),
        ("2026-01-01T01:30:00.123+00:00", "2026-01-01T01:30:00.123+00:00"),
        ("2026-01-01T01:30:00", "2026-01-01T01:30:00"),
        ("yesterday", "yesterday"),
        (None, None),
    ],
)
def test_a_time_is_the_same_moment_without_its_zone(time: str | None, new: str | None) -> None:
    assert entry(startedDateTime=time)["startedDateTime"] == new


def test_messages_of_both_sides_are_redacted() -> None:
    binary = base64.b64encode(f'{{"m": "{EMAIL}"}}'.encode()).decode()
    messages = [
        {"type": "send", "opcode": 1, "data": EMAIL},
        {"type": "receive", "opcode": 2, "data": binary},
        {"type": "send", "opcode": 2, "data": binary},
        {"type": "receive", "opcode": 1, "data": f"to {EMAIL}"},
    ]
    new = entry(_webSocketMessages=messages)
    written = json.dumps(new).encode()
    assert (raw(written), left(shown(0, written))) == ([], {})
    told = new["_webSocketMessages"]
    assert isinstance(told, list)
    assert [(one["type"], one["opcode"]) for one in told] == [(one["type"], one["opcode"]) for one in messages]
    assert json.loads(base64.b64decode(told[1]["data"]))["m"].endswith("@example.org")


def test_a_redirect_goes_where_its_header_says() -> None:
    to = f"https://b.example/?mail={EMAIL}"
    response = {"status": 302, "headers": [{"name": "Location", "value": to}], "redirectURL": to}
    new = entry(response=response)["response"]
    assert isinstance(new, dict)
    assert (EMAIL in str(new), new["redirectURL"]) == (False, new["headers"][0]["value"])


@pytest.mark.parametrize("response", [None, {}, {"content": {"text": None}}, {"headers": []}])
def test_an_answer_that_says_little_stays_as_it_is(response: object) -> None:
    assert entry(response=response) == {"request": REQUEST, "response": response}


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ({"text": "a"}, b"a"),
        ({"text": "YQ", "encoding": "base64"}, b"a"),
        ({"text": "Y", "encoding": "base64"}, b"Y"),
        ({}, b""),
        ("?", b""),
    ],
)
def test_the_body_of_an_answer_is_what_came_back(content: object, body: bytes) -> None:
    assert answered({"response": {"content": content}}, "").body == body


def test_cookies_and_comments_go_wherever_they_stand() -> None:
    new = entry(comment="of Anna", pages=[{"cookies": [{"name": "sid", "value": "abcdef", "comment": "hers"}]}])
    assert new["comment"] == ""
    assert "abcdef" not in str(new)
    assert "hers" not in str(new)


@pytest.mark.parametrize("data", [b"[]", b"{", b'{"request": 7}', b'{"request": {}, "response": []}'])
def test_what_is_no_entry_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"JSON|Expected|truncated"):
        redacted(0, data, redactor())
