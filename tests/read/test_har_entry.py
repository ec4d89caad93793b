from __future__ import annotations

import pytest

from phonehome.model import Exchange, Response
from phonehome.read.har_entry import exchange
from phonehome.read.har_schema import Answer, Beside, Content, Entry, Message, Pair, PostData, Request

URL = "https://a.example/p"


def read(entry: Entry) -> Exchange:
    found = exchange(0, entry)
    assert found is not None
    return found


def test_an_entry_becomes_an_exchange() -> None:
    entry = Entry(
        Request("POST", URL, [Pair(":authority", "a.example"), Pair("X", "1")], postData=PostData(text="a=1")),
        Answer(200, [Pair("Y", "2")], Content(7), 6),
        "2017-01-01T00:00:00.5+01:00",
        "[2001:db8::1]",
    )
    assert exchange(3, entry) == Exchange(
        3,
        "POST",
        URL,
        1_483_225_200_500,
        ((":authority", "a.example"), ("X", "1")),
        b"a=1",
        "2001:db8::1",
        response=Response(200, (("Y", "2"),), 7),
    )


@pytest.mark.parametrize("entry", [Entry(), Entry(Request()), Entry(Request("GET")), Entry(response=Answer(200))])
def test_an_entry_without_a_request_is_none(entry: Entry) -> None:
    assert exchange(0, entry) is None


@pytest.mark.parametrize(
    ("request_", "url"),
    [
        (Request("GET", URL, queryString=[Pair("a", "1 2"), Pair("b", "&")]), URL + "?a=1+2&b=%26"),
        (Request("GET", URL + "#x", queryString=[Pair("a", "1")]), URL + "?a=1#x"),
        (Request("GET", URL + "?a=0", queryString=[Pair("a", "1")]), URL + "?a=0"),
        (Request("GET", "", [Pair("Host", "a.example")]), "https://a.example"),
        (Request("GET", "/p?q", [Pair("Host", "a.example")]), "https://a.example/p?q"),
        (
            Request("GET", "", [Pair(":scheme", "http"), Pair(":authority", "a.example"), Pair(":path", "/x")]),
            "http://a.example/x",
        ),
        (Request("POST", "", postData=PostData(text="a")), ""),
        (Request("GET", "/p", [Pair("X", "1")]), "/p"),
    ],
)
def test_the_url_is_completed_from_the_rest_of_the_request(request_: Request, url: str) -> None:
    assert read(Entry(request_)).url == url


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([Pair("X", "1")], (("X", "1"), ("Cookie", "a=1; b=2"))),
        ([Pair("cookie", "c=3")], (("cookie", "c=3"),)),
    ],
)
def test_cookies_become_a_header_where_none_is(headers: list[Pair], expected: tuple[tuple[str, str], ...]) -> None:
    request = Request("GET", URL, headers, [Pair("a", "1"), Pair("b", "2")])
    assert read(Entry(request)).headers == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, None),
        (Answer(0), None),
        (Answer(-1), None),
        (Answer(10**30), None),
        (Answer(204), Response(204)),
        (Answer(200, bodySize=5), Response(200, (), 5)),
        (Answer(200, content=Content(0), bodySize=5), Response(200, (), 5)),
        (Answer(200, content=Content(-1), bodySize=-1), Response(200)),
        (Answer(200, content=Content(10**30)), Response(200, (), 2**63 - 1)),
    ],
)
def test_an_answer_is_counted_and_status_0_is_none(answer: Answer | None, expected: Response | None) -> None:
    assert read(Entry(Request("GET", URL), answer)).response == expected


@pytest.mark.parametrize(
    ("entry", "sent"),
    [
        (Entry(Request("GET", URL)), True),
        (Entry(Request("GET", URL), Answer(0, error="net::ERR_TIMED_OUT")), True),
        (Entry(Request("GET", URL), Answer(0, error="Client closed connection")), True),
        (Entry(Request("GET", URL), Answer(304)), True),
        (Entry(Request("CONNECT", "a.example:443")), False),
        (Entry(Request("GET", "data:text/plain,x")), False),
        (Entry(Request("GET", URL), Answer(200), cached="disk"), False),
        (Entry(Request("GET", URL), Answer(0, error="net::ERR_CERT_AUTHORITY_INVALID")), False),
        (Entry(Request("GET", URL), Answer(0, error="net::ERR_NAME_NOT_RESOLVED")), False),
    ],
)
def test_what_never_left_is_not_sent(entry: Entry, sent: bool) -> None:  # noqa: FBT001 - a case's outcome
    assert read(entry).sent is sent


def test_destroyed_bytes_are_told() -> None:
    assert read(Entry(Request("POST", URL, postData=PostData(text="\ufffd")))).mangled


def test_websocket_messages_of_the_phone_are_kept() -> None:
    sent = [Message("send", 1, "é"), Message("receive", 1, "no"), Message("send", 2, "AP8="), Message("send", 2, "A")]
    assert read(Entry(Request("GET", URL), messages=sent)).messages == ("é".encode(), b"\0\xff", b"A")


def test_what_phonehome_wrote_beside_an_entry_is_taken_up() -> None:
    found = read(Entry(Request("GET", URL), beside=Beside(sent=False, unkept=7, mangled=True)))
    assert (found.sent, found.unkept, found.mangled) == (False, 7, True)
    assert read(Entry(Request("GET", URL), beside=Beside(unkept=-1))).unkept == 0
