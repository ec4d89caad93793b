from __future__ import annotations

import gzip
import json

import pytest
from mitmproxy import http
from mitmproxy.test import tflow
from mitmproxy.websocket import WebSocketMessage
from wsproto.frame_protocol import Opcode

from phonehome.knowledge.load import load
from phonehome.model import Owner
from phonehome.proxy.shielding import Shielding
from phonehome.shield.outcome import Shield
from phonehome.shield.pseudonym import Pseudonyms
from phonehome.shield.rewrite import rewriter
from phonehome.shield.rules import Rule, Rules

IMEI = "490154203237518"
NEW = Pseudonyms(b"k" * 32, "a.example").of("imei", IMEI)
IMEIS = Rules(rules=(Rule("replace", "imeis", kinds=("imei",)),))
BLOCK = Rules(rules=(Rule("block", "none", kinds=("imei",)),))


def addon(rules: Rules, told: list[str], *, dry_run: bool = False) -> Shielding:
    rewrite = rewriter(Shield(Owner({"imei": (IMEI,)}), load(), rules, b"k" * 32))
    return Shielding(rewrite, told.append, dry_run=dry_run)


def asked(body: bytes, kind: str = "application/json") -> http.HTTPFlow:
    flow = tflow.tflow()
    headers = ((b"Host", b"a.example"), (b"Content-Type", kind.encode()), (b"X-Id", IMEI.encode()))
    flow.request = http.Request.make("POST", f"https://a.example/x?i={IMEI}", body, headers)
    return flow


def test_a_request_goes_on_rewritten_and_the_change_is_told_masked() -> None:
    told: list[str] = []
    flow = asked(gzip.compress(json.dumps({"imei": IMEI}).encode()))
    addon(IMEIS, told).request(flow)
    assert flow.request.url == f"https://a.example/x?i={NEW}"
    assert flow.request.headers["X-Id"] == NEW
    assert json.loads(gzip.decompress(flow.request.raw_content or b"")) == {"imei": NEW}
    assert flow.request.headers["Content-Length"] == str(len(flow.request.raw_content or b""))
    assert len(told) == 3
    assert not [one for one in told if IMEI in one or NEW in one]


@pytest.mark.parametrize(("rules", "dry_run"), [(Rules(), False), (IMEIS, True), (BLOCK, True)])
def test_without_rules_and_in_a_dry_run_the_bytes_are_those_that_came(rules: Rules, dry_run: bool) -> None:  # noqa: FBT001
    flow = asked(b'{"imei":  "490154203237518"}')
    before = flow.request.get_state()
    addon(rules, [], dry_run=dry_run).request(flow)
    assert (flow.request.get_state(), flow.response) == (before, None)


@pytest.mark.parametrize(("kind", "status", "body"), [("application/json", 200, b"{}"), ("text/plain", 204, b"")])
def test_what_is_blocked_is_answered(kind: str, status: int, body: bytes) -> None:
    told: list[str] = []
    flow = asked(b"{}", kind)
    addon(BLOCK, told).request(flow)
    assert flow.response
    assert (flow.response.status_code, flow.response.content) == (status, body)
    assert told == ["blocked  https://a.example/x: rule 'none': imei"]


@pytest.mark.parametrize(("rules", "dropped"), [(IMEIS, False), (BLOCK, True)])
def test_a_message_of_the_phone_is_rewritten_or_dropped(rules: Rules, dropped: bool) -> None:  # noqa: FBT001
    flow = tflow.twebsocketflow()
    flow.server_conn.sni = "a.example"
    assert flow.websocket
    flow.websocket.messages = [WebSocketMessage(Opcode.TEXT, True, json.dumps({"i": IMEI}).encode())]  # noqa: FBT003
    addon(rules, []).websocket_message(flow)
    message = flow.websocket.messages[0]
    assert (message.dropped, IMEI.encode() in message.content) == (dropped, dropped)


def test_what_the_server_says_is_its_own() -> None:
    flow = tflow.twebsocketflow()
    assert flow.websocket
    flow.websocket.messages = [WebSocketMessage(Opcode.TEXT, False, IMEI.encode())]  # noqa: FBT003
    addon(IMEIS, []).websocket_message(flow)
    assert flow.websocket.messages[0].content == IMEI.encode()
