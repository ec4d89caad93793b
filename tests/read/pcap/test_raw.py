from __future__ import annotations

from phonehome.read.pcap.raw import MESSAGES, Raw
from phonehome.read.pcap.speech import Peer

PEER = Peer("mqtt.example", "203.0.113.7", 1883)


def test_what_the_phone_says_between_answers_is_one_message() -> None:
    raw = Raw(PEER, "tcp")
    for phone, data in ((True, b"a"), (True, b"b"), (False, b"ok"), (True, b"c")):
        assert list(raw.said(phone, data, 5)) == []
    (made,) = raw.end()
    assert (made.method, made.url, made.time, made.messages) == ("TCP", "tcp://mqtt.example:1883", 5, (b"ab", b"c"))
    assert (made.sent, made.response and made.response.size) == (True, 2)


def test_datagrams_stay_apart_and_a_gap_ends_a_message() -> None:
    raw = Raw(PEER, "udp", apart=True)
    assert [*raw.said(True, b"a", 5), *raw.said(True, b"b", 6)] == []
    assert [one.messages for one in raw.end()] == [(b"a", b"b")]
    stream = Raw(PEER, "tcp")
    assert [*stream.said(True, b"a", 5), *stream.lost(True, 3), *stream.said(True, b"b", 6)] == []
    assert [one.messages for one in stream.end()] == [(b"a", b"b")]


def test_a_phone_that_says_nothing_only_tried() -> None:
    assert [(one.sent, one.messages) for one in Raw(PEER, "tcp").end()] == [(False, ())]


def test_very_many_messages_make_several_exchanges() -> None:
    raw = Raw(PEER, "udp", apart=True)
    early = [one for _ in range(2 * MESSAGES + 1) for one in raw.said(True, b"x", 5)]
    assert [len(one.messages) for one in [*early, *raw.end()]] == [MESSAGES, MESSAGES, 1]
