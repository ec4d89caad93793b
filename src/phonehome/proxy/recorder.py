"""mitmproxy's hooks to records: what a phone sends is written before it is handed on, and read by another process."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from mitmproxy import dns, http, tcp, tls, udp
from mitmproxy.connection import Client
from mitmproxy.flow import Flow
from msgspec import Struct
from msgspec.structs import replace

from phonehome.live.journal import Journal
from phonehome.model import Exchange
from phonehome.proxy import flow as flows
from phonehome.read.flow import question
from phonehome.read.record import Answered, Asked, Began, Closed, More

# Bodies up to this are held until they are whole; others go on as they come, and so much of them is kept.
HELD, KEPT = 1 << 20, 8 << 20
_DIGITS = 9
# An answer that takes longer is not waited for: what was asked is shown without it.
PATIENCE = 10.0
# mitmproxy's own page of certificates, and its name server in WireGuard mode: nobody's recipients.
OURS = {"mitm.it", "10.0.0.53"}


class _Open(Struct):
    """A request under way: since when, how much of its body is kept and not kept, how much came back."""

    exchange: Exchange
    since: float
    is_written: bool = False
    kept: int = 0
    unkept: int = 0
    back: int = 0


class _Speech(Struct):
    """What was said on a connection since it was last written, and when it began."""

    flow: Flow
    kind: str
    since: float
    messages: list[bytearray]
    turn: bool = False


class Recorder:
    """The addon. ``tick`` is called some times a second, so that nothing waits longer than that."""

    def __init__(self, journal: Journal, began: Began, fail: Callable[[OSError], None]) -> None:
        self._journal = journal
        self._fail = fail
        self._next = 0
        self._open: dict[str, _Open] = {}
        self._speech: dict[str, _Speech] = {}
        self._silent: dict[str, tls.TlsData] = {}
        self._write(began)

    def requestheaders(self, flow: http.HTTPFlow) -> None:
        """A request begins. One that is long, or does not say how long, is not held until it is whole."""
        if flow.request.host in OURS:
            return
        self._silent.pop(flow.client_conn.id, None)
        opened = self._open[flow.id] = _Open(flows.asked(self._number(), flow), time.monotonic())
        if _is_long(flow.request):
            self._count(opened.exchange)
            opened.is_written = True
            flow.request.stream = partial(self._passing, opened)

    def request(self, flow: http.HTTPFlow) -> None:
        """A request is whole, and not handed on before this returns."""
        opened = self._open.get(flow.id)
        if opened and not opened.is_written:
            headers = opened.exchange.headers + flows.headers(flow.request.trailers or http.Headers())
            self._count(replace(opened.exchange, headers=headers, body=flow.request.raw_content or b""))
            opened.is_written = True

    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """Answers are counted, not held."""
        opened = self._open.get(flow.id)
        if opened and flow.response:
            flow.response.stream = partial(_coming, opened)

    def response(self, flow: http.HTTPFlow) -> None:
        """An answer is whole."""
        self._end(flow)

    def error(self, flow: http.HTTPFlow) -> None:
        """It came to no answer."""
        self._end(flow)

    def http_connect_error(self, flow: http.HTTPFlow) -> None:
        """A server that a phone wanted a tunnel to, and that could not be reached."""
        exchange = replace(
            flows.asked(self._number(), flow), url=f"https://{flow.request.host}", headers=(), sent=False
        )
        self._whole(exchange)

    def tls_failed_client(self, data: tls.TlsData) -> None:
        """A client that refuses our certificate."""
        self._whole(flows.refused(self._number(), data))

    def tls_established_client(self, data: tls.TlsData) -> None:
        """Many apps that pin a certificate accept ours first, compare it themselves, and close."""
        self._silent[data.conn.id] = data

    def client_disconnected(self, client: Client) -> None:
        """A client that accepted our certificate and then said nothing."""
        if data := self._silent.pop(client.id, None):
            self._whole(flows.refused(self._number(), data))

    def websocket_message(self, flow: http.HTTPFlow) -> None:
        """Messages do not pile up in mitmproxy."""
        if flow.websocket:
            message = flow.websocket.messages[-1]
            if message.from_client:
                self._say(flow, "WEBSOCKET", message.content, joined=False)
            del flow.websocket.messages[:-1]

    def tcp_message(self, flow: tcp.TCPFlow) -> None:
        """What is said between two answers is one message: TCP knows no borders."""
        message = flow.messages[-1]
        if message.from_client:
            self._say(flow, "TCP", message.content, joined=True)
        elif speech := self._speech.get(flow.id):
            speech.turn = False
        del flow.messages[:-1]

    def udp_message(self, flow: udp.UDPFlow) -> None:
        """A datagram is a message."""
        message = flow.messages[-1]
        if message.from_client:
            self._say(flow, "UDP", message.content, joined=False)
        del flow.messages[:-1]

    def dns_request(self, flow: dns.DNSFlow) -> None:
        """A question to a name server that is not our own."""
        host = flow.server_conn.address[0] if flow.server_conn.address else ""
        if host and host not in OURS:
            asked = [(one.name, one.type) for one in flow.request.questions]
            self._whole(question(self._number(), host, asked, int(flow.request.timestamp * 1000)))

    def tick(self) -> None:
        """Writes what waits."""
        for speech in list(self._speech.values()):
            self._spoken(speech)
        now = time.monotonic()
        for opened in self._open.values():
            if opened.is_written and not opened.kept and now - opened.since > PATIENCE:
                self._write(Answered(opened.exchange.index))
                opened.since = now + 1e9

    def close(self) -> None:
        """Writes what waits, and that this is the end."""
        self.tick()
        self._write(Closed(self._journal.written))

    def _passing(self, opened: _Open, data: bytes) -> bytes:
        part = data[: max(0, KEPT - opened.kept)]
        if part:
            self._write(More(opened.exchange.index, bytes(part)))
        opened.kept += len(part)
        opened.unkept += len(data) - len(part)
        return data

    def _end(self, flow: http.HTTPFlow) -> None:
        opened = self._open.pop(flow.id, None)
        if opened is None:
            return
        if not opened.is_written:
            self._count(opened.exchange)
        answer = flows.response(flow, opened.back or len(flow.response.raw_content or b"") if flow.response else 0)
        sent = flows.is_sent(flow) and opened.is_written
        address = flows.address(flow.server_conn)
        self._write(Answered(opened.exchange.index, answer, sent, address, opened.unkept))

    def _say(self, flow: Flow, kind: str, data: bytes, *, joined: bool) -> None:
        self._silent.pop(flow.client_conn.id, None)
        speech = self._speech.setdefault(flow.id, _Speech(flow, kind, time.time(), []))
        if joined and speech.turn:
            speech.messages[-1] += data
        else:
            speech.messages.append(bytearray(data))
        speech.turn = joined
        if sum(map(len, speech.messages)) > HELD:
            self._spoken(speech)

    def _spoken(self, speech: _Speech) -> None:
        del self._speech[speech.flow.id]
        spoken = flows.said(self._number(), speech.flow, speech.kind, tuple(map(bytes, speech.messages)))
        self._whole(replace(spoken, time=int(speech.since * 1000)))

    def _whole(self, exchange: Exchange) -> None:
        self._count(exchange)
        self._write(Answered(exchange.index, None, exchange.sent, exchange.address))

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def _count(self, exchange: Exchange) -> None:
        try:
            self._journal.count(Asked(exchange))
        except OSError as error:
            self._fail(error)

    def _write(self, record: Began | More | Answered | Closed) -> None:
        try:
            self._journal.append(record)
        except OSError as error:
            self._fail(error)


def _coming(opened: _Open, data: bytes) -> bytes:
    opened.back += len(data)
    return data


def _is_long(request: http.Request) -> bool:
    """Whether a body is, or may be, longer than what is held. Without a body nothing is."""
    length = request.headers.get("content-length")
    if length is not None:
        return len(length) > _DIGITS or (length.isdecimal() and int(length) > HELD)
    return "transfer-encoding" in request.headers or not request.is_http11
