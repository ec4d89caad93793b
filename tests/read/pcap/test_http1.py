from __future__ import annotations

import gzip

import pytest

from packets import Said
from phonehome.read.pcap.http1 import Http1
from phonehome.read.pcap.speech import Draft, Peer

PEER = Peer("a.example", "203.0.113.7", 80)
ONE = b"POST /one?x=1 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\n\r\nabc"
TWO = b"GET /two HTTP/1.1\r\nHost: a.example\r\n\r\n"
CHUNKED = (
    b"POST /three HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


def heard(*said: Said, step: int = 0) -> list[Draft]:
    http = Http1(PEER)
    pieces = [
        (phone, data[i : i + (step or len(data))])
        for phone, data in said
        for i in range(0, len(data), step or len(data))
    ]
    return [*(one for phone, data in pieces for one in http.said(phone, data, 5)), *http.end()]


def short(drafts: list[Draft]) -> list[tuple[str, str, bytes, int | None]]:
    return [(one.method, one.url, bytes(one.body), one.response.status if one.response else None) for one in drafts]


FIRST = ("POST", "http://a.example/one?x=1", b"abc", 200)
SECOND = ("GET", "http://a.example/two", b"", 200)
THIRD = ("POST", "http://a.example/three", b"abcde", 200)


@pytest.mark.parametrize("step", [0, 1, 3, 50])
def test_requests_get_their_responses(step: int) -> None:
    said = (
        (True, ONE),
        (False, OK),
        (True, CHUNKED),
        (False, b"HTTP/1.1 100 Continue\r\n\r\n" + OK),
        (True, TWO),
        (False, OK),
    )
    assert short(heard(*said, step=step)) == [FIRST, THIRD, SECOND]


def test_pipelined_requests_are_told_apart() -> None:
    drafts = heard((True, ONE + TWO + CHUNKED), (False, OK * 3))
    assert short(drafts) == [FIRST, SECOND, THIRD]
    assert [one.response.size for one in drafts if one.response] == [5, 5, 5]


def test_a_body_stays_coded_as_it_was_sent() -> None:
    body = gzip.compress(b"hello")
    head = b"POST / HTTP/1.1\r\nHost: a.example\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert [bytes(one.body) for one in heard((True, head + body))] == [body]


def test_an_unanswered_and_a_cut_request_left_too() -> None:
    assert short(heard((True, TWO + ONE[:-1]))) == [(*SECOND[:3], None), ("POST", FIRST[1], b"ab", None)]


def test_answers_without_a_length_end_with_the_connection() -> None:
    (draft,) = heard((True, TWO), (False, b"HTTP/1.0 200 OK\r\n\r\nlong"), (False, b"er"))
    assert draft.response
    assert draft.response.size == 6


def test_a_gap_in_a_body_is_marked_and_what_follows_is_read() -> None:
    http = Http1(PEER)
    long = ONE.replace(b": 3", b": 9")
    drafts = [*http.said(True, long, 5), *http.lost(True, 4), *http.said(True, b"yz" + TWO, 6), *http.end()]
    assert [(bytes(one.body), one.mangled) for one in drafts] == [(b"abcyz", True), (b"", False)]


def test_a_gap_in_a_head_hides_only_that_request() -> None:
    http = Http1(PEER)
    drafts = [
        *http.said(True, TWO[:20], 5),
        *http.lost(True, 4),
        *http.said(True, b"st: x\r\n\r\n" + TWO, 6),
        *http.end(),
    ]
    assert [one.url for one in drafts] == [SECOND[1]]


def test_a_lost_answer_leaves_the_next_one() -> None:
    http = Http1(PEER)
    drafts = [*http.said(True, TWO, 5), *http.said(False, OK[:30], 5), *http.lost(False, 100), *http.said(False, OK, 5)]
    assert short(drafts) == [SECOND]


def test_a_tunnel_is_counted_and_a_websocket_unmasked() -> None:
    connect = b"CONNECT b.example:443 HTTP/1.1\r\nHost: b.example:443\r\n\r\n"
    (draft,) = heard((True, connect), (False, b"HTTP/1.1 200 OK\r\n\r\n"), (True, b"sealed"), (False, b"sealed too"))
    assert (draft.method, draft.url, draft.sent, draft.unread) == ("CONNECT", "b.example:443", True, 6)
    upgrade = TWO.replace(b"\r\n\r\n", b"\r\nUpgrade: websocket\r\n\r\n")
    answer = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
    (opened,) = heard(
        (True, upgrade), (False, answer), (True, b"\x81\x82\x01\x02\x03\x04" + bytes((0x68 ^ 1, 0x69 ^ 2)))
    )
    assert (opened.url, opened.messages) == ("ws://a.example/two", (b"hi",))


def test_a_refused_upgrade_goes_on_as_before() -> None:
    upgrade = TWO.replace(b"\r\n\r\n", b"\r\nUpgrade: h2c\r\n\r\n")
    assert short(heard((True, upgrade + ONE), (False, OK + OK))) == [SECOND, FIRST]
