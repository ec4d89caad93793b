from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.model import Response
from phonehome.read.http1 import Request, request, response, split, url

HEADERS = (("Host", "a.example"), ("X", "1 2"))


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("version", [" HTTP/1.1", " HTTP/2", " HTTP/1.0 ", ""])
def test_a_request_is_read_with_any_line_end_and_version(end: str, version: str) -> None:
    lines = [f"POST /p?q=1{version}", "Host: a.example", "X:1 2 ", "", "body\r\n\r\n"]
    assert request(end.join(lines).encode()) == Request("POST", "/p?q=1", HEADERS, b"body\r\n\r\n")


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"GET", b"GET \r\n", b"{}", b"<a b>", b"HTTP/1.1\r\n\r\n"])
def test_what_has_no_request_line_is_none(data: bytes) -> None:
    assert request(data) is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\r\n\nGET /", Request("GET", "/", (), b"")),
        (b"GET /\r\n", Request("GET", "/", (), b"")),
        (b"GET /\r\nX", Request("GET", "/", (("X", ""),), b"")),
        (b"GET / HTTP/1.1\r\nX: 1\r\n  2\r\n:a: b\r\n\r\n", Request("GET", "/", (("X", "1 2"), (":a", "b")), b"")),
        (b"GET /a b HTTP/1.1\n\n", Request("GET", "/a b", (), b"")),
        (b"GET /\xe9\nX: \xe9\nY: \xc3\xa9\n\n\xff", Request("GET", "/é", (("X", "é"), ("Y", "é")), b"\xff")),
    ],
)
def test_odd_requests_are_read_all_the_same(data: bytes, expected: Request) -> None:
    assert request(data) == expected


@pytest.mark.parametrize(
    ("body", "joined"),
    [
        (b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", b"abcde"),
        (b"3\nabc\n0\n\n", b"abc"),
        (b"3\r\nab", b"3\r\nab"),
        (b"3\r\nabc\r\n", b"3\r\nabc\r\n"),
        (b"{}", b"{}"),
        (b"", b""),
    ],
)
def test_chunks_are_joined_where_they_fit(body: bytes, joined: bytes) -> None:
    found = request(b"POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n" + body)
    assert found is not None
    assert found.body == joined


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n12345", Response(200, (("A", "b"),), 5)),
        (b"HTTP/2 204\n", Response(204)),
        (b"HTTP/2 204 OK\nA: b", Response(204, (("A", "b"),))),
        (b"HTTP/1.1 2000\r\n\r\n", None),
        (b"", None),
    ],
)
def test_a_response_is_counted(data: bytes, expected: Response | None) -> None:
    assert response(data) == expected


@pytest.mark.parametrize(
    ("method", "target", "headers", "expected"),
    [
        ("GET", "/p?u=http://x", HEADERS, "http://a.example/p?u=http://x"),
        ("GET", "https://b.example/p", HEADERS, "https://b.example/p"),
        ("CONNECT", "a.example:443", HEADERS, "a.example:443"),
        ("OPTIONS", "*", HEADERS, "http://a.example/"),
        ("GET", "p", ((":authority", "c.example"),), "http://c.example/p"),
        ("GET", "/p", (), "/p"),
    ],
)
def test_the_url_is_put_together(method: str, target: str, headers: tuple[tuple[str, str], ...], expected: str) -> None:
    assert url(Request(method, target, headers, b""), "http") == expected


@given(st.binary(max_size=60))
def test_any_bytes_behind_a_head_are_its_body(body: bytes) -> None:
    assert split(b"GET / HTTP/1.1\r\nX: 1\r\n\r\n" + body) == (b"GET / HTTP/1.1\r\nX: 1", body)


@given(
    st.binary(max_size=90), st.sampled_from([b"", b"GET /", b"GET /\nTransfer-Encoding:chunked\n\n", b"HTTP/1.1 200"])
)
def test_any_bytes_are_a_message_or_none(data: bytes, begin: bytes) -> None:
    assert isinstance(request(begin + data), Request | None)
    assert isinstance(response(begin + data), Response | None)
