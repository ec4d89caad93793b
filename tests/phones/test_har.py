from __future__ import annotations

import base64
import json

from phonehome.model import Exchange, Response
from phonehome.phones import har

TIME = 1_484_177_517_017
GET = Exchange(0, "GET", "https://a.example/x?b=1&c=%C3%A9&d=", TIME, (("Host", "a.example"),), address="192.0.2.1")
TEXT = Exchange(
    1, "POST", "https://a.example/", TIME, (("Content-Type", "application/json"),), '{"é":1}'.encode(), "192.0.2.1"
)
BINARY = Exchange(2, "POST", "https://a.example/", TIME, body=b"\x1f\x8b\xff", response=Response(200, (), 83))
ANSWERED = Exchange(3, "GET", "https://a.example/", response=Response(204, (("content-type", "text/plain"),), 5))


def written(*exchanges: Exchange) -> str:
    return b"".join(har.write(exchanges)).decode()


def test_no_exchange_is_an_empty_har() -> None:
    log = json.loads(written())["log"]
    assert (log["version"], log["creator"]["name"], log["entries"]) == ("1.2", "mitmproxy", [])


def test_file_is_indented_as_mitmproxy_does() -> None:
    text = written(GET, TEXT)
    assert text.rstrip("\n") == json.dumps(json.loads(text), indent=4, ensure_ascii=False)


def test_pieces_are_written_one_by_one() -> None:
    pieces = har.write(exchange for exchange in (GET, TEXT))
    assert [len(piece) > 0 for piece in pieces] == [True] * 4


def test_request_without_body() -> None:
    entry = json.loads(har.entry(GET))
    request = entry["request"]
    assert (entry["startedDateTime"], entry["serverIPAddress"]) == ("2017-01-11T23:31:57.017000+00:00", "192.0.2.1")
    assert (request["method"], request["url"], request["bodySize"]) == (GET.method, GET.url, 0)
    assert request["headers"] == [{"name": "Host", "value": "a.example"}]
    assert [(pair["name"], pair["value"]) for pair in request["queryString"]] == [("b", "1"), ("c", "é"), ("d", "")]
    assert "postData" not in request
    assert entry["response"]["status"] == 0


def test_text_stands_as_text() -> None:
    request = json.loads(har.entry(TEXT))["request"]
    assert request["postData"] == {"mimeType": "application/json", "text": '{"é":1}', "params": []}
    assert request["bodySize"] == 8


def test_binary_stands_as_base64_with_its_mark() -> None:
    entry = json.loads(har.entry(BINARY))
    data = entry["request"]["postData"]
    assert (data["encoding"], base64.b64decode(data["text"]), data["mimeType"]) == ("base64", BINARY.body, "")
    assert (entry["response"]["status"], entry["response"]["bodySize"]) == (200, 83)


def test_response_keeps_its_headers_and_size() -> None:
    response = json.loads(har.entry(ANSWERED))["response"]
    assert response["headers"] == [{"name": "content-type", "value": "text/plain"}]
    assert (response["content"]["size"], response["content"]["mimeType"]) == (5, "text/plain")
    assert response["redirectURL"] == ""


def test_messages_and_what_har_has_no_place_for_stand_beside() -> None:
    told = Exchange(0, "GET", "wss://a.example/", sent=False, mangled=True, messages=(b"\xff", b"a"), unkept=7)
    entry = json.loads(har.entry(told))
    assert [base64.b64decode(one["data"]) for one in entry["_webSocketMessages"]] == [b"\xff", b"a"]
    assert (entry["_phonehome"], "startedDateTime" in entry) == ({"sent": False, "unkept": 7, "mangled": True}, False)


def test_a_har_names_who_made_it() -> None:
    assert json.loads(har.head("a", "2") + har.TAIL)["log"]["creator"] == {"name": "a", "version": "2", "comment": ""}
