from __future__ import annotations

import base64
import io
import json

import pytest

from phonehome.engine import examiner
from phonehome.knowledge.load import load
from phonehome.model import Exchange, Owner
from phonehome.phones import PROFILES, Options, har, simulate
from phonehome.read import har as reader
from phonehome.shield.outcome import Shield
from phonehome.shield.redact_har import redact_har
from phonehome.shield.redactor import Redactor
from phonehome.shield.rules import find, read_rules

EMAIL, IMEI = "anna.mustermann@example.com", "490154203237518"
OWNER = Owner({"email": (EMAIL,), "imei": (IMEI,)})
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


def redactor(owner: Owner = OWNER) -> Redactor:
    return Redactor(Shield(owner, load(), read_rules(find("everything"), load()), b"k" * 32))


def redacted(log: dict[str, object], one: Redactor | None = None) -> bytes:
    return b"".join(redact_har(io.BytesIO(json.dumps({"log": log}).encode()), one or redactor()))


def test_members_stay_and_persons_go() -> None:
    pages = [{"id": "p", "title": f"Inbox of {EMAIL}"}]
    written = redacted({"version": "1.2", "pages": pages, "entries": [ENTRY], "comment": EMAIL})
    log = json.loads(written)["log"]
    entry = log["entries"][0]
    assert (log["version"], log["pages"], log["comment"]) == ("1.2", [{"id": "p", "title": ""}], "")
    assert list(entry) == list(ENTRY)
    assert entry["_custom"]["kept"][:2] == [1, None]
    assert entry["serverIPAddress"] == "192.0.2.7"
    for told in (EMAIL, IMEI, "abcdef", "secret", base64.b64encode(EMAIL.encode()).decode()[:20]):
        assert told not in written.decode()


def test_an_answer_is_rewritten_within_its_base64() -> None:
    entry = json.loads(redacted({"entries": [ENTRY]}))["log"]["entries"][0]
    assert json.loads(base64.b64decode(entry["response"]["content"]["text"]))["mail"].endswith("@example.org")


def test_parameters_and_query_are_those_of_the_new_request() -> None:
    post = {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "i", "value": IMEI}, {"name": "a"}]}
    request = {"method": "POST", "url": f"https://a.example/?m={EMAIL}", "postData": post}
    asked = {"request": request | {"queryString": [{"name": "m", "value": EMAIL}]}}
    new = json.loads(redacted({"entries": [asked]}))["log"]["entries"][0]["request"]
    assert (new["postData"]["params"][0]["value"] != IMEI, new["postData"]["params"][1]) == (True, {"name": "a"})
    assert new["url"] == f"https://a.example/?m={new['queryString'][0]['value'].replace('@', '%40')}"


def test_a_broken_entry_is_left_out_and_counted() -> None:
    one = redactor()
    text = json.dumps({"log": {"entries": [ENTRY]}}).replace("]}}", ', {"request": 7x}]}}')
    written = b"".join(redact_har(io.BytesIO(text.encode()), one))
    assert (len(json.loads(written)["log"]["entries"]), one.done.left_out.total(), one.done.exchanges) == (1, 1, 2)


def test_a_file_without_entries_is_refused() -> None:
    with pytest.raises(ValueError, match="no list of"):
        list(redact_har(io.BytesIO(b'{"log": {}}'), redactor()))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_redacted_phone_holds_none_of_its_owners_values(profile: str) -> None:
    simulation = simulate(profile, Options(1, 2))
    capture = b"".join(har.write(simulation.exchanges))
    written = b"".join(redact_har(io.BytesIO(capture), redactor(simulation.owner)))
    examine = examiner(simulation.owner, load())
    exchanges = [one for one in reader.read(io.BytesIO(written)) if isinstance(one, Exchange)]
    known = [
        finding
        for exchange in exchanges
        for finding in examine(exchange).findings
        if {reason.way for reason in finding.reasons} & {"known", "hash"}
    ]
    assert (len(exchanges), known) == (len(simulation.exchanges), [])
