from __future__ import annotations

import base64
import io
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.model import Damage, Exchange, Response
from phonehome.read import reader_of, zap
from read.long import Long

ANSWER = "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n=== no line between\r\nHTTP/1.1 500 in a body\r\n"


def header(number: int) -> str:
    return (
        f"POST https://a.example/p?n={number} HTTP/1.1\r\nhost: a.example\r\n"
        f"content-length: {len(body(number).encode())}\r\n\r\n"
    )


def body(number: int) -> str:
    return "a=é&b=\n<c>" * number


def exchange(number: int) -> Exchange:
    data = body(number).encode()
    headers = (("host", "a.example"), ("content-length", str(len(data))))
    response = Response(200, (("Server", "x"),), 45)
    return Exchange(number, "POST", f"https://a.example/p?n={number}", None, headers, data, response=response)


def section(number: int, line: str, end: str) -> str:
    """A message as ZAP exports it: a line end follows a body that has none."""
    sent = body(number)
    return line.format(number) + header(number) + sent + ("" if sent.endswith(end) else end) + ANSWER


def instance(number: int) -> str:
    return (
        f"<instance>\n<uri>https://a.example/p?n={number}</uri>\n<method>POST</method>\n<param></param>\n"
        f"<requestheader>{escape(header(number))}</requestheader>\n<requestbody>{escape(body(number))}</requestbody>\n"
        f"<responseheader>{ANSWER.partition('=')[0]}</responseheader>\n<responsebody>{'x' * 45}</responsebody>\n"
        "</instance>\n"
    )


EXCHANGES = [exchange(number) for number in range(4)]
OLD = "".join(section(number, "==== {} ==========\r\n", "\r\n") for number in range(4)).encode()
NEW = "".join(section(number, "==={} ==========\n", "\n") for number in range(4)).encode()
REPORT = (
    '<?xml version="1.0"?>\n<OWASPZAPReport programName="ZAP" version="2.16.0" generated="Mon, 3 Mar 2025">\n'
    '<site name="https://a.example" host="a.example" port="443" ssl="true"><alerts><alertitem><instances>'
    + "".join(map(instance, range(4)))
    + "</instances></alertitem></alerts></site></OWASPZAPReport>"
).encode()


def read(text: bytes) -> list[Exchange | Damage]:
    return list(zap.read(io.BytesIO(text)))


def message(text: str) -> Exchange | Damage:
    (found,) = read(b"===7 ==========\n" + text.encode())
    return found


@pytest.mark.parametrize("text", [OLD, NEW, b"\xef\xbb\xbf" + NEW, REPORT], ids=["old", "new", "marked", "report"])
def test_exported_messages_are_read(text: bytes) -> None:
    assert (reader_of(text), read(text)) == (zap, EXCHANGES)


def test_a_message_saved_as_xml_is_read() -> None:
    head, data = (base64.b64encode(text.encode()).decode() for text in (header(2), body(2)))
    text = f'<?xml version="1.0"?>\n<Message>\n<Headers>{head}</Headers>\n<Body>{data}</Body>\n</Message>'
    expected = exchange(2)
    assert (reader_of(text.encode()), read(text.encode())) == (
        zap,
        [Exchange(0, "POST", expected.url, None, expected.headers, expected.body)],
    )


@pytest.mark.parametrize("head", [b"", b"==\n", b"==== x ==========\r\n", b"<Message>", b"<a>", b"x<Message><Headers>"])
def test_other_text_is_not_recognised(head: bytes) -> None:
    assert not zap.recognises(head)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the file is empty$"):
        read(b"")


@pytest.mark.parametrize(
    ("header", "behind", "data"),
    [
        ("", "abc\r\n", b"abc"),
        ("Content-Length: 3\r\n", "abc\n", b"abc"),
        ("Content-Length: 999\r\n", "abc\r\nHTTP/1.1 200 OK\r\n\r\n", b"abc"),
        ("content-length: 18\r\n", "a\r\nHTTP/1.1 200 OK\r\nHTTP/1.1 200 OK\r\n\r\n", b"a\r\nHTTP/1.1 200 OK"),
        ("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n", b"abc"),
        ("", "\r\n", b""),
    ],
)
def test_a_body_ends_where_its_length_or_the_response_says(header: str, behind: str, data: bytes) -> None:
    found = message(f"POST https://h/ HTTP/1.1\r\n{header}\r\n{behind}")
    assert isinstance(found, Exchange)
    assert found.body == data


def test_a_tunnel_is_no_request() -> None:
    assert message("CONNECT h:443 HTTP/1.1\r\n\r\n") == Exchange(0, "CONNECT", "h:443", sent=False)


def test_bytes_that_zap_destroyed_are_told() -> None:
    assert message("POST https://h/ HTTP/1.1\r\n\r\n\ufffd") == Exchange(
        0, "POST", "https://h/", body="\ufffd".encode(), mangled=True
    )


def test_a_message_without_a_request_costs_that_message() -> None:
    lost = b"===9 ==========\r\n{}\r\n"
    begin = NEW.index(b"===2 ")
    found = read(NEW[:begin] + lost + NEW[begin:])
    assert found[:3] == [*EXCHANGES[:2], Damage(begin, len(lost), "message 2 has no request")]
    assert [x.index for x in found[3:] if isinstance(x, Exchange)] == [3, 4]


def test_a_response_alone_is_no_request() -> None:
    assert message("HTTP/1.1 200 OK\r\n\r\n") == Damage(0, 35, "message 0 has no request")


def test_a_message_that_is_too_large_is_not_held() -> None:
    file = Long(b"===1 ==========\nGET h HTTP/1.1\n", 135, b"\n===2 ==========\nGET https://h/ HTTP/1.1\n")
    assert list(zap.read(file)) == [
        Damage(0, 135_000_032, "message 0 is too large to read"),
        Exchange(1, "GET", "https://h/"),
    ]


def test_damage_in_a_report_costs_one_message() -> None:
    begin = REPORT.index(b"<instance>", REPORT.index(b"n=0</uri>"))
    end = REPORT.index(b"<instance>", begin + 1)
    text = REPORT[:begin] + REPORT[begin:end].replace(b"</instance>", b"") + REPORT[end:]
    assert read(text) == [
        EXCHANGES[0],
        Damage(begin, end - begin - 11, "message 1 is not closed"),
        *EXCHANGES[2:],
    ]


def test_an_instance_without_messages_is_told() -> None:
    found = read(b"<OWASPZAPReport><instance><uri>u</uri></instance>")
    assert found == [Damage(16, 33, "message 0 has no request")]


@given(st.integers(0, len(NEW) - 1), st.binary(max_size=4), st.integers(0, 4))
def test_a_change_anywhere_spares_the_messages_before_it(at: int, new: bytes, old: int) -> None:
    found = read(NEW[:at] + new + NEW[at + old :])
    whole = sum(NEW.index(b"===%d " % number) < at for number in range(1, 4))
    assert found[: whole - 1] == EXCHANGES[: whole - 1] or not whole


@given(st.binary(max_size=200), st.sampled_from([b"===1 ==========\n", b"<OWASPZAPReport><instance><requestheader>"]))
def test_any_bytes_are_read_to_their_end(data: bytes, begin: bytes) -> None:
    assert all(isinstance(x, Exchange | Damage) for x in read(begin + data))
