from __future__ import annotations

import pytest

from phonehome.read.tnetstring import DICTIONARY, PREFIX, Element
from phonehome.shield.redact_flow import redacted, shown
from phonehome.shield.redactor import Redactor
from phonehome.shield.tnet import Node, grown, texts
from read.tnet import Tnet, dumps
from shield.redacting import EMAIL, IMEI, left, raw, redactor

CERTIFICATE = "-----BEGIN CERTIFICATE-----"
CLIENT: dict[str, Tnet] = {
    "peername": ["10.1.2.3", 5000],
    "sockname": ["fe80::7", 8080],
    "mitmcert": CERTIFICATE,
    "certificate_list": [CERTIFICATE],
    "proxy_mode": "wireguard:/home/anna/wg.conf",
    "id": "6f1ed5a0-7a3c-4a6e-9f0e-0123456789ab",
}
SERVER: dict[str, Tnet] = {
    "address": ["a.example", 443],
    "peername": ["198.51.100.7", 443],
    "sockname": ["10.1.2.4", 40000],
    "via": ["http", ["proxy.work.example", 3128]],
    "certificate_list": [CERTIFICATE],
    "sni": "a.example",
}
BODY = f'{{"mail": "{EMAIL}", "n": 1}}'.encode()
REQUEST: dict[str, Tnet] = {
    "method": b"POST",
    "scheme": b"https",
    "host": "a.example",
    "port": 443,
    "authority": b"anna:pw@a.example",
    "path": f"/x/{IMEI}?mail={EMAIL}&n=1".encode(),
    "headers": [
        [b"Cookie", b"sid=abcdef"],
        [b"X-Id", IMEI.encode()],
        [b"Content-Length", b"%d" % len(BODY)],
        [b"broken"],
    ],
    "content": BODY,
    "trailers": [[b"X-Mail", EMAIL.encode()]],
    "timestamp_start": 1.5,
}
RESPONSE: dict[str, Tnet] = {
    "status_code": 200,
    "reason": b"OK",
    "headers": [[b"Set-Cookie", b"sid=abcdef; Path=/"]],
    "content": f'{{"for": "{EMAIL}"}}'.encode(),
}
WHOLE: dict[str, Tnet] = {
    "version": 21,
    "type": "http",
    "id": "55367415-10f5-4938-b69f-8a523394f947",
    "client_conn": CLIENT,
    "server_conn": SERVER,
    "request": REQUEST,
    "response": RESPONSE,
    "websocket": {
        "messages": [[1, True, EMAIL.encode(), 2.0, False, False], [1, False, EMAIL.encode(), 2.0, True, False]]
    },
    "metadata": {"proxyauth": ["anna", "pw"], "note": f"for {EMAIL}"},
    "comment": f"phone of {EMAIL}",
    "error": {"msg": f"closed by {EMAIL}", "timestamp": 1.0},
    "backup": {"request": REQUEST},
    "marked": ":star:",
}


def flow(members: dict[str, Tnet], one: Redactor | None = None) -> Node:
    return tree(redacted(0, element(dumps(members)), one or redactor()))


def element(data: bytes) -> Element:
    prefix = PREFIX.match(data)
    assert prefix
    return Element(data, prefix.end(), len(data) - 1, DICTIONARY)


def tree(data: bytes) -> Node:
    return grown(element(data))


def at(node: Node, *names: bytes) -> Node:
    for name in names:
        node = node.get(name)
    return node


def told(node: Node) -> list[str]:
    return [text.text() for text in texts(node)]


def test_all_that_a_flow_tells_of_a_person_goes() -> None:
    written = redacted(0, element(dumps(WHOLE)), redactor())
    assert (raw(written), left(shown(0, element(written)))) == ([], {})
    for secret in (b"anna", b"pw", b"abcdef", b"proxy.work", b"10.1.2", b"fe80", b"CERTIFICATE", b"backup12"):
        assert secret not in written


def test_its_structure_stays() -> None:
    new, old = flow(WHOLE), tree(dumps(WHOLE))
    assert [name for name, _ in new.members()] == [name for name, _ in old.members()]
    same = (
        (b"request", b"method"),
        (b"request", b"host"),
        (b"response", b"reason"),
        (b"server_conn", b"peername"),
        (b"id",),
    )
    assert [told(at(new, *names)) for names in same] == [told(at(old, *names)) for names in same]
    path = at(new, b"request", b"path").text()
    assert (
        path.startswith("/x/0010170"),
        path.endswith(("%40example.org&n=1", "@example.org&n=1")),
    ) == (True, True)
    assert at(new, b"request", b"authority").text() == "a.example"
    assert at(new, b"request", b"headers").items()[3].items()[0].raw == b"broken"
    assert len(at(new, b"websocket", b"messages").items()) == 2


def test_the_length_of_a_body_is_stated_anew() -> None:
    new = flow(WHOLE)
    assert at(new, b"request", b"headers").items()[2].items()[1].text() == str(len(at(new, b"request", b"content").raw))


def test_connections_begin_at_addresses_for_documentation() -> None:
    new = flow(WHOLE)
    assert told(at(new, b"client_conn", b"peername")) == ["192.0.2.1"]
    assert told(at(new, b"client_conn", b"sockname")) == ["192.0.2.2"]
    assert told(at(new, b"client_conn", b"proxy_mode")) == ["regular"]
    assert told(at(new, b"server_conn", b"sockname")) == ["192.0.2.2"]


@pytest.mark.parametrize(
    ("client", "where"),
    [
        ({"address": {"address": [b"10.1.2.3", 5], "use_ipv6": False}}, [b"address", b"address"]),
        ({"address": [b"10.1.2.3", 5]}, [b"address"]),
    ],
)
def test_an_address_has_had_several_forms(client: dict[str, Tnet], where: list[bytes]) -> None:
    new = flow({"client_conn": client, "request": REQUEST})
    assert told(at(new, b"client_conn", *where)) == ["192.0.2.1"]


def test_what_was_done_is_counted() -> None:
    one = redactor()
    flow(WHOLE, one)
    assert one.done.parts == {
        "addresses of the phone replaced": 1,
        "certificates left out": 3,
        "comments emptied": 1,
        "headers that open something replaced": 2,
        "passwords left out": 3,
    }


def test_a_stream_keeps_its_parts_and_their_lengths() -> None:
    parts = [EMAIL[:9].encode(), EMAIL[9:].encode()]
    messages: list[Tnet] = [
        [True, parts[0], 1.0],
        [True, parts[1], 2.0],
        [False, EMAIL.encode(), 3.0],
        [True, b"bye", 4.0],
        [True],
    ]
    new = flow({"type": "tcp", "messages": messages, "server_conn": SERVER})
    contents = [message.items()[1].raw for message in new.get(b"messages").items()[:4]]
    assert (len(contents[0]), contents[3]) == (9, b"bye")
    assert all(
        EMAIL.encode() not in text and text.endswith(b"@example.org")
        for text in (contents[0] + contents[1], contents[2])
    )


@pytest.mark.parametrize("kind", ["udp", "tcp"])
def test_messages_of_a_connection_are_redacted(kind: str) -> None:
    new = flow(
        {"type": kind, "messages": [[True, EMAIL.encode(), 1.0], [False, EMAIL.encode(), 1.0]], "server_conn": SERVER}
    )
    assert EMAIL not in "".join(told(new))


def test_an_old_websocket_is_a_flow_of_its_own() -> None:
    messages: Tnet = [[1, True, f"mail {EMAIL}", 1.0], [1, False, f"to {EMAIL}", 1.0]]
    new = flow({"version": 7, "type": "websocket", "messages": messages, "close_reason": EMAIL, "server_conn": SERVER})
    assert EMAIL not in "".join(told(new))
    assert [len(message.items()) for message in new.get(b"messages").items()] == [4, 4]


def test_a_question_to_a_name_server_keeps_its_name_but_for_the_owners() -> None:
    questions: Tnet = [{"name": "a.example", "type": 1}, {"name": f"{IMEI}.a.example", "type": 1}]
    answers: Tnet = [{"name": "a.example", "type": 1, "data": b"\xc6\x33\x64\x07"}]
    dns: dict[str, Tnet] = {"type": "dns", "request": {"questions": questions}, "response": {"answers": answers}}
    new = flow(dns | {"server_conn": SERVER})
    names = told(new.get(b"request"))
    assert (names[0], IMEI in names[1], names[1].endswith(".a.example")) == ("a.example", False, True)
    assert told(new.get(b"response")) == ["a.example", "\xc63d\x07"]


def test_a_flow_without_a_request_loses_its_addresses_too() -> None:
    assert told(at(flow({"type": "http", "client_conn": CLIENT}), b"client_conn", b"peername")) == ["192.0.2.1"]
