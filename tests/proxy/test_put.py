"""What is put into a request is seen in test_shielding.py, too, and on the wire in tests/live/test_shield.py."""

from __future__ import annotations

import pytest
from mitmproxy import http
from msgspec.structs import replace

from phonehome.model import Exchange
from phonehome.proxy import flow as flows
from phonehome.proxy.held import HELD
from phonehome.proxy.put import answer, may_be_long, put


def test_header_bytes_that_stay_are_those_that_came() -> None:
    fields = ((b"hOST", b"a.example"), (b"X", b"\xff\xe9"), (b"X-Imei", b"1"), (b"Content-Length", b"3"))
    request = http.Request.make("POST", "https://a.example/p%2F?q=%20", b"abc")
    request.headers = http.Headers(fields)
    headers = flows.headers(request.headers)
    old = Exchange(0, "POST", "https://a.example/p%2F?q=%20", headers=headers, body=b"abc")
    changed = (*headers[:2], ("X-Imei", "2"), headers[3])
    put(request, old, replace(old, headers=changed, body=b"xyz"))
    assert request.headers.fields == (*fields[:2], (b"X-Imei", b"2"), fields[3])
    assert (request.path, request.raw_content) == ("/p%2F?q=%20", b"xyz")


@pytest.mark.parametrize(
    ("url", "accept", "status", "body"),
    [
        ("https://regi.di.atlas.samsung.com/register", "", 200, b'{"rc":"1000"}'),
        ("https://connectivitycheck.gstatic.com/generate_204", "", 204, b""),
        ("https://open.oneplus.net/cloud/push", "", 200, b"{}"),
        ("https://android.clients.google.com/checkin", "", 200, b"\x08\x01"),
        ("https://a.example/", "application/json", 200, b"{}"),
        ("https://a.example/", "image/webp,image/*", 200, b"GIF89a"),
    ],
)
def test_an_answer_is_what_its_client_takes_for_a_success(url: str, accept: str, status: int, body: bytes) -> None:
    made = answer(Exchange(0, "POST", url, headers=(("Accept", accept),)))
    assert (made.status_code, (made.content or b"")[: max(6, len(body))]) == (status, body)


def test_a_grpc_client_gets_an_empty_message_and_a_status() -> None:
    made = answer(Exchange(0, "POST", "https://a.example/S/M", headers=(("Content-Type", "application/grpc+proto"),)))
    assert made.trailers
    assert (made.content, made.trailers["grpc-status"]) == (bytes(5), "0")


@pytest.mark.parametrize(
    ("name", "value", "long"),
    [
        ("Content-Length", str(HELD), False),
        ("Content-Length", str(HELD + 1), True),
        ("Content-Length", "9" * 5000, True),
        ("Transfer-Encoding", "chunked", True),
        ("X-Other", "1", False),
    ],
)
def test_how_long_a_body_may_be(name: str, value: str, long: bool) -> None:  # noqa: FBT001
    request = http.Request.make("POST", "http://a.example/")
    request.headers = http.Headers(((name.encode(), value.encode()),))
    assert may_be_long(request) is long
