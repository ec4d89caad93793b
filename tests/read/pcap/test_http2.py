from __future__ import annotations

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection

from packets import Said
from phonehome.read.pcap.http2 import Http2
from phonehome.read.pcap.speech import Draft, Peer

PEER = Peer("a.example", "203.0.113.7", 443, is_tls=True)


def request(path: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(":method", "POST"), (":scheme", "https"), (":authority", "a.example"), (":path", path), *more]


def interleaved() -> list[Said]:
    """Two requests at once, their bodies in turns, then a third with trailers; all are answered, the last first."""
    phone = H2Connection(H2Configuration(client_side=True))
    server = H2Connection(H2Configuration(client_side=False))
    said: list[Said] = []

    def carry() -> None:
        for is_phone, end, other in ((True, phone, server), (False, server, phone)):
            data = end.data_to_send()
            said.append((is_phone, data))
            other.receive_data(data)

    phone.initiate_connection()
    server.initiate_connection()
    carry()
    phone.send_headers(1, request("/one", ("x-token", "secret")))
    phone.send_headers(3, request("/two", ("x-token", "secret")))
    for part in (b"ab", b"cd"):
        phone.send_data(1, part, pad_length=3)
        phone.send_data(3, part.upper())
    phone.send_data(1, b"", end_stream=True)
    phone.send_data(3, b"", end_stream=True)
    phone.send_headers(5, request("/three", ("x-long", "l" * 20_000)))
    phone.send_headers(5, [("grpc-status", "0")], end_stream=True)
    carry()
    for stream in (5, 3, 1):
        server.send_headers(stream, [(":status", "200"), ("x", "y")])
        server.send_data(stream, b"hello", end_stream=True)
    carry()
    return said


def heard(said: list[Said], step: int = 1 << 20) -> list[Draft]:
    http = Http2(PEER)
    pieces = [(phone, data[i : i + step]) for phone, data in said for i in range(0, len(data), step)]
    return [*(one for phone, data in pieces for one in http.said(phone, data, 5)), *http.end()]


@pytest.mark.parametrize("step", [1, 10, 1 << 20])
def test_streams_are_told_apart(step: int) -> None:
    drafts = heard(interleaved(), step)
    assert [(one.url, bytes(one.body), one.headers[:1]) for one in drafts] == [
        ("https://a.example/three", b"", (("x-long", "l" * 20_000),)),
        ("https://a.example/two", b"ABCD", (("x-token", "secret"),)),
        ("https://a.example/one", b"abcd", (("x-token", "secret"),)),
    ]
    assert drafts[0].headers[1:] == (("grpc-status", "0"),)
    assert [one.response and (one.response.status, one.response.headers, one.response.size) for one in drafts] == [
        (200, (("x", "y"),), 5)
    ] * 3


def test_a_stream_that_is_not_answered_left_too() -> None:
    drafts = heard([one for one in interleaved() if one[0]])
    assert [(one.url[-3:], one.response) for one in drafts] == [("one", None), ("two", None), ("ree", None)]


def test_after_a_gap_bytes_are_only_counted() -> None:
    http = Http2(PEER)
    (first, second) = [data for phone, data in interleaved() if phone and data][:2]
    drafts = [*http.said(True, first, 5), *http.lost(True, 9), *http.said(True, second, 6), *http.end()]
    assert [(one.method, one.unread) for one in drafts] == [("HTTP2", 9 + len(second))]


def test_broken_header_compression_is_counted_not_raised() -> None:
    broken = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x03\x01\x05\x00\x00\x00\x01\xff\xff\xff"
    assert [(one.method, one.unread) for one in heard([(True, broken)])] == [("HTTP2", 3)]
