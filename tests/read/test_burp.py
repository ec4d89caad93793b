from __future__ import annotations

import base64
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.model import Damage, Exchange, Response
from phonehome.read import burp, reader_of

HEAD = b"""<?xml version="1.1"?>
<!-- NOTE: Any NULL bytes in requests and responses are preserved within this output, even though this strictly breaks \
the XML syntax. -->
<!DOCTYPE items [
<!ELEMENT items (item*)>
<!ATTLIST items burpVersion CDATA "">
<!ATTLIST items exportTime CDATA "">
<!ELEMENT item (time, url, host, port, protocol, method, path, extension, request, status, responselength, mimetype, \
response, comment)>
<!ELEMENT host (#PCDATA)>
<!ATTLIST host ip CDATA "">
<!ELEMENT request (#PCDATA)>
<!ATTLIST request base64 (true|false) "false">
]>
<items burpVersion="2025.6.5" exportTime="Tue Jul 22 10:34:07 IDT 2025">
"""
REQUEST = b"POST /p?n=%d HTTP/1.1\r\nHost: a.example\r\nContent-Type: text/plain\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n</item>"


def item(number: int, *, coded: bool) -> bytes:
    """An item as Burp writes it, its bytes in base64 or as they are."""
    request, answer = (base64.b64encode(text) if coded else text for text in (sent(number), ANSWER))
    mark = b"true" if coded else b"false"
    return (
        b"  <item>\n    <time>Tue Jul 22 10:26:50 IDT 2025</time>\n"
        b'    <url><![CDATA[https://a.example/p?n=%d]]></url>\n    <host ip="198.51.100.7">a.example</host>\n'
        b"    <port>443</port>\n    <protocol>https</protocol>\n    <method><![CDATA[POST]]></method>\n"
        b"    <path><![CDATA[/p?n=%d]]></path>\n    <extension>null</extension>\n"
        b'    <request base64="%b"><![CDATA[%b]]></request>\n    <status>200</status>\n'
        b"    <responselength>30</responselength>\n    <mimetype></mimetype>\n"
        b'    <response base64="%b"><![CDATA[%b]]></response>\n    <comment></comment>\n  </item>\n'
    ) % (number, number, mark, request, mark, answer)


def sent(number: int) -> bytes:
    return REQUEST % number + b"\0\xff<item>&amp;" * number


def exchange(number: int) -> Exchange:
    return Exchange(
        number,
        "POST",
        f"https://a.example/p?n={number}",
        1_753_169_210_000,
        (("Host", "a.example"), ("Content-Type", "text/plain")),
        b"\0\xff<item>&amp;" * number,
        "198.51.100.7",
        response=Response(200, (("Server", "x"),), 7),
    )


EXCHANGES = [exchange(number) for number in range(4)]
PLAIN, CODED = (
    HEAD + b"".join(item(number, coded=coded) for number in range(4)) + b"</items>\n" for coded in (False, True)
)
BEGINS = [CODED.index(item(number, coded=True)) + 2 for number in range(4)]


def read(text: bytes) -> list[Exchange | Damage]:
    return list(burp.read(io.BytesIO(text)))


def one(members: bytes) -> Exchange | Damage:
    (found,) = read(HEAD + b"<item>" + members + b"</item></items>")
    return found


@pytest.mark.parametrize("text", [PLAIN, CODED, b"\xef\xbb\xbf\n" + CODED], ids=["plain", "base64", "marked"])
def test_saved_items_are_read(text: bytes) -> None:
    assert (reader_of(text), read(text)) == (burp, EXCHANGES)


@pytest.mark.parametrize("head", [b"", b"<items>", b"<html>", HEAD[:300], b'{"a":"<items burpVersion>"}'])
def test_other_xml_is_not_recognised(head: bytes) -> None:
    assert not burp.recognises(head)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the file is empty$"):
        read(b" ")


def test_every_cut_leaves_the_items_before_it() -> None:
    ends = [CODED.index(b"</item>", begin) + 7 for begin in BEGINS]
    for cut in range(BEGINS[0] + 5, ends[-1]):
        whole = sum(end <= cut for end in ends)
        found = read(CODED[:cut])
        assert found[:whole] == EXCHANGES[:whole]
        assert all(isinstance(x, Damage) and x.offset + x.lost == cut for x in found[whole:])


def test_a_cut_inside_an_item_says_where_and_how_much() -> None:
    assert read(CODED[: BEGINS[2] + 99])[2:] == [Damage(BEGINS[2], 99, "the file ends inside item 2")]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [(b"</item>", b"", "item 1 is not closed"), (b"<request ", b"<reqest ", "item 1 has no request")],
)
def test_a_broken_item_costs_that_item(old: bytes, new: bytes, reason: str) -> None:
    broken = CODED[BEGINS[1] : BEGINS[2]].replace(old, new)
    found = read(CODED[: BEGINS[1]] + broken + CODED[BEGINS[2] :])
    assert [x.index for x in found if isinstance(x, Exchange)] == [0, 2, 3]
    damage = found[1]
    assert isinstance(damage, Damage)
    assert (damage.offset, damage.reason) == (BEGINS[1], reason)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (b"<request>GET / HTTP/1.1\nHost: h\n\n</request>", Exchange(0, "GET", "https://h/", None, (("Host", "h"),))),
        (
            b"<protocol>http</protocol><request>GET / HTTP/2\nHost: h\n\n</request><status>404</status>",
            Exchange(0, "GET", "http://h/", None, (("Host", "h"),), response=Response(404)),
        ),
        (b'<request base64="true">R0VUIC9hIQ</request>', Exchange(0, "GET", "/a!")),
        (b'<request base64="true">GET /!</request>', Exchange(0, "GET", "/!")),
        (b"<request>CONNECT h:443 HTTP/1.1\n\n</request>", Exchange(0, "CONNECT", "h:443", sent=False)),
        (b"<request/>", Damage(len(HEAD), 23, "item 0 has no request")),
    ],
)
def test_an_item_may_lack_what_is_not_needed(members: bytes, expected: Exchange | Damage) -> None:
    assert one(members) == expected


def test_an_entity_is_never_resolved() -> None:
    text = b'<!DOCTYPE items [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + CODED.replace(b"IDT", b"&x;")
    assert [x.time for x in read(text) if isinstance(x, Exchange)] == [None] * 4


@given(st.integers(0, len(CODED) - 1), st.binary(max_size=4), st.integers(0, 4))
def test_a_change_anywhere_spares_the_items_before_it(at: int, new: bytes, old: int) -> None:
    found = read(CODED[:at] + new + CODED[at + old :])
    whole = sum(begin <= at for begin in BEGINS[1:])
    if at > BEGINS[0]:
        assert found[:whole] == EXCHANGES[:whole]


@given(st.binary(max_size=200))
def test_any_bytes_in_an_item_are_an_exchange_or_damage(data: bytes) -> None:
    found = read(HEAD + b"<item><request>" + data + b"</request></item>")
    assert all(isinstance(x, Exchange | Damage) for x in found)
