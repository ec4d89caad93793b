from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tshark_lines as lines
from phonehome.model import Damage, Exchange
from phonehome.read.pcap.exchanges import exchanges

HTTP = b"POST /a HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\n\r\nhello"
HELLO = b"\x16\x03\x01\x00\x05\x01ello"
ASKED = {"frame__protocols": "ip:udp:dns", "dns__qry__name": "b.example", "dns__qry__type": "28", "udp__stream": "1"}


def test_a_question_is_an_exchange_and_its_answer_names_a_server() -> None:
    question = lines.udp(True, b"x", dns__flags__response="0", **ASKED)
    answer = lines.udp(False, b"x", dns__flags__response="1", dns__a="203.0.113.7", **ASKED)
    found = [one for one in exchanges([question, answer, lines.tcp(True, 5, HELLO)]) if isinstance(one, Exchange)]
    assert [(one.index, one.method, one.url) for one in found] == [
        (0, "DNS", "dns://203.0.113.7:80/b.example?type=AAAA"),
        (1, "TLS", "tls://b.example:80"),
    ]


def test_connections_are_told_when_they_end_and_late_packets_are_no_new_one() -> None:
    given = [*lines.talk((True, HTTP)), lines.tcp(True, 11, HTTP), lines.tcp(False, 99)]
    assert [(one.index, one.body) for one in exchanges(given) if isinstance(one, Exchange)] == [(0, b"hello")]


def test_what_the_recorder_left_out_is_told_at_the_end() -> None:
    cut = lines.tcp(True, 5, HTTP[:-5], tcp__len=str(len(HTTP)), frame__len="105", frame__cap_len="100")
    exchange, *damage = exchanges([cut, lines.tcp(True, 5 + len(HTTP), HTTP)])
    assert isinstance(exchange, Exchange)
    assert damage[-2:] == [
        Damage(0, 5, "1 packet was recorded only in part (a snap length)"),
        Damage(0, 5, "parts of TCP connections are missing from the capture"),
    ]


SEALED = [lines.tcp(True, 5, HELLO, tcp__stream=str(stream)) for stream in range(3)]
OPENED = lines.tcp(True, 15, b"x", data__data=HTTP.hex(), frame__protocols="ip:tcp:tls:data")
QUIC = lines.udp(True, b"x", udp__stream="9", frame__protocols="ip:udp:quic")
NOTES = {
    "the one TLS connection was not opened: there is no key for it": SEALED[:1],
    "3 of 3 TLS connections were not opened: there is no key for them": SEALED,
    "1 of 2 TLS connections was not opened: there is no key for it": [*SEALED[:2], OPENED],
    "1 QUIC connection (HTTP/3) counted, not opened": [QUIC],
    "": [SEALED[0], OPENED],
}


@pytest.mark.parametrize(("sentence", "packets"), NOTES.items())
def test_connections_that_no_key_opens_are_noted(sentence: str, packets: list[bytes]) -> None:
    damage = [one for one in exchanges(packets) if isinstance(one, Damage)]
    assert damage == ([Damage(0, 0, sentence)] if sentence else [])


def test_idle_flows_are_told_before_the_end() -> None:
    late = lines.udp(True, b"b", udp__stream="2", frame__time_epoch="1500009000")
    found = exchanges([lines.udp(True, b"a"), *[late] * 10_000])
    first = next(found)
    assert isinstance(first, Exchange)
    assert len(first.messages) in {1, 1000}
    assert sum(len(one.messages) for one in found if isinstance(one, Exchange)) + len(first.messages) == 10_001


@given(
    st.lists(
        st.tuples(
            st.booleans(), st.binary(max_size=40) | st.sampled_from([HTTP, HELLO, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"])
        ),
        max_size=9,
    )
)
def test_no_conversation_raises(said: list[tuple[bool, bytes]]) -> None:
    assert [one for one in exchanges(lines.talk(*said)) if isinstance(one, Exchange)] != []
