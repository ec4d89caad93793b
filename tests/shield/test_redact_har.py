from __future__ import annotations

import base64
import io
import json

import pytest

from phonehome.attribute import host_of
from phonehome.model import Exchange
from phonehome.phones import PROFILES, Options, har, simulate
from phonehome.read import har as reader
from phonehome.shield import redact_har as redact_har_
from phonehome.shield.redact_har import redact_har, shown
from phonehome.shield.redactor import Redactor
from shield.redacting import EMAIL, IMEI, left, raw, redactor

ENTRY: dict[str, object] = {
    "startedDateTime": "2026-01-01T00:00:00Z",
    "comment": f"mail of {EMAIL}",
    "_custom": {"kept": [1, None, f"for {EMAIL}"]},
    "request": {
        "method": "POST",
        "url": f"https://anna:secret@a.example/x?mail={EMAIL}",
        "headers": [{"name": "Cookie", "value": "sid=abcdef"}, {"name": "X-Id", "value": IMEI}],
        "cookies": [{"name": "sid", "value": "abcdef"}],
        "queryString": [{"name": "mail", "value": EMAIL}],
        "postData": {"mimeType": "application/json", "text": json.dumps({"imei": IMEI})},
        "bodySize": 27,
    },
    "response": {
        "status": 200,
        "headers": [{"name": "Set-Cookie", "value": "sid=abcdef; Path=/"}],
        "content": {
            "size": 9,
            "text": base64.b64encode(json.dumps({"mail": EMAIL}).encode()).decode(),
            "encoding": "base64",
        },
    },
    "serverIPAddress": "192.0.2.7",
}


def redacted(log: dict[str, object], one: Redactor | None = None) -> bytes:
    return b"".join(redact_har(io.BytesIO(json.dumps({"log": log}).encode()), one or redactor()))


def test_members_stay_and_persons_go() -> None:
    pages = [{"id": "p", "title": f"Inbox of {EMAIL}", "startedDateTime": "2026-01-01T02:00:00+02:00"}]
    written = redacted({"version": "1.2", "pages": pages, "entries": [ENTRY], "comment": EMAIL})
    log = json.loads(written)["log"]
    entry = log["entries"][0]
    assert (log["version"], log["pages"], log["comment"]) == (
        "1.2",
        [{"id": "p", "title": "", "startedDateTime": "2026-01-01T00:00:00Z"}],
        "",
    )
    assert list(entry) == list(ENTRY)
    assert entry["_custom"]["kept"][:2] == [1, None]
    assert entry["serverIPAddress"] == "192.0.2.7"
    for told in (EMAIL, IMEI, "abcdef", "secret", base64.b64encode(EMAIL.encode()).decode()[:20]):
        assert told not in written.decode()


def test_a_value_that_stands_in_several_parts_is_replaced_once_in_each() -> None:
    url = f"https://a.example/?mail={EMAIL}"
    one = redactor()
    new = json.loads(redacted({"entries": [{"request": {"method": "GET", "url": url}, "_of": EMAIL}]}, one))
    entry = new["log"]["entries"][0]
    assert (entry["request"]["url"], one.done.kinds) == (
        f"https://a.example/?mail={entry['_of']}",
        {("email", "replace"): 2},
    )


def test_an_answer_is_rewritten_within_its_base64() -> None:
    entry = json.loads(redacted({"entries": [ENTRY]}))["log"]["entries"][0]
    assert json.loads(base64.b64decode(entry["response"]["content"]["text"]))["mail"].endswith("@example.org")


def test_parameters_and_query_are_those_of_the_new_request() -> None:
    post = {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "i", "value": IMEI}, {"name": "a"}]}
    request = {"method": "POST", "url": f"https://a.example/?m={EMAIL}", "postData": post}
    asked = {"request": request | {"queryString": [{"name": "m", "value": EMAIL}]}}
    new = json.loads(redacted({"entries": [asked]}))["log"]["entries"][0]["request"]
    assert (new["postData"]["params"][0]["value"] != IMEI, new["postData"]["params"][1]) == (True, {"name": "a"})
    assert new["url"] == f"https://a.example/?m={new['queryString'][0]['value']}"


def test_a_broken_entry_is_left_out_and_counted() -> None:
    one = redactor()
    text = json.dumps({"log": {"entries": [ENTRY]}}).replace("]}}", ', {"request": 7x}]}}')
    written = b"".join(redact_har(io.BytesIO(text.encode()), one))
    assert (len(json.loads(written)["log"]["entries"]), one.done.left_out.total(), one.done.exchanges) == (1, 1, 2)


def test_a_file_without_entries_is_refused() -> None:
    with pytest.raises(ValueError, match="a HAR without its"):
        list(redact_har(io.BytesIO(b'{"log": {}}'), redactor()))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_redacted_phone_holds_none_of_its_owners_values(profile: str) -> None:
    simulation = simulate(profile, Options(1, 2))
    capture = b"".join(har.write(simulation.exchanges))
    written = b"".join(redact_har(io.BytesIO(capture), redactor(simulation.owner)))
    exchanges = [one for one in reader.read(io.BytesIO(written)) if isinstance(one, Exchange)]
    assert [(one.method, host_of(one.url)) for one in exchanges] == [
        (one.method, host_of(one.url)) for one in simulation.exchanges
    ]
    assert (left(shown(io.BytesIO(written)), simulation.owner), raw(written, simulation.owner)) == ({}, [])


@pytest.mark.parametrize(
    ("text", "entries", "around"),
    [
        (b'{"log": {"a": nope, "entries": [%s]}}', 1, 1),
        (b'{"log": {"entries": [%s]}} and more', 1, 1),
        (b'{"log": {"entries": [%s', 1, 0),
        (b'\xef\xbb\xbf{"log": {"entries": [%s]}}', 1, 0),
        (b'{"log": {"entries": []}}', 0, 0),
        (b'{"log": {"note": "\\"entries\\": [", "entries": [%s]}}', 1, 0),
    ],
)
def test_what_is_damaged_around_the_entries_costs_no_entry(text: bytes, entries: int, around: int) -> None:
    one, entry = redactor(), json.dumps(ENTRY).encode()
    written = b"".join(redact_har(io.BytesIO(text % entry if entries else text), one))
    assert len(json.loads(written)["log"]["entries"]) == entries
    assert one.done.parts["stretches beside the entries left out"] == around


def test_utf_16_becomes_utf_8() -> None:
    written = b"".join(
        redact_har(io.BytesIO(json.dumps({"log": {"v": "é", "entries": [ENTRY]}}).encode("utf-16")), redactor())
    )
    assert json.loads(written)["log"]["v"] == "é"
    assert EMAIL.encode() not in written


@pytest.mark.parametrize("side", ["before", "behind"])
def test_what_stands_around_the_entries_is_bounded(side: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redact_har_, "LONGEST", 3 << 20)
    long = {"x": "a" * (4 << 20)}
    log = long | {"entries": [ENTRY]} if side == "before" else {"entries": [ENTRY]} | long
    one, capture = redactor(), io.BytesIO(json.dumps({"log": log}).encode())
    if side == "before":
        with pytest.raises(ValueError, match="more than 3 MiB stand before the entries"):
            list(redact_har(capture, one))
        return
    assert list(json.loads(b"".join(redact_har(capture, one)))["log"]) == ["entries"]
    assert one.done.parts["stretches beside the entries left out"] == 1
