from __future__ import annotations

import pytest

from phonehome.model import Exchange, Response
from phonehome.read.flow import exchange
from phonehome.read.tnetstring import DICTIONARY, Element
from read.tnet import Tnet, dumps

REQUEST: dict[str, Tnet] = {
    "method": b"POST",
    "scheme": b"https",
    "host": "198.51.100.7",
    "port": 443,
    "authority": b"a.example",
    "path": b"/p?q=1",
    "headers": [[b"X", b"\xe9"], [b"broken"]],
    "content": b"body",
    "trailers": [[b"T", b"1"]],
    "timestamp_start": 1.5,
}
SERVER: dict[str, Tnet] = {"address": ["a.example", 443], "peername": ["198.51.100.7", 443]}


def read(flow: dict[str, Tnet], index: int = 0) -> Exchange | None:
    text = dumps(flow)
    begin = text.index(b":") + 1
    return exchange(index, Element(text, begin, len(text) - 1, DICTIONARY).members())


def http(flow: dict[str, Tnet] | None = None, /, **request: Tnet) -> Exchange:
    members: dict[str, Tnet] = {"type": "http", "request": REQUEST | request}
    found = read(members | (flow or {}))
    assert found is not None
    return found


def test_an_http_flow_is_an_exchange() -> None:
    response: Tnet = {"status_code": 200, "headers": [[b"Y", b"2"]], "content": b"12345"}
    websocket: Tnet = {"messages": [[1, True, b"out", 2.0, False, False], [1, False, b"in", 2.0, False, False]]}
    flow: dict[str, Tnet] = {"request": REQUEST, "response": response, "server_conn": SERVER, "websocket": websocket}
    assert read(flow, 3) == Exchange(
        3,
        "POST",
        "https://a.example/p?q=1",
        1500,
        (("X", "é"), ("T", "1")),
        b"body",
        "198.51.100.7",
        response=Response(200, (("Y", "2"),), 5),
        messages=(b"out",),
    )


@pytest.mark.parametrize("flow", [{}, {"type": "http"}, {"type": "dns"}, {"type": 7}, {"request": None}])
def test_a_flow_without_a_request_is_none(flow: dict[str, Tnet]) -> None:
    assert read(flow) is None


@pytest.mark.parametrize(
    ("request_", "url"),
    [
        ({}, "https://a.example/p?q=1"),
        ({"authority": b"a.example:443"}, "https://a.example/p?q=1"),
        ({"authority": b"a.example:8443"}, "https://a.example:8443/p?q=1"),
        ({"authority": b"", "headers": [[b"HOST", b"b.example:80"]], "scheme": b"http"}, "http://b.example/p?q=1"),
        ({"authority": b""}, "https://198.51.100.7/p?q=1"),
        ({"authority": b"", "host": b"::1", "port": 80, "scheme": b"http"}, "http://[::1]/p?q=1"),
        ({"authority": b"", "scheme": None, "port": 80}, "http://198.51.100.7/p?q=1"),
        ({"authority": b"", "scheme": None, "port": None}, "https://198.51.100.7/p?q=1"),
        ({"path": b"http://c.example/x"}, "http://c.example/x"),
        ({"path": b"*"}, "https://a.example"),
        ({"scheme": b"ws"}, "ws://a.example/p?q=1"),
        ({"method": b"CONNECT"}, "a.example"),
        ({"method": b"CONNECT", "authority": b""}, "198.51.100.7:443"),
    ],
)
def test_the_url_has_the_name_that_the_phone_used(request_: dict[str, Tnet], url: str) -> None:
    assert http({}, **request_).url == url


@pytest.mark.parametrize(
    ("server", "address"),
    [
        ({"peername": ["1.2.3.4", 1]}, "1.2.3.4"),
        ({"ip_address": [b"1.2.3.4", 1]}, "1.2.3.4"),
        ({"ip_address": {"address": [b"1.2.3.4", 1], "use_ipv6": False}}, "1.2.3.4"),
        ({"peername": None, "ip_address": []}, ""),
        (None, ""),
    ],
)
def test_the_server_address_has_had_several_names(server: Tnet, address: str) -> None:
    assert http({"server_conn": server}).address == address


@pytest.mark.parametrize(
    ("flow", "request_", "sent"),
    [
        ({}, {}, True),
        ({"error": {"msg": "x"}}, {}, True),
        ({"error": {"msg": "x"}, "server_conn": SERVER}, {}, False),
        ({"error": {"msg": "x"}, "server_conn": SERVER | {"timestamp_tcp_setup": 1.0}}, {}, False),
        ({"error": {"msg": "x"}, "server_conn": SERVER | {"timestamp_tcp_setup": 1.0}}, {"scheme": b"http"}, True),
        ({"error": {"msg": "x"}, "server_conn": SERVER | {"timestamp_tls_setup": 1.0}}, {}, True),
        ({"error": {"msg": "x"}, "server_conn": SERVER | {"timestamp_ssl_setup": 1.0}}, {}, True),
        ({"error": {"msg": "Connection killed."}, "server_conn": {"timestamp_tls_setup": 1.0}}, {}, False),
        ({"error": {"msg": "x"}, "server_conn": SERVER, "response": {"code": 200}}, {}, True),
        ({}, {"method": b"CONNECT"}, False),
    ],
)
def test_what_never_left_is_not_sent(flow: dict[str, Tnet], request_: dict[str, Tnet], sent: bool) -> None:  # noqa: FBT001 - a case's outcome
    assert http(flow, **request_).sent is sent


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (None, None),
        ({"code": 204}, Response(204)),
        ({"status_code": 0}, None),
        ({"status_code": 1000}, None),
        ({"status_code": "200"}, None),
    ],
)
def test_an_answer_has_a_status(response: Tnet, expected: Response | None) -> None:
    assert http({"response": response}).response == expected


def test_tcp_messages_are_joined_up_to_an_answer() -> None:
    messages: Tnet = [[True, b"a", 2.0], [True, b"b", 3.0], [False, b"-", 4.0], [True, b"c", 5.0], [True]]
    flow: dict[str, Tnet] = {"type": "tcp", "messages": messages, "server_conn": SERVER | {"timestamp_start": 1.0}}
    assert read(flow) == Exchange(0, "TCP", "tcp://a.example:443", 2000, address="198.51.100.7", messages=(b"ab", b"c"))


def test_udp_messages_are_kept_apart() -> None:
    flow: dict[str, Tnet] = {"type": "udp", "messages": [[True, b"a", 2.0], [True, b"b", 3.0]], "server_conn": SERVER}
    found = read(flow)
    assert found is not None
    assert (found.method, found.messages) == ("UDP", (b"a", b"b"))


def test_a_connection_without_messages_only_names_its_server() -> None:
    server: Tnet = {"sni": "a.example", "address": [b"1.2.3.4", 443], "timestamp_start": 1.0}
    assert read({"type": "tcp", "server_conn": server}) == Exchange(0, "TCP", "tcp://a.example:443", 1000, sent=False)


def test_a_connection_to_an_unnamed_server_has_its_address() -> None:
    server: Tnet = {"peername": ["1.2.3.4", 1]}
    flow: dict[str, Tnet] = {"type": "udp", "server_conn": server, "client_conn": {"timestamp_start": 2.0}}
    assert read(flow) == Exchange(0, "UDP", "udp://1.2.3.4", 2000, address="1.2.3.4", sent=False)


@pytest.mark.parametrize(
    ("server", "scheme"), [({"tls_established": True}, "wss"), ({"ssl_established": True}, "wss"), ({}, "ws")]
)
def test_an_old_websocket_flow_holds_what_the_phone_said(server: dict[str, Tnet], scheme: str) -> None:
    messages: Tnet = [[1, True, "té", 2, False], [1, False, "no", 2, False], [2, True, b"\0", 2, True], [1], []]
    flow: dict[str, Tnet] = {"type": "websocket", "messages": messages, "server_conn": SERVER | server}
    found = read(flow)
    assert found is not None
    assert (found.url, found.time, found.messages) == (f"{scheme}://a.example:443", 2000, ("té".encode(),))


@pytest.mark.parametrize(
    ("questions", "port", "url"),
    [
        ([{"name": "a.example", "type": 28, "class_": 1}], 53, "dns://9.9.9.9/a.example?type=AAAA"),
        ([{"name": "a/b c", "type": 999}, {"name": "x"}], 5353, "dns://9.9.9.9:5353/a%2Fb%20c,x?type=TYPE999"),
        ([{}], 53, "dns://9.9.9.9/?type=TYPE0"),
    ],
)
def test_a_dns_question_is_a_dns_uri(questions: Tnet, port: int, url: str) -> None:
    server: Tnet = {"address": ["9.9.9.9", port], "peername": ["9.9.9.9", port]}
    request: Tnet = {"questions": questions, "timestamp": 1.0}
    assert read({"type": "dns", "request": request, "server_conn": server}) == Exchange(
        0, "DNS", url, 1000, address="9.9.9.9"
    )
