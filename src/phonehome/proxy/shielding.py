"""mitmproxy's hooks to the shield: a request is rewritten before it is handed on, or answered in the server's place."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from mitmproxy import http, tcp, udp
from mitmproxy.flow import Flow
from msgspec.structs import replace

from phonehome.live.spoken import Fate, Judged
from phonehome.model import Exchange
from phonehome.proxy import flow as flows
from phonehome.proxy.held import HELD, LONG
from phonehome.proxy.pace import Pace, unpaced
from phonehome.proxy.put import answer, may_be_long, put, says_so, written
from phonehome.proxy.standing import Standing, is_withdrawal
from phonehome.proxy.worker import Verdict
from phonehome.proxy.workers import refusal
from phonehome.shield.rewrite import WITHDRAWN

Judge = Callable[[Exchange], Awaitable[Verdict]]
Tell = Callable[[Judged], None]
TOO_LONG = f"its body is longer than the {HELD >> 20} MiB that can be held and rewritten"
PASSED = f"its body is longer than {HELD >> 20} MiB and passed unread"
UNREAD = "it is no HTTP and cannot be read"
_HEAD = "phonehome: head"


class Shielding:
    """The addon. What becomes of each request is told; a dry run tells and changes nothing."""

    def __init__(self, judge: Judge, standing: Standing, tell: Tell, *, dry_run: bool = False) -> None:
        self._judge = judge
        self._standing = standing
        self._tell = tell
        self._dry_run = dry_run
        self._count = 0
        self._silenced: set[str] = set()
        self.pace: Pace = unpaced

    async def requestheaders(self, flow: http.HTTPFlow) -> None:
        """A body that no rule covers is not held. One that may grow too long, and may pass, has its head rewritten."""
        if flow.response or flow.error:
            return
        asked = self._asked(flow)
        match self._standing.stance(asked):
            case "free":
                flow.request.stream = True
            case "open" if may_be_long(flow.request) and not self._dry_run:
                await self._head(flow, asked)

    async def request(self, flow: http.HTTPFlow) -> None:
        """A request is whole, and not handed on before this returns."""
        if flow.response or flow.error:
            return
        asked = self._asked(flow)
        if flow.request.stream:
            await self._gone(flow, asked)
            return
        if before := flow.metadata.pop(_HEAD, None):
            flow.request.path, flow.request.headers = before
            asked = self._asked(flow)
        trailers = flows.headers(flow.request.trailers or http.Headers())
        asked = replace(asked, headers=asked.headers + trailers, body=flow.request.raw_content or b"")
        verdict = await self._safely(asked)
        self._told(asked, verdict)
        if self._dry_run:
            return
        if verdict.blocked:
            flow.response = answer(asked)
        else:
            self._put(flow, asked, verdict)

    async def _head(self, flow: http.HTTPFlow, asked: Exchange) -> None:
        """Rewrites what goes on before the body; it is put back for the whole, should that come in time."""
        before = flow.request.headers.copy()
        if before.get("expect", "").lower() == "100-continue":
            del before["expect"]  # mitmproxy answers that itself
        flow.metadata[_HEAD] = flow.request.path, before
        verdict = await self._safely(asked)
        if verdict.blocked:
            self._told(asked, verdict)
            flow.kill()
            return
        self._put(flow, asked, verdict)
        if says_so(flow.request):
            self._told(asked, verdict)
            flow.request.stream = True

    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """Answers are not held."""
        if flow.response and flow.server_conn.connected:
            flow.response.stream = True

    def error(self, flow: http.HTTPFlow) -> None:
        """A body that grew too long was refused."""
        if flow.metadata.get(LONG) and not flow.request.stream:
            asked = self._asked(flow)
            self._told(asked, replace(refusal(TOO_LONG), recipient=self._standing.recipient(asked)))

    async def websocket_message(self, flow: http.HTTPFlow) -> None:
        """A message of the phone is rewritten, or dropped."""
        if flow.websocket is None:
            return
        message = flow.websocket.messages[-1]
        del flow.websocket.messages[:-1]
        if message.from_client:
            new = await self._message(flow, "WEBSOCKET", message.content)
            if new is None:
                message.drop()
            elif new != message.content:
                message.content = new

    async def tcp_message(self, flow: tcp.TCPFlow) -> None:
        """What the phone says on a connection that is no HTTP."""
        await self._raw(flow, "TCP")

    async def udp_message(self, flow: udp.UDPFlow) -> None:
        """A datagram of the phone."""
        await self._raw(flow, "UDP")

    def tcp_end(self, flow: tcp.TCPFlow) -> None:
        """Nothing more is said on it."""
        self._silenced.discard(flow.id)

    def tcp_error(self, flow: tcp.TCPFlow) -> None:
        """Nothing more is said on it."""
        self._silenced.discard(flow.id)

    async def _raw(self, flow: tcp.TCPFlow | udp.UDPFlow, kind: str) -> None:
        """After bytes that were left out, what follows on a stream is another's."""
        message = flow.messages[-1]
        del flow.messages[:-1]
        if not message.from_client:
            return
        if flow.id in self._silenced:
            message.content = b""
            return
        new = await self._message(flow, kind, message.content)
        message.content = b"" if new is None else new
        if new is None and kind == "TCP":
            self._silenced.add(flow.id)

    async def _message(self, flow: Flow, kind: str, content: bytes) -> bytes | None:
        """What is said instead; None for nothing."""
        asked = flows.said(self._number(), flow, kind, (content,))
        stance = self._standing.stance(asked)
        if stance == "free":
            return content
        async with self.pace(flow.client_conn):
            verdict = await self._safely(asked)
        if kind != "WEBSOCKET" and verdict.unread and not verdict.blocked:
            verdict = replace(verdict, why=UNREAD, blocked=stance == "closed")
        self._told(asked, verdict)
        if self._dry_run:
            return content
        if verdict.blocked:
            return None
        return verdict.exchange.messages[0] if verdict.exchange else content

    async def _safely(self, asked: Exchange) -> Verdict:
        """Of what a hook fails at mitmproxy hands on all; here nothing is handed on that was not judged."""
        try:
            return await self._judge(asked)
        except Exception as error:  # noqa: BLE001
            return refusal(f"the shield failed: {type(error).__name__}")

    def _put(self, flow: http.HTTPFlow, asked: Exchange, verdict: Verdict) -> None:
        if verdict.exchange and not self._dry_run:
            put(flow.request, asked, verdict.exchange)

    async def _gone(self, flow: http.HTTPFlow, asked: Exchange) -> None:
        """It went on as it came, but for its trailers."""
        is_free = self._standing.stance(asked) == "free"
        if flow.request.trailers and not is_free:
            last = replace(asked, url=asked.url.partition("?")[0], headers=flows.headers(flow.request.trailers))
            verdict = await self._safely(last)
            if verdict.blocked:
                flow.request.trailers = None
            elif verdict.exchange:
                told = written(flow.request.trailers.fields, last.headers, verdict.exchange.headers)
                flow.request.trailers = http.Headers([field for _, field in told])
        is_left_alone = is_withdrawal(self._standing.recipient(asked))
        self._told(asked, Verdict(why=WITHDRAWN if is_left_alone else "" if is_free else PASSED))

    def _told(self, asked: Exchange, verdict: Verdict) -> None:
        recipient = verdict.recipient if verdict.recipient.host else self._standing.recipient(asked)
        fate: Fate = "blocked" if verdict.blocked else "rewritten" if verdict.changes else "passed"
        name = recipient.organisation or recipient.host
        when = asked.time or int(time.time() * 1000)
        judged = Judged(when, name, recipient.host, fate, verdict.changes, verdict.why, verdict.unread, verdict.left)
        self._tell(judged)

    def _asked(self, flow: http.HTTPFlow) -> Exchange:
        return flows.asked(self._number(), flow)

    def _number(self) -> int:
        self._count += 1
        return self._count - 1


def veiled(judged: Judged, hide: Callable[[str], str]) -> Judged:
    """What is told, without values that stand in names."""
    changes = tuple(replace(one, place=hide(one.place)) for one in judged.changes)
    return replace(
        judged, recipient=hide(judged.recipient), host=hide(judged.host), changes=changes, why=hide(judged.why)
    )
