"""mitmproxy's hooks to the shield: a request is rewritten before it is handed on, or answered in the server's place."""

from __future__ import annotations

from collections.abc import Callable

from mitmproxy import http
from msgspec.structs import replace

from phonehome.decode.request import target
from phonehome.model import Exchange
from phonehome.proxy import flow as flows
from phonehome.shield.outcome import Change, Outcome
from phonehome.shield.rewrite import Rewrite

Tell = Callable[[str], None]


class Shielding:
    """The addon. Every change, and every refusal, is told in one line; a dry run tells and changes nothing."""

    def __init__(self, rewrite: Rewrite, tell: Tell, *, dry_run: bool = False) -> None:
        self._rewrite = rewrite
        self._tell = tell
        self._dry_run = dry_run
        self._count = 0

    def request(self, flow: http.HTTPFlow) -> None:
        """A request is whole, and not handed on before this returns."""
        asked = replace(flows.asked(self._number(), flow), body=flow.request.raw_content or b"")
        outcome = self._decided(asked)
        if self._dry_run:
            return
        if outcome.blocked:
            flow.response = answer(asked)
        elif outcome.exchange != asked:
            put(flow.request, asked, outcome.exchange)

    def websocket_message(self, flow: http.HTTPFlow) -> None:
        """A message of the phone is rewritten, or dropped."""
        if flow.websocket is None or not flow.websocket.messages[-1].from_client:
            return
        message = flow.websocket.messages[-1]
        outcome = self._decided(flows.said(self._number(), flow, "WEBSOCKET", (message.content,)))
        if self._dry_run:
            return
        if outcome.blocked:
            message.drop()
        else:
            (message.content,) = outcome.exchange.messages

    def _decided(self, exchange: Exchange) -> Outcome:
        outcome = self._rewrite(exchange)
        place = exchange.url.partition("?")[0]
        for change in outcome.changes:
            self._tell(line(place, change))
        if outcome.why:
            self._tell(f"{'blocked' if outcome.blocked else 'unchanged'}  {place}: {outcome.why}")
        return outcome

    def _number(self) -> int:
        self._count += 1
        return self._count - 1


def line(place: str, change: Change) -> str:
    """One change in words; values are masked."""
    return f"{change.action}  {change.kind} {change.before} -> {change.became}  {place} {change.place} ({change.rule})"


def answer(exchange: Exchange) -> http.Response:
    """What most clients take for a success: an empty JSON object where JSON was sent or asked for, else no content."""
    told = " ".join(value for name, value in exchange.headers if name.lower() in {"accept", "content-type"})
    if "json" in told.lower():
        return http.Response.make(200, b"{}", {"Content-Type": "application/json"})
    return http.Response.make(204)


def put(request: http.Request, old: Exchange, new: Exchange) -> None:
    """What has changed, and nothing else: header bytes that stay are those that came."""
    if new.url != old.url:
        path, query = target(new.url)
        request.path = f"{path}?{query}" if query else path
    fields = [
        field if before == after else (after[0].encode(), after[1].encode("utf-8", "surrogateescape"))
        for field, before, after in zip(request.headers.fields, old.headers, new.headers, strict=True)
    ]
    request.headers = http.Headers(fields)
    if new.body != old.body:
        request.data.content = new.body
