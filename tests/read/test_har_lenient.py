from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.read.har_lenient import LARGEST, entry
from phonehome.read.har_schema import ENTRY, Answer, Content, Entry, Message, Pair, Param, PostData, Request

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "value"]), inner),
    max_leaves=6,
)
NAMES = ["method", "url", "headers", "cookies", "queryString", "postData", "bodySize", "status", "content", "_error"]


def request(text: bytes) -> Request | None:
    found = entry(b'{"request":' + text + b"}")
    return found.request if found else None


def post(text: bytes) -> PostData | None:
    found = request(b'{"postData":' + text + b"}")
    return found.postData if found else None


@pytest.mark.parametrize("text", [b"", b"{", b'{"a":}', b"[" * 100_000, b'{"a":"\\x"}', b"\xff", b"{'a':1}"])
def test_what_is_no_json_is_no_entry(text: bytes) -> None:
    assert entry(text) is None


def test_what_is_too_large_to_try_is_no_entry() -> None:
    assert entry(b" " * LARGEST + b"{}") is None


@pytest.mark.parametrize("text", [b"{}", b"[]", b"1", b"null", b'{"request":null}', b'{"request":[1],"response":7}'])
def test_what_has_no_request_is_an_entry_without(text: bytes) -> None:
    found = entry(text)
    assert found is not None
    assert (found.request, found.response) == (None, None)


@pytest.mark.parametrize(
    ("value", "url"),
    [
        (b'"a\xffb"', "a\ufffdb"),
        (b'"a\\ud800b"', "a\ufffdb"),
        (b'"a\\ud83d\\ude00"', "a\U0001f600"),
        (b'"a\nb\x00"', "a\nb\x00"),
        (b"7", "7"),
        (b"1.5", "1.5"),
        (b"true", "true"),
        (b"null", ""),
        (b'["x"]', ""),
    ],
)
def test_text_is_read_from_what_is_there(value: bytes, url: str) -> None:
    found = request(b'{"url":' + value + b"}")
    assert found is not None
    assert found.url == url


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (b"12", 12),
        (b'"12"', 12),
        (b"12.9", 12),
        (b"NaN", None),
        (b"Infinity", None),
        (b"1" * 5000, 0),
        (b'"twelve"', None),
        (b"null", None),
        (b"{}", None),
    ],
)
def test_numbers_are_read_from_what_is_there(value: bytes, size: int | None) -> None:
    found = request(b'{"bodySize":' + value + b"}")
    assert found is not None
    assert found.bodySize == size


@pytest.mark.parametrize(
    ("value", "headers"),
    [
        (b'[{"name":"a","value":"b"}]', [Pair("a", "b")]),
        (b'[{"name":"a","value":1},{"name":"c","value":null}]', [Pair("a", "1"), Pair("c", "")]),
        (b'[["a","b"]]', [Pair("a", "b")]),
        (b'{"a":"b"}', [Pair("a", "b")]),
        (b'[7,null,{},["a"]]', []),
        (b"null", []),
        (b'"a: b"', []),
    ],
)
def test_headers_are_read_in_every_shape(value: bytes, headers: list[Pair]) -> None:
    found = request(b'{"headers":' + value + b"}")
    assert found is not None
    assert found.headers == headers


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b'"a=1"', PostData(text="a=1")),
        (b'{"text":7}', PostData("", "7", "", [])),
        (b'{"text":"\\udcff"}', PostData("", "\udcff", "", [])),
        (
            b'{"params":[{"name":"a","value":1,"fileName":"","contentType":"t"}]}',
            PostData("", "", "", [Param("a", "1", None, "t")]),
        ),
    ],
)
def test_a_body_is_read_in_every_shape(value: bytes, expected: PostData) -> None:
    assert post(value) == expected


def test_an_answer_is_read_field_by_field() -> None:
    found = entry(b'{"response":{"status":"404","headers":null,"content":null,"bodySize":"9","_error":NaN}}')
    assert found is not None
    assert found.response == Answer(404, [], Content(None), 9, "NaN")


def test_a_message_is_read_field_by_field() -> None:
    found = entry(b'{"_webSocketMessages":[{"type":"send","opcode":"2","data":7},{"opcode":NaN},null]}')
    assert found is not None
    assert found.messages == [Message("send", 2, "7"), Message(), Message()]


def test_a_strict_entry_reads_the_same_both_ways() -> None:
    strict = Entry(
        Request("GET", "u", [Pair("a", "b")], [Pair("c", "d")], [Pair("e", "f")], PostData("m", "t", "", []), 3),
        Answer(200, [Pair("g", "h")], Content(4), 5, ""),
        "t",
        "1.2.3.4",
        "disk",
        [Message("send", 2, "AAE=")],
    )
    text = msgspec.json.encode(strict)
    assert (ENTRY.decode(text), entry(text)) == (strict, strict)


@given(st.dictionaries(st.sampled_from(NAMES), JSON), st.dictionaries(st.sampled_from(NAMES), JSON))
def test_any_json_in_any_field_is_read(request: dict[str, object], response: dict[str, object]) -> None:
    assert entry(json.dumps({"request": request, "response": response}).encode()) is not None


@given(st.binary(max_size=100))
def test_any_bytes_are_an_entry_or_none(text: bytes) -> None:
    assert isinstance(entry(b'{"request":{"url":"' + text + b'"}}'), Entry | None)
