from __future__ import annotations

import tshark_lines as lines
from phonehome.model import Exchange
from phonehome.read.pcap.datagrams import Flow
from phonehome.read.pcap.packet import packet

QUIC = {"frame__protocols": "ip:udp:quic"}


def heard(*given: bytes) -> list[Exchange]:
    packets = [one for one in map(packet, given) if one]
    flow = Flow(packets[0], "")
    return [*(found for one in packets for found in flow.add(one)), *flow.end()]


def test_datagrams_of_the_phone_are_messages() -> None:
    (found,) = heard(lines.udp(True, b"a"), lines.udp(False, b"answer"), lines.udp(True, b"b"))
    assert (found.method, found.url, found.messages) == ("UDP", "udp://203.0.113.7:80", (b"a", b"b"))


def test_quic_is_counted_under_the_name_of_its_handshake() -> None:
    hello = lines.udp(
        True, bytes(1200), quic__header_form="1", tls__handshake__extensions_server_name="q.example", **QUIC
    )
    short = lines.udp(True, bytes(100), quic__header_form="1\x1f0", **QUIC)
    (found,) = heard(hello, lines.udp(False, bytes(50), **QUIC), short)
    assert (found.method, found.url, found.sent, found.unkept) == ("QUIC", "quic://q.example:80", True, 1300)
    assert found.response
    assert found.response.size == 50


def test_quic_without_an_answer_is_an_attempt() -> None:
    (found,) = heard(lines.udp(True, bytes(1200), quic__header_form="1", **QUIC))
    assert (found.sent, found.unkept) == (False, 0)


def test_a_flow_in_which_the_phone_says_nothing_is_none() -> None:
    assert heard(lines.udp(False, b"x")) == []
