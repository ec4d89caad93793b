from __future__ import annotations

import asyncio
import gzip
import json

import pytest
from mitmproxy import http, tcp
from mitmproxy.test import tflow
from mitmproxy.websocket import WebSocketMessage
from wsproto.frame_protocol import Opcode

from phonehome.knowledge.load import load
from phonehome.live.spoken import Judged, Shielded
from phonehome.model import Exchange, Owner
from phonehome.proxy.held import HELD
from phonehome.proxy.shielding import PASSED, UNREAD, Shielding, veiled
from phonehome.proxy.standing import Standing
from phonehome.proxy.worker import Verdict, judge
from phonehome.shield.outcome import Change
from phonehome.shield.pseudonym import Pseudonyms
from phonehome.shield.rewrite import WITHDRAWN
from phonehome.shield.rules import Rule, Rules
from phonehome.shield.veil import veil

IMEI = "490154203237518"
NEW = Pseudonyms(b"k" * 32, "a.example").of("imei", IMEI)
IMEIS = Rules(rules=(Rule("replace", "imeis", kinds=("imei",)),))
OPEN = Rules(fail="open", rules=(Rule("replace", "imeis", kinds=("imei",), fail="open"),))
BLOCK = Rules(rules=(Rule("block", "none", kinds=("imei",)),))


def addon(rules: Rules, told: list[Judged], *, dry_run: bool = False) -> Shielding:
    decide = judge(Shielded(Owner({"imei": (IMEI,)}), rules, b"k" * 32))

    async def judged(exchange: Exchange) -> Verdict:
        return decide(exchange)

    return Shielding(judged, Standing(rules, load()), told.append, dry_run=dry_run)


def request(one: Shielding, flow: http.HTTPFlow) -> None:
    async def both() -> None:
        await one.requestheaders(flow)
        await one.request(flow)

    asyncio.run(both())


def asked(body: bytes, kind: str = "application/json") -> http.HTTPFlow:
    flow = tflow.tflow()
    headers = ((b"Host", b"a.example"), (b"Content-Type", kind.encode()), (b"X-Id", IMEI.encode()))
    flow.request = http.Request.make("POST", f"https://a.example/x?i={IMEI}", body, headers)
    return flow


def test_a_request_goes_on_rewritten_and_the_change_is_told_masked() -> None:
    told: list[Judged] = []
    flow = asked(gzip.compress(json.dumps({"imei": IMEI}).encode()))
    request(addon(IMEIS, told), flow)
    assert flow.request.url == f"https://a.example/x?i={NEW}"
    assert flow.request.headers["X-Id"] == NEW
    assert json.loads(gzip.decompress(flow.request.raw_content or b"")) == {"imei": NEW}
    assert flow.request.headers["Content-Length"] == str(len(flow.request.raw_content or b""))
    assert [(one.fate, one.recipient, len(one.changes)) for one in told] == [("rewritten", "a.example", 3)]
    assert not [one for one in told if IMEI in str(one) or NEW in str(one)]


@pytest.mark.parametrize(("rules", "dry_run"), [(Rules(), False), (IMEIS, True), (BLOCK, True)])
def test_without_rules_and_in_a_dry_run_the_bytes_are_those_that_came(rules: Rules, dry_run: bool) -> None:  # noqa: FBT001
    flow = asked(b'{"imei":  "490154203237518"}')
    before = flow.request.get_state()
    request(addon(rules, [], dry_run=dry_run), flow)
    assert (flow.request.get_state(), flow.response) == (before, None)


@pytest.mark.parametrize(("kind", "status", "body"), [("application/json", 200, b"{}"), ("text/plain", 200, b"")])
def test_what_is_blocked_is_answered(kind: str, status: int, body: bytes) -> None:
    told: list[Judged] = []
    flow = asked(b"{}", kind)
    request(addon(BLOCK, told), flow)
    assert flow.response
    assert (flow.response.status_code, flow.response.content) == (status, body)
    assert [(one.fate, one.why, one.host) for one in told] == [("blocked", "rule 'none': imei", "a.example")]


def test_a_header_that_is_left_out_is_gone_and_the_others_are_those_that_came() -> None:
    flow = asked(b"{}", "text/plain")
    flow.request.headers = http.Headers([(b"Host", b"a.example"), (b"X-Imei", IMEI.encode()), (b"X-B", b"\xff")])
    request(addon(Rules(rules=(Rule("drop", kinds=("imei",)),)), []), flow)
    assert flow.request.headers.fields == ((b"Host", b"a.example"), (b"X-B", b"\xff"))
    assert flow.request.url == "https://a.example/x"


@pytest.mark.parametrize(("rules", "dropped"), [(IMEIS, False), (BLOCK, True)])
def test_a_message_of_the_phone_is_rewritten_or_dropped(rules: Rules, dropped: bool) -> None:  # noqa: FBT001
    flow = tflow.twebsocketflow()
    flow.server_conn.sni = "a.example"
    assert flow.websocket
    flow.websocket.messages = [WebSocketMessage(Opcode.TEXT, True, json.dumps({"i": IMEI}).encode())]  # noqa: FBT003
    asyncio.run(addon(rules, []).websocket_message(flow))
    message = flow.websocket.messages[0]
    assert (message.dropped, IMEI.encode() in message.content) == (dropped, dropped)


def test_what_the_server_says_is_its_own() -> None:
    flow = tflow.twebsocketflow()
    assert flow.websocket
    flow.websocket.messages = [WebSocketMessage(Opcode.TEXT, False, IMEI.encode())]  # noqa: FBT003
    asyncio.run(addon(IMEIS, []).websocket_message(flow))
    assert flow.websocket.messages[0].content == IMEI.encode()


@pytest.mark.parametrize(("rules", "content"), [(IMEIS, NEW), (BLOCK, ""), (Rules(), IMEI)])
def test_what_is_said_on_tcp_is_rewritten_or_not_handed_on(rules: Rules, content: str) -> None:
    flow = tflow.ttcpflow()
    flow.server_conn.address, flow.server_conn.sni = ("a.example", 5222), "a.example"
    flow.messages = [tcp.TCPMessage(True, f"imei={IMEI}".encode())]  # noqa: FBT003
    asyncio.run(addon(rules, []).tcp_message(flow))
    assert flow.messages[0].content == (f"imei={content}".encode() if content else b"")


@pytest.mark.parametrize(
    ("rules", "arrives", "fate"),
    [(IMEIS, [b"", b""], "blocked"), (OPEN, [bytes(range(128, 144)), b"hello"], "passed")],
)
def test_what_cannot_be_read_and_is_no_http_passes_where_rules_let_it(
    rules: Rules, arrives: list[bytes], fate: str
) -> None:
    told: list[Judged] = []
    one, flow = addon(rules, told), tflow.ttcpflow()
    flow.server_conn.address, flow.server_conn.sni = ("a.example", 5222), "a.example"
    got = []
    for content in (bytes(range(128, 144)), b"hello"):
        flow.messages.append(tcp.TCPMessage(True, content))  # noqa: FBT003
        asyncio.run(one.tcp_message(flow))
        got.append(flow.messages[-1].content)
    one.tcp_end(flow)
    assert got == arrives
    assert (told[0].fate, told[0].why) == (fate, UNREAD)


def test_what_a_trailer_says_is_rewritten() -> None:
    flow = asked(b"")
    flow.request.trailers = http.Headers(((b"x-imei", IMEI.encode()), (b"Other", b"1")))
    request(addon(IMEIS, []), flow)
    assert flow.request.trailers.fields == ((b"x-imei", NEW.encode()), (b"Other", b"1"))


def test_what_no_rule_covers_is_not_held() -> None:
    told: list[Judged] = []
    rules = Rules(rules=(Rule("replace", recipients=("b.example",)),))
    flow = asked(b"{}")
    request(addon(rules, told), flow)
    assert (flow.request.stream, [(one.fate, one.why) for one in told]) == (True, [("passed", "")])


def test_where_consent_is_withdrawn_nothing_is_changed_and_nothing_held() -> None:
    told: list[Judged] = []
    flow = asked(b"{}")
    flow.request.url = f"https://data.sec.miui.com/?i={IMEI}"
    flow.request.headers["Host"] = "data.sec.miui.com"
    request(addon(BLOCK, told), flow)
    assert (flow.request.stream, flow.response, flow.request.path) == (True, None, f"/?i={IMEI}")
    assert [(one.fate, one.why) for one in told] == [("passed", WITHDRAWN)]


def test_of_a_long_body_that_may_pass_the_head_and_the_trailer_are_rewritten() -> None:
    told: list[Judged] = []
    flow = asked(b"")
    flow.request.headers["Content-Length"] = str(HELD + 1)
    flow.request.trailers = http.Headers(((b"x-imei", IMEI.encode()),))
    request(addon(OPEN, told), flow)
    assert flow.request.stream is True
    assert (flow.request.headers["X-Id"], flow.request.path) == (NEW, f"/x?i={NEW}")
    assert flow.request.trailers["x-imei"] == NEW
    assert [one.why for one in told] == ["", PASSED]


def test_a_body_that_might_have_been_long_is_rewritten_with_its_head_as_it_came() -> None:
    told: list[Judged] = []
    flow = asked(IMEI.encode(), "text/plain")
    del flow.request.headers["Content-Length"]
    flow.request.headers["Transfer-Encoding"] = "chunked"
    request(addon(OPEN, told), flow)
    assert flow.request.headers["X-Id"] == NEW
    assert (flow.request.raw_content, flow.request.stream) == (NEW.encode(), False)
    assert [len(one.changes) for one in told] == [3]


def test_a_long_body_whose_head_is_blocked_goes_nowhere() -> None:
    flow = asked(b"")
    flow.live = True
    flow.request.headers["Content-Length"] = str(HELD + 1)
    asyncio.run(
        addon(Rules(rules=(Rule("block", kinds=("imei",), fail="open"),), fail="open"), []).requestheaders(flow)
    )
    assert flow.error
    assert flow.error.msg == "Connection killed."


def test_what_fails_is_blocked() -> None:
    async def fails(_: Exchange) -> Verdict:
        raise RecursionError

    told: list[Judged] = []
    flow = asked(b"{}")
    request(Shielding(fails, Standing(IMEIS, load()), told.append), flow)
    assert flow.response
    assert [(one.fate, one.why, one.host) for one in told] == [
        ("blocked", "the shield failed: RecursionError", "a.example")
    ]


def test_what_is_told_gives_no_value_away() -> None:
    change = Change("imei", "replace", f"query {IMEI}", "all", "49**********518", "00**********017")
    said = veiled(Judged(0, f"{IMEI}.a.example", f"{IMEI}.a.example", "rewritten", (change,)), veil(Owner()))
    assert (IMEI in str(said), said.host, said.changes[0].place) == (
        False,
        "49**********518.a.example",
        "query 49**********518",
    )


def test_a_trailer_that_is_left_out_is_gone_and_the_headers_stay() -> None:
    flow = asked(b"{}", "text/plain")
    flow.request.path = "/x"
    flow.request.headers = http.Headers([(b"Host", b"a.example"), (b"X-A", b"1")])
    flow.request.trailers = http.Headers([(b"X-Imei", IMEI.encode()), (b"X-B", b"2")])
    request(addon(Rules(rules=(Rule("drop", kinds=("imei",)),)), []), flow)
    assert (flow.request.headers.fields, flow.request.trailers.fields) == (
        ((b"Host", b"a.example"), (b"X-A", b"1")),
        ((b"X-B", b"2"),),
    )
