from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tshark_lines as lines
from phonehome.read.pcap.packet import FIELDS, SEPARATOR, Dns, Packet, app, packet


def test_a_segment_is_read() -> None:
    assert packet(lines.tcp(True, 7, b"hi")) == Packet(
        1_500_000_000_500,
        0,
        ("eth", "ethertype", "ip", "tcp"),
        lines.PHONE,
        lines.SERVER,
        0,
        0x18,
        7,
        2,
        b"hi",
    )


def test_what_keys_open_is_joined_only_within_tls() -> None:
    opened = "6869\x1f6a"
    inside = lines.tcp(True, 7, b"x", frame__protocols="ip:tcp:tls:data", data__data=opened)
    outside = lines.tcp(True, 7, b"x", frame__protocols="ip:tcp:data", data__data=opened)
    assert [one.opened for one in map(packet, (inside, outside)) if one] == [b"hij", b""]


def test_a_question_and_its_answer_are_read() -> None:
    asked = {"frame__protocols": "ip:udp:dns", "dns__qry__name": "a.example", "dns__qry__type": "1"}
    question = packet(lines.udp(True, b"x", dns__flags__response="0", **asked))
    answer = packet(lines.udp(False, b"x", dns__flags__response="1", dns__a="192.0.2.1\x1f192.0.2.2", **asked))
    assert question
    assert answer
    assert question.dns == Dns(False, ("a.example",), 1, ())
    assert answer.dns == Dns(True, ("a.example",), 1, ("192.0.2.1", "192.0.2.2"))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"a\tb",
        lines.line(frame__protocols="eth:arp"),
        lines.tcp(True, 1, b"x", frame__protocols="ip:icmp:ip:tcp"),
        lines.tcp(True, 1, b"x", tcp__payload="xyz"),
        lines.tcp(True, 1, b"x", tcp__srcport=""),
    ],
)
def test_what_is_no_tcp_and_no_udp_is_none(line: bytes) -> None:
    assert packet(line) is None


def test_pcapdroid_names_the_app_behind_a_packet() -> None:
    trailer = bytes(6) + bytes.fromhex("01072021 00002710") + b"Browser".ljust(20, b"\0") + bytes(4)
    assert (app(trailer.hex()), app(trailer.hex(":")), app("0000"), app("")) == ("Browser", "Browser", "", "")


@given(st.binary())
def test_no_bytes_raise(line: bytes) -> None:
    assert packet(line) is None or len(line.split(b"\t")) == len(FIELDS)


@given(
    st.lists(
        st.sampled_from(["", "0", "tcp", "x", "-1", "9" * 30, "\x1f", "0x2", "1e999", "nan", "ff"]),
        min_size=29,
        max_size=29,
    )
)
def test_no_cells_raise(cells: list[str]) -> None:
    found = packet(SEPARATOR.join(cells).encode())
    assert found is None or found.length >= 0
