from __future__ import annotations

import pytest

import tshark_lines as lines
from phonehome.model import Exchange
from phonehome.read.pcap.connection import Connection
from phonehome.read.pcap.packet import packet

HTTP = b"GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
HELLO = b"\x16\x03\x01\x00\x05\x01ello"


def heard(*given: bytes, name: str = "") -> list[Exchange]:
    packets = [one for one in map(packet, given) if one]
    connection = Connection(packets[0], name)
    return [*(found for one in packets for found in connection.add(one)), *connection.end()]


@pytest.mark.parametrize(
    ("said", "method", "url"),
    [
        ([(True, HTTP), (False, OK)], "GET", "http://a.example/a"),
        ([(True, b"\x10\x05hello")], "TCP", "tcp://203.0.113.7:80"),
        ([(True, b"hello")], "TCP", "tcp://203.0.113.7:80"),
        ([(False, b"220 welcome\r\n"), (True, b"QUIT\r\n")], "TCP", "tcp://203.0.113.7:80"),
        ([(True, HELLO)], "TLS", "tls://203.0.113.7:80"),
        ([(True, HELLO[:3]), (True, HELLO[3:])], "TLS", "tls://203.0.113.7:80"),
        ([(True, b"\x16\x03\x01\xff\xffimei=1")], "TCP", "tcp://203.0.113.7:80"),
        ([(True, b"\x16\x03\x01\x00\x00GET /?imei=1")], "TCP", "tcp://203.0.113.7:80"),
        ([(True, b"\x16\x03\x01\x00\x05hello")], "TCP", "tcp://203.0.113.7:80"),
        ([], "TCP", "tcp://203.0.113.7:80"),
    ],
)
def test_the_phone_s_first_bytes_say_what_it_is(said: list[tuple[bool, bytes]], method: str, url: str) -> None:
    (found,) = heard(*lines.talk(*said))
    assert (found.method, found.url, found.address) == (method, url, "203.0.113.7")


def test_without_a_beginning_the_lower_port_is_the_server() -> None:
    (found,) = heard(lines.tcp(False, 5, OK), lines.tcp(True, 5, HTTP))
    assert (found.url, found.address) == ("http://a.example/a", "203.0.113.7")


def test_a_name_comes_from_the_handshake_or_from_elsewhere() -> None:
    hello = lines.tcp(True, 5, HELLO, tls__handshake__extensions_server_name="sni.example")
    assert [one.url for one in heard(hello, name="dns.example")] == ["tls://sni.example:80"]
    assert [one.url for one in heard(lines.tcp(True, 5, HELLO), name="dns.example")] == ["tls://dns.example:80"]


def test_what_keys_open_is_read_in_place_of_what_is_sealed() -> None:
    record = b"\x17\x03\x03" + len(HTTP).to_bytes(2) + bytes(len(HTTP))
    tls = {"frame__protocols": "ip:tcp:tls:data"}
    (found,) = heard(lines.tcp(True, 5, HELLO), lines.tcp(True, 5 + len(HELLO), record, data__data=HTTP.hex(), **tls))
    assert (found.url, found.unkept) == ("https://a.example/a", 0)


def test_what_keys_do_not_open_is_counted_beside_it() -> None:
    record = b"\x17\x03\x03\x10\x00" + bytes(0x1000)
    tls = {"frame__protocols": "ip:tcp:tls:data", "data__data": b"ping".hex()}
    opened, missing = heard(lines.tcp(True, 5, HELLO), lines.tcp(True, 5 + len(HELLO), record, **tls))
    assert (opened.messages, missing.method, missing.unkept) == ((b"ping",), "TLS", 0x1000 - 4)


def test_a_gap_is_counted() -> None:
    packets = [one for one in map(packet, (lines.tcp(True, 5, HTTP[:10]), lines.tcp(True, 100, b"rest"))) if one]
    connection = Connection(packets[0], "")
    assert [found for one in packets for found in connection.add(one)] == []
    list(connection.end())
    assert (connection.gone, connection.is_over, list(connection.end())) == (85, True, [])
