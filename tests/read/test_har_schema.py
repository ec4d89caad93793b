from __future__ import annotations

from phonehome.read.har_schema import ENTRY, Answer, Content, Entry, Pair, Param, PostData, Request


def test_an_entry_is_read_and_what_no_audit_needs_is_left() -> None:
    text = b"""{"startedDateTime": "t", "time": 3, "serverIPAddress": "1.2.3.4", "_fromCache": "disk",
        "request": {"method": "POST", "url": "u", "httpVersion": "h2", "headers": [{"name": "a", "value": "b"}],
            "cookies": [{"name": "c", "value": "d", "httpOnly": true}], "queryString": [{"name": "e", "value": "f"}],
            "postData": {"mimeType": "m", "text": null, "encoding": "base64",
                "params": [{"name": "g", "value": "h", "fileName": "i", "contentType": "j"}]}, "bodySize": 5},
        "response": {"status": 200, "headers": [], "content": {"size": 7, "text": "left"}, "bodySize": 6,
            "_error": "x"}}"""
    assert ENTRY.decode(text) == Entry(
        Request(
            "POST",
            "u",
            [Pair("a", "b")],
            [Pair("c", "d")],
            [Pair("e", "f")],
            PostData("m", None, "base64", [Param("g", "h", "i", "j")]),
            5,
        ),
        Answer(200, [], Content(7), 6, "x"),
        "t",
        "1.2.3.4",
        "disk",
    )


def test_an_empty_entry_has_no_request() -> None:
    assert ENTRY.decode(b"{}") == Entry()
